package dev.aikagi.trust;

import dev.aikagi.key.KeyType;
import java.util.List;
import java.util.Optional;

/**
 * A key on more than one line, each of which is none.
 *
 * @param last the number of the line where it ends
 * @param line what it is on one line
 */
record BrokenKey(int last, KeyBlob key, String line) {
  /** A key of 8192 bits at 64 letters a line. */
  private static final int MOST_LINES = 24;

  private static final int MOST_LETTERS = 16 * 1024;

  static Optional<BrokenKey> at(List<String> text, int number) {
    String first = TextLines.untilNul(text.get(number - 1)).strip();
    int start = word(first);
    if (start < 0 || KeyText.wordEnd(first, start) != first.length()) {
      return Optional.empty();
    }
    StringBuilder letters = new StringBuilder(first.substring(start));
    for (int n = number + 1; n <= text.size() && n < number + MOST_LINES; n++) {
      String next = TextLines.untilNul(text.get(n - 1)).strip();
      int end = KeyText.wordEnd(next, 0);
      if (!KeyBlob.isBase64(next.substring(0, end)) || letters.length() > MOST_LETTERS) {
        return Optional.empty();
      }
      letters.append(next, 0, end);
      Optional<KeyBlob> key = KeyBlob.of(letters.toString());
      if (key.isEmpty()) {
        return Optional.empty();
      }
      if (key.get().whole()) {
        String whole = before(first, start) + letters + next.substring(end);
        return Optional.of(new BrokenKey(n, key.get(), whole));
      }
    }
    return Optional.empty();
  }

  /** What a line without its end holds of a key. */
  static Optional<KeyBlob> beginning(String line) {
    int start = word(line);
    return start < 0
        ? Optional.empty()
        : KeyBlob.of(line.substring(start, KeyText.wordEnd(line, start)));
  }

  private static String before(String first, int start) {
    String before = first.substring(0, start);
    return start == first.length() ? before.strip() + " " : before;
  }

  /** Where the key begins: behind the name of a type, even if nothing stands there; else -1. */
  private static int word(String line) {
    for (int at = 0; at < line.length(); ) {
      int end = KeyText.wordEnd(line, at);
      boolean type = KeyType.named(line.substring(at, end)).isPresent();
      at = KeyText.skipBlanks(line, end);
      if (type) {
        return at;
      }
    }
    return -1;
  }
}
