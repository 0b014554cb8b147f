package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_REQUEST_FAILURE (RFC 4254 section 4). */
public record RequestFailure() implements ConnectionMessage {
  public static final int NUMBER = 82;

  public static RequestFailure read(WireReader r) throws MalformedException {
    r.expectEnd();
    return new RequestFailure();
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
