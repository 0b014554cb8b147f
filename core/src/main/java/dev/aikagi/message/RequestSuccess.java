package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_REQUEST_SUCCESS (RFC 4254 section 4). */
public record RequestSuccess(Bytes data) implements ConnectionMessage {
  public static final int NUMBER = 81;

  public static RequestSuccess read(WireReader r) throws MalformedException {
    RequestSuccess m = new RequestSuccess(r.readRest());
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
    w.writeRaw(data);
  }
}
