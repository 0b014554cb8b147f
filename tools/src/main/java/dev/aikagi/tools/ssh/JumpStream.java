package dev.aikagi.tools.ssh;

import dev.aikagi.client.Client;
import dev.aikagi.connection.Channel;
import dev.aikagi.transport.ByteStream;
import dev.aikagi.transport.Timer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A channel of a jump host's, whose connection is there for nothing else. */
final class JumpStream implements ByteStream {
  private final Client jump;
  private final Channel channel;
  private final ByteStream stream;
  private final AtomicBoolean closing = new AtomicBoolean();

  JumpStream(Client jump, Channel channel) {
    this.jump = jump;
    this.channel = channel;
    this.stream = channel.asStream();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return stream.read(buffer, offset, length);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    stream.write(buffer, offset, length);
  }

  /** Whether this side has no more use for it. */
  boolean isClosing() {
    return closing.get();
  }

  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      channel.close();
      // Its farewell may wait for a peer that does not read.
      Timer.runApart(jump::close);
    }
  }
}
