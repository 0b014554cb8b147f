package dev.aikagi.trust;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.KeyType;
import java.util.Base64;

/**
 * A key as lines have it: its type's name, its blob in base64, a comment. The blob is compared as
 * bytes and never parsed here, so that a file of a thousand keys costs little.
 */
record KeyText(KeyType type, Bytes blob, String comment) {
  /** Reads from this position of a line. */
  static KeyText read(String line, int from) throws MalformedException {
    int end = wordEnd(line, from);
    String name = line.substring(from, end);
    KeyType type =
        KeyType.named(name).orElseThrow(() -> new MalformedException("no key type is named so"));
    int start = skipBlanks(line, end);
    int stop = wordEnd(line, start);
    if (start == stop) {
      throw new MalformedException("no key after the key type");
    }
    Bytes blob = decode(line.substring(start, stop).strip());
    if (KeyType.ofBlob(blob).orElse(null) != type) {
      throw new MalformedException("the key is of another type than the line says");
    }
    return new KeyText(type, blob, line.substring(skipBlanks(line, stop)).strip());
  }

  /** Whether a word of the line at this position names a type of key. */
  static boolean startsKey(String line, int from) {
    return KeyType.named(line.substring(from, wordEnd(line, from))).isPresent();
  }

  private static Bytes decode(String base64) throws MalformedException {
    try {
      byte[] raw = Base64.getDecoder().decode(base64);
      // The JDK forgives missing padding and stray bits; OpenSSH does not.
      if (!Base64.getEncoder().encodeToString(raw).equals(base64)) {
        throw new MalformedException("the key is not in proper base64");
      }
      return Bytes.of(raw);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("the key is not in base64", e);
    }
  }

  static int wordEnd(String line, int from) {
    int i = from;
    while (i < line.length() && line.charAt(i) != ' ' && line.charAt(i) != '\t') {
      i++;
    }
    return i;
  }

  static int skipBlanks(String line, int from) {
    int i = from;
    while (i < line.length() && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
      i++;
    }
    return i;
  }
}
