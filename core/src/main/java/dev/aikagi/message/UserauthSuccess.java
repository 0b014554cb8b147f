package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_USERAUTH_SUCCESS (RFC 4252 section 5.1). */
public record UserauthSuccess() implements UserauthMessage {
  public static final int NUMBER = 52;

  public static UserauthSuccess read(WireReader r) throws MalformedException {
    r.expectEnd();
    return new UserauthSuccess();
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(WireWriter w) {
    w.writeByte(NUMBER);
  }
}
