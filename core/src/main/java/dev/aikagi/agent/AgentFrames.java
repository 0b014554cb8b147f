package dev.aikagi.agent;

import dev.aikagi.wire.WireWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Messages on a stream: each behind its length (RFC 9987). */
final class AgentFrames {
  /** As in OpenSSH, which ends the connection at a longer one. */
  static final int MAX = AgentClient.MAX_FRAME;

  /** What is allocated before anything has come. */
  private static final int FIRST = 4096;

  private AgentFrames() {}

  /**
   * The next message, for the caller to wipe: private keys come in such. Null where the stream ends
   * between two messages.
   *
   * @throws IOException also for a length that no message has
   */
  static byte @Nullable [] read(InputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    long length = first;
    for (int i = 0; i < 3; i++) {
      length = length << 8 | more(in.read());
    }
    if (length < 1 || length > MAX) {
      throw new IOException("an agent message of " + length + " bytes");
    }
    return body(in, (int) length);
  }

  /** Grows with what really comes, so that a length alone costs nothing (B1). */
  private static byte[] body(InputStream in, int length) throws IOException {
    byte[] body = new byte[Math.min(length, FIRST)];
    int have = 0;
    while (have < length) {
      if (have == body.length) {
        byte[] outgrown = body;
        body = Arrays.copyOf(outgrown, Math.min(length, 2 * outgrown.length));
        Arrays.fill(outgrown, (byte) 0);
      }
      int n = in.read(body, have, body.length - have);
      if (n < 0) {
        Arrays.fill(body, (byte) 0);
        throw new EOFException("the stream ends within an agent message");
      }
      have += n;
    }
    return body;
  }

  private static int more(int octet) throws EOFException {
    if (octet < 0) {
      throw new EOFException("the stream ends within the length of an agent message");
    }
    return octet;
  }

  /** Sends it in one piece. The message stays the caller's to wipe. */
  static void write(OutputStream out, WireWriter message) throws IOException {
    WireWriter frame = new WireWriter(message.length() + 4).writeString(message);
    try {
      out.write(frame.array(), 0, frame.length());
      out.flush();
    } finally {
      frame.wipe();
    }
  }
}
