package dev.aikagi.trust;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The text of a TrustedUserCAKeys file: one public key a line, whose certificates are believed.
 * Immutable.
 *
 * <p>As with sshd, the list ends at the first line that is no key: what was to stand there is not
 * known, and whoever reads on could trust the half of something.
 */
public final class Authorities {
  private final Map<Bytes, Integer> lines;
  private final Optional<Fault> fault;

  /** Where the list ends before the file does. The line is counted from 1. */
  public record Fault(int line, String detail) {}

  private Authorities(Map<Bytes, Integer> lines, Optional<Fault> fault) {
    this.lines = lines;
    this.fault = fault;
  }

  /** Parses a file of any content. */
  public static Authorities parse(byte[] text) {
    Map<Bytes, Integer> lines = new LinkedHashMap<>();
    int number = 0;
    for (String raw : TextLines.split(new String(text, StandardCharsets.UTF_8))) {
      number++;
      String line = TextLines.untilNul(raw);
      int start = KeyText.skipBlanks(line, 0);
      if (!line.isBlank() && line.charAt(start) != '#') {
        try {
          KeyText key = KeyText.read(line, start);
          if (isRead(key)) {
            // A certificate is no authority: its holder could sign more of them.
            lines.putIfAbsent(key.blob(), number);
          }
        } catch (MalformedException e) {
          Fault fault = new Fault(number, String.valueOf(e.getMessage()));
          return new Authorities(lines, Optional.of(fault));
        }
      }
    }
    return new Authorities(lines, Optional.empty());
  }

  /**
   * Whether it counts. The numbers of an RSA key may be too short, which sshd passes over.
   *
   * @throws MalformedException where it is none
   */
  private static boolean isRead(KeyText key) throws MalformedException {
    try {
      return key.blob().equals(KeyOrCertificate.parse(key.blob()).blob());
    } catch (MalformedException e) {
      if (key.type() == KeyType.SSH_RSA && KeyBlob.isWhole(key.type(), key.blob())) {
        return false;
      }
      throw e;
    }
  }

  /** The line with this key, counted from 1. */
  public Optional<Integer> line(PublicKey authority) {
    return Optional.ofNullable(lines.get(authority.blob()));
  }

  /** How many there are. */
  public int size() {
    return lines.size();
  }

  public Optional<Fault> fault() {
    return fault;
  }
}
