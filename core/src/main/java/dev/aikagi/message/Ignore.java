package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_IGNORE (RFC 4253 section 11.2). */
public record Ignore(Bytes data) implements TransportMessage {
  public static final int NUMBER = 2;

  public static Ignore read(WireReader r) throws MalformedException {
    Ignore m = new Ignore(r.readBytes());
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
    w.writeString(data);
  }
}
