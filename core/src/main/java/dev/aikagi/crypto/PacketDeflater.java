package dev.aikagi.crypto;

import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Compresses the payloads of one direction as one zlib stream, flushed after each payload (RFC 4253
 * section 6.2). Not thread-safe.
 */
public final class PacketDeflater implements AutoCloseable {
  /** A packet of 64 KiB of channel data that does not shrink. */
  private static final int INITIAL = 68 * 1024;

  private final Deflater deflater = new Deflater();
  private byte[] output = new byte[INITIAL];

  /** Compresses one payload; the result is the start of {@link #output}. */
  public int deflate(byte[] payload, int offset, int length) {
    deflater.setInput(payload, offset, length);
    int count = 0;
    while (true) {
      count += deflater.deflate(output, count, output.length - count, Deflater.SYNC_FLUSH);
      if (count < output.length) {
        return count;
      }
      output = Arrays.copyOf(output, 2 * output.length);
    }
  }

  /** The array of the last result; the next call writes over it. */
  public byte[] output() {
    return output;
  }

  @Override
  public void close() {
    deflater.end();
    Arrays.fill(output, (byte) 0);
  }
}
