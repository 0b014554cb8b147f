package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_USERAUTH_GSSAPI_ERRTOK (RFC 4462 section 3.9), either way. */
public record UserauthGssapiErrtok(Bytes token) implements UserauthMessage {
  public static final int NUMBER = 65;

  public static UserauthGssapiErrtok read(WireReader r) throws MalformedException {
    UserauthGssapiErrtok m = new UserauthGssapiErrtok(r.readBytes());
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
