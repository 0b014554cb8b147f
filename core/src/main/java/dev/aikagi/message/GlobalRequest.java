package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/**
 * SSH_MSG_GLOBAL_REQUEST (RFC 4254 section 4); data is what follows want reply, in the form of the
 * request name.
 */
public record GlobalRequest(String requestName, boolean wantReply, Bytes data)
    implements ConnectionMessage {
  public static final int NUMBER = 80;

  public static GlobalRequest read(WireReader r) throws MalformedException {
    GlobalRequest m = new GlobalRequest(r.readName(), r.readBoolean(), r.readRest());
    r.expectEnd();
    return m;
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(WireWriter w) {
    w.writeByte(NUMBER);
    w.writeUtf8(requestName);
    w.writeBoolean(wantReply);
    w.writeRaw(data);
  }
}
