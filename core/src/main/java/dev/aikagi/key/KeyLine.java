package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import java.util.Base64;

/**
 * One line {@code type base64 comment}, of a key or a certificate, and what is wrong with a line
 * that is neither: whoever shows or revokes keys has to tell.
 */
public sealed interface KeyLine {
  /**
   * A key or a certificate.
   *
   * @param comment what follows it, without blanks before it; empty where nothing does
   */
  record Found(KeyOrCertificate key, String comment) implements KeyLine {}

  /** No key. */
  record None(Fault fault) implements KeyLine {}

  /** What makes a line no key. */
  enum Fault {
    /** It does not begin with the name of a type, or there is no base64 after it. */
    FORM,
    /** The blob is of a type that is not known here. */
    UNKNOWN_TYPE,
    /** The blob is of another type than the line says. */
    OTHER_TYPE,
    /** A field of the blob is wrong. */
    DAMAGED,
    /** A certificate whose authority did not sign it. */
    FORGED
  }

  /** Reads a line without what ends it. Blanks before it are for the caller to take away. */
  static KeyLine of(String line) {
    int name = end(line, 0);
    KeyType type = KeyType.named(line.substring(0, name)).orElse(null);
    if (type == null || name == line.length()) {
      return new None(Fault.FORM);
    }
    int start = name;
    while (start < line.length() && isBlank(line.charAt(start))) {
      start++;
    }
    int end = end(line, start);
    byte[] blob = decode(line.substring(start, end).strip());
    if (blob.length == 0) {
      return new None(Fault.FORM);
    }
    return read(type, Bytes.of(blob), comment(line.substring(end)));
  }

  private static String comment(String rest) {
    String text = rest.stripLeading();
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private static KeyLine read(KeyType type, Bytes blob, String comment) {
    try {
      if (KeyType.ofBlob(blob).isEmpty()) {
        return new None(Fault.UNKNOWN_TYPE);
      }
      KeyOrCertificate key = KeyOrCertificate.parse(blob);
      return key.type() == type ? new Found(key, comment) : new None(Fault.OTHER_TYPE);
    } catch (MalformedException e) {
      return new None(CertificateParser.forged(blob) ? Fault.FORGED : Fault.DAMAGED);
    }
  }

  /** Empty for what is no base64, whole and with its padding. */
  private static byte[] decode(String text) {
    try {
      byte[] blob = Base64.getDecoder().decode(text);
      return Base64.getEncoder().encodeToString(blob).equals(text) ? blob : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static int end(String text, int from) {
    int i = from;
    while (i < text.length() && !isBlank(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
