package dev.aikagi.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What the peer sends on a channel. Reads wait for at least one byte; {@link #transferTo} is the
 * bulk path: it copies nothing, and little data that a {@link ReadyOutput} takes at once is not
 * handed over between threads. Closing it tells the peer that nobody reads, by eow@openssh.com, and
 * throws away what still comes.
 */
final class ChannelInputStream extends InputStream {
  private final Channel channel;
  private final Receiver receiver;
  private final int stream;

  ChannelInputStream(Channel channel, Receiver receiver, int stream) {
    this.channel = channel;
    this.receiver = receiver;
    this.stream = stream;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return receiver.read(stream, one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    java.util.Objects.checkFromIndexSize(offset, length, target.length);
    return receiver.read(stream, target, offset, length);
  }

  @Override
  public long transferTo(OutputStream out) throws IOException {
    return receiver.transfer(stream, out::write, out instanceof ReadyOutput r ? r : null);
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, receiver.available(stream));
  }

  @Override
  public void close() throws IOException {
    receiver.discardAll(stream);
    if (stream == Receiver.DATA) {
      channel.readsNoMore();
    }
  }
}
