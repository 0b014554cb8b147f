package dev.aikagi.tools.securitykey;

import dev.aikagi.MalformedException;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.util.List;

/** Messages between an agent and its helper: a length of four bytes, and so many. */
final class HelperFrames {
  private HelperFrames() {}

  /** Sends it, and wipes it: there may be a secret in it. */
  static void send(LocalSocket line, WireWriter message, int timeoutMillis) throws IOException {
    WireWriter framed = new WireWriter(4 + message.length()).writeString(message);
    try {
      line.send(framed.array(), 0, framed.length(), List.of(), timeoutMillis);
    } finally {
      framed.wipe();
      message.wipe();
    }
  }

  /**
   * Receives one.
   *
   * @param timeoutMillis for each piece of it
   * @return empty where the other end is closed before the first byte
   * @throws MalformedException for a length that cannot be, or where it ends early
   */
  static byte[] receive(LocalSocket line, int most, int timeoutMillis) throws IOException {
    byte[] head = new byte[4];
    if (!fill(line, head, timeoutMillis)) {
      return new byte[0];
    }
    long length = new WireReader(head).readUint32();
    if (length == 0 || length > most) {
      throw new MalformedException("a message of " + length + " bytes");
    }
    byte[] message = new byte[(int) length];
    if (!fill(line, message, timeoutMillis)) {
      throw new MalformedException("a message without its end");
    }
    return message;
  }

  private static boolean fill(LocalSocket line, byte[] target, int timeoutMillis)
      throws IOException {
    for (int have = 0; have < target.length; ) {
      int n = line.receive(target, have, target.length - have, timeoutMillis);
      if (n < 0 && have > 0) {
        throw new MalformedException("a message without its end");
      }
      if (n < 0) {
        return false;
      }
      have += n;
    }
    return true;
  }
}
