package dev.aikagi.transport;

import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Printable;
import dev.aikagi.kex.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** RFC 4253 section 4.2: reads the peer's version line. */
final class VersionExchange {
  /** How much of what precedes the version is kept to be shown: a few lines of a notice. */
  private static final int KEPT_LINES = 32;

  private VersionExchange() {}

  /**
   * Reads up to the end of the version line.
   *
   * @param role of this side: only a server may say something before its version
   * @return the line without CR LF, and some of those before
   */
  static TransportEvent.PeerVersion read(PacketReader in, Role role) throws IOException {
    List<String> before = new ArrayList<>();
    for (int lines = 0; lines <= TransportLimits.MAX_LINES_BEFORE_VERSION; lines++) {
      String line = readLine(in, role);
      if (line.startsWith("SSH-")) {
        check(line);
        return new TransportEvent.PeerVersion(line, before);
      }
      if (role == Role.SERVER) {
        throw refused("invalid SSH identification string: " + Printable.of(line, 128));
      }
      if (before.size() < KEPT_LINES) {
        before.add(line);
      }
    }
    throw refused("no SSH identification string received");
  }

  /**
   * A line that ends with LF or CR LF. Everything but printable ASCII is refused in a version, NUL
   * and a CR elsewhere in any line.
   */
  private static String readLine(PacketReader in, Role role) throws IOException {
    int limit =
        role == Role.SERVER
            ? TransportLimits.MAX_VERSION_LINE
            : TransportLimits.MAX_LINE_BEFORE_VERSION;
    StringBuilder line = new StringBuilder(64);
    boolean sawCr = false;
    for (int count = 1; count <= limit; count++) {
      int b = in.readByte();
      if (b == '\n') {
        return line.toString();
      }
      if (sawCr || b == 0) {
        throw refused("an identification string with invalid characters");
      }
      if (b == '\r') {
        sawCr = true;
      } else {
        line.append((char) b);
      }
    }
    throw refused("an identification line of more than " + limit + " bytes");
  }

  private static void check(String line) throws DisconnectException {
    if (line.length() + 2 > TransportLimits.MAX_VERSION_LINE) {
      throw refused("an identification string of more than 255 bytes");
    }
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) < ' ' || line.charAt(i) >= 0x7f) {
        throw refused("an identification string with invalid characters");
      }
    }
    // RFC 4253 section 5.1: 1.99 is 2.0 of a peer that speaks 1.x too.
    boolean two = line.startsWith("SSH-2.0-") || line.startsWith("SSH-1.99-");
    if (!two || line.indexOf('-', 4) + 1 == line.length()) {
      throw refused("a protocol version that is not 2.0: " + Printable.of(line, 128));
    }
  }

  private static DisconnectException refused(String what) {
    return new DisconnectException(
        DisconnectReason.PROTOCOL_VERSION_NOT_SUPPORTED, "Protocol mismatch.", what, null);
  }
}
