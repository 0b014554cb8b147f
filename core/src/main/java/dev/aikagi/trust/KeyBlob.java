package dev.aikagi.trust;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.KeyType;
import java.util.Base64;
import java.util.Optional;

/**
 * How much of a key a piece of base64 is. Its numbers are not looked at, so that it costs little.
 */
record KeyBlob(KeyType type, Bytes bytes, boolean whole) {
  private static final int MAX_FIELD = 1 << 16;

  /** Of one word; empty where it does not begin like a key. */
  static Optional<KeyBlob> of(String base64) {
    if (!base64.startsWith("AAAA") || !isBase64(base64)) {
      return Optional.empty();
    }
    String quads = base64.substring(0, base64.length() & ~3);
    try {
      Bytes bytes = Bytes.of(Base64.getDecoder().decode(quads));
      KeyType type = KeyType.ofBlob(bytes).orElse(null);
      if (type == null || type.certificate()) {
        return Optional.empty();
      }
      int end = end(type, bytes);
      boolean exact = quads.length() == base64.length() && end == bytes.length();
      return end >= 0 && end < bytes.length()
          ? Optional.empty()
          : Optional.of(new KeyBlob(type, bytes, exact));
    } catch (IllegalArgumentException | MalformedException e) {
      return Optional.empty();
    }
  }

  /** Whether the end of this key is missing. */
  static boolean isCut(KeyType type, Bytes blob) {
    return !type.certificate() && end(type, blob) < 0;
  }

  /** Whether all fields of this key are there, and nothing behind them. */
  static boolean isWhole(KeyType type, Bytes blob) {
    return end(type, blob) == blob.length();
  }

  /** Where the last field ends; -1 where it is not all there. */
  private static int end(KeyType type, Bytes blob) {
    int at = 0;
    for (int field = 0; field < fields(type); field++) {
      if (blob.length() - at < 4) {
        return -1;
      }
      int length = 0;
      for (int i = 0; i < 4; i++) {
        length = length << 8 | (blob.at(at + i) & 0xff);
      }
      if (length < 0 || length > MAX_FIELD) {
        return 0;
      }
      if (length > blob.length() - at - 4) {
        return -1;
      }
      at += 4 + length;
    }
    return at;
  }

  private static int fields(KeyType type) {
    return switch (type) {
      case SSH_ED25519 -> 2;
      case SSH_DSS -> 5;
      case SK_ECDSA_SHA2_NISTP256 -> 4;
      default -> 3;
    };
  }

  /** Of base64, without what fills up its end. */
  static boolean isDigit(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }

  static boolean isBase64(String word) {
    int end = word.length();
    while (end > 0 && word.charAt(end - 1) == '=') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      if (!isDigit(word.charAt(i))) {
        return false;
      }
    }
    return !word.isEmpty() && word.length() - end <= 2;
  }
}
