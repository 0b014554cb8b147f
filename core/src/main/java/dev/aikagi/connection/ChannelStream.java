package dev.aikagi.connection;

import dev.aikagi.SshException;
import dev.aikagi.transport.ByteStream;
import java.io.IOException;

/** A channel as the stream that another transport runs over. */
final class ChannelStream implements ByteStream {
  private final Channel channel;

  ChannelStream(Channel channel) {
    this.channel = channel;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return channel.in().read(buffer, offset, length);
    } catch (SshException e) {
      throw below(e);
    }
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    try {
      channel.out().write(buffer, offset, length);
    } catch (SshException e) {
      throw below(e);
    }
  }

  /**
   * How the connection below ended is not how the one above did: its peer, which is another host,
   * has said none of this.
   */
  private static IOException below(SshException e) {
    return new IOException("the connection below ended: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    channel.close();
  }
}
