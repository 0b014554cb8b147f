package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The receiving side of {@link PacketDeflater}. A payload that would grow beyond {@link
 * #MAX_PAYLOAD} ends the connection before it does (CVE-2026-106585 and its like: kilobytes that
 * become megabytes). Not thread-safe.
 */
public final class PacketInflater implements AutoCloseable {
  /** OpenSSH's limit of a packet, and ours. */
  public static final int MAX_PAYLOAD = 256 * 1024;

  /** A packet of 64 KiB of channel data. */
  private static final int INITIAL = 68 * 1024;

  private final Inflater inflater = new Inflater();
  private byte[] output = new byte[INITIAL];

  /**
   * Expands one payload; the result is the start of {@link #output}.
   *
   * @throws DisconnectException COMPRESSION_ERROR: not zlib, a stream that ends, or too long
   */
  public int inflate(byte[] compressed, int offset, int length) throws DisconnectException {
    inflater.setInput(compressed, offset, length);
    int count = 0;
    while (true) {
      count += step(count);
      if (count < output.length) {
        break;
      }
      if (count > MAX_PAYLOAD) {
        throw error("a compressed packet of more than " + MAX_PAYLOAD + " bytes", null);
      }
      // One byte beyond the limit tells a payload of the longest length from a longer one.
      output = Arrays.copyOf(output, Math.min(2 * output.length, MAX_PAYLOAD + 1));
    }
    if (inflater.getRemaining() > 0 || inflater.finished() || inflater.needsDictionary()) {
      throw error("a compressed stream that ends or wants a dictionary", null);
    }
    return count;
  }

  private int step(int from) throws DisconnectException {
    try {
      return inflater.inflate(output, from, output.length - from);
    } catch (DataFormatException e) {
      throw error("a compressed packet that is not zlib", e);
    }
  }

  private static DisconnectException error(
      String what, @org.jspecify.annotations.Nullable Throwable cause) {
    return new DisconnectException(DisconnectReason.COMPRESSION_ERROR, what, what, cause);
  }

  /** The array of the last result; the next call writes over it. */
  public byte[] output() {
    return output;
  }

  @Override
  public void close() {
    inflater.end();
    Arrays.fill(output, (byte) 0);
  }
}
