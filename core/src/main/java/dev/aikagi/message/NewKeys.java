package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_NEWKEYS (RFC 4253 section 7.3). */
public record NewKeys() implements TransportMessage {
  public static final int NUMBER = 21;

  public static NewKeys read(WireReader r) throws MalformedException {
    r.expectEnd();
    return new NewKeys();
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
