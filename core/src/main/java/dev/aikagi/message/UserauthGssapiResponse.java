package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/**
 * SSH_MSG_USERAUTH_GSSAPI_RESPONSE (RFC 4462 section 3.3); 60 means this only while gssapi-with-mic
 * runs.
 */
public record UserauthGssapiResponse(Bytes mechanism) implements UserauthMessage {
  public static final int NUMBER = 60;

  public static UserauthGssapiResponse read(WireReader r) throws MalformedException {
    UserauthGssapiResponse m = new UserauthGssapiResponse(r.readBytes());
    r.expectEnd();
    return m;
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(WireWriter w) {
    w.writeByte(NUMBER).writeString(mechanism);
  }
}
