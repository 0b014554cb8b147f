package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH2_MSG_PONG, OpenSSH extension ping@openssh.com. */
public record Pong(Bytes data) implements TransportMessage {
  public static final int NUMBER = 193;

  public static Pong read(WireReader r) throws MalformedException {
    Pong m = new Pong(r.readBytes());
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
