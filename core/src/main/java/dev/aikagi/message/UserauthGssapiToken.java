package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/**
 * SSH_MSG_USERAUTH_GSSAPI_TOKEN (RFC 4462 section 3.4), either way; 61 means this only while
 * gssapi-with-mic runs.
 */
public record UserauthGssapiToken(Bytes token) implements UserauthMessage {
  public static final int NUMBER = 61;

  public static UserauthGssapiToken read(WireReader r) throws MalformedException {
    UserauthGssapiToken m = new UserauthGssapiToken(r.readBytes());
    r.expectEnd();
    return m;
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(WireWriter w) {
    w.writeByte(NUMBER).writeString(token);
  }
}
