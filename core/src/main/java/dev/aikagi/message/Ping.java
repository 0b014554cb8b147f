package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/**
 * SSH2_MSG_PING, OpenSSH extension ping@openssh.com: answered by {@link Pong} with the same data.
 */
public record Ping(Bytes data) implements TransportMessage {
  public static final int NUMBER = 192;

  public static Ping read(WireReader r) throws MalformedException {
    Ping m = new Ping(r.readBytes());
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
