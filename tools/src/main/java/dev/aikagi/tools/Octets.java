package dev.aikagi.tools;

import dev.aikagi.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as a string with one character for each byte, U+0000 to U+00FF: names and commands that
 * need not be UTF-8 and are worked on as if they were text.
 */
public final class Octets {
  private Octets() {}

  public static String of(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  public static String of(Bytes bytes) {
    return of(bytes.toArray());
  }

  /** Of text that a person typed. */
  public static String ofText(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] array(String octets) {
    return octets.getBytes(StandardCharsets.ISO_8859_1);
  }

  public static Bytes bytes(String octets) {
    return Bytes.of(array(octets));
  }

  /** As text for a person to edit; a byte that is no UTF-8 becomes U+FFFD. */
  public static String text(String octets) {
    return new String(array(octets), StandardCharsets.UTF_8);
  }
}
