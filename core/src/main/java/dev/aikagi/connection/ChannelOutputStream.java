package dev.aikagi.connection;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What this side sends on a channel; unbuffered: each write leaves at once, in as few packets as
 * the peer allows. A write waits for the peer's window. Closing sends EOF.
 */
final class ChannelOutputStream extends OutputStream {
  private final Sender sender;
  private final long dataTypeCode;

  ChannelOutputStream(Sender sender, long dataTypeCode) {
    this.sender = sender;
    this.dataTypeCode = dataTypeCode;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    sender.write(dataTypeCode, data, offset, length);
  }

  /** EOF is of the whole channel: closing the extended stream alone says nothing to the peer. */
  @Override
  public void close() throws IOException {
    if (dataTypeCode == 0) {
      sender.eof();
    }
  }
}
