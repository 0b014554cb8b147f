package dev.aikagi.trust;

import dev.aikagi.key.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keys in places where sshd looks for none: behind another key on its line, as a missing line feed
 * at the end of a file makes them, in lines that end with CR alone, or in comments. They authorise
 * nobody; that they are there is the reason why not.
 */
final class HiddenKeys {
  private final String file;
  private final List<AuthorizedKeyReason> found = new ArrayList<>();

  private HiddenKeys(String file) {
    this.file = file;
  }

  /**
   * All of a file.
   *
   * @param reader reads a line without blanks before it
   */
  static List<AuthorizedKeyReason> in(
      String file, List<String> lines, Function<String, AuthorizedKeys.Line> reader) {
    HiddenKeys keys = new HiddenKeys(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      // Nothing is hidden without the beginning of a key, which every one of them has.
      if (line.contains("AAAA")) {
        keys.look(i + 1, line, reader);
      }
    }
    return keys.found;
  }

  private void look(int number, String line, Function<String, AuthorizedKeys.Line> reader) {
    String[] pieces = line.stripTrailing().split("\r", -1);
    for (int i = 0; i < pieces.length; i++) {
      String piece = pieces[i].strip();
      if (piece.startsWith("#")) {
        commented(number, piece, reader);
        continue;
      }
      if (i > 0 && reader.apply(piece) instanceof AuthorizedKeys.Line.Entry) {
        key(piece)
            .ifPresent(
                k ->
                    found.add(
                        new AuthorizedKeyReason.CarriageReturns(
                            file, number, k.type(), k.bytes())));
      }
      behindAnother(number, piece);
    }
  }

  /** What was a key, before somebody made a comment of it. */
  private void commented(int number, String comment, Function<String, AuthorizedKeys.Line> reader) {
    String line = comment.replaceFirst("^[#\\s]+", "");
    if (!line.isEmpty()
        && reader.apply(line) instanceof AuthorizedKeys.Line.Entry e
        && !KeyBlob.isCut(e.type(), e.blob())) {
      found.add(new AuthorizedKeyReason.OutOfUse(file, number, number, "#", e.type(), e.blob()));
    }
  }

  /** The first key of a line. */
  private static Optional<KeyBlob> key(String line) {
    int start = line.startsWith("AAAA") ? 0 : line.indexOf(" AAAA") + 1;
    return KeyBlob.of(line.substring(start, KeyText.wordEnd(line, start)));
  }

  private void behindAnother(int number, String line) {
    boolean seen = false;
    for (int at = line.indexOf("AAAA"); at >= 0; ) {
      int end = KeyText.wordEnd(line, at);
      String word = line.substring(at, end);
      // Two keys without comments run into each other: the type's name ends the first one.
      int glued = word.indexOf('-');
      if (glued > 0) {
        word = beforeType(word);
      }
      Optional<KeyBlob> key = KeyBlob.of(word).filter(KeyBlob::whole);
      boolean named = at > 0 && endsWithType(line, at);
      if (key.isPresent() && named) {
        if (seen || glued > 0) {
          found.add(
              new AuthorizedKeyReason.TwoKeys(file, number, key.get().type(), key.get().bytes()));
        }
        seen = true;
      }
      at = line.indexOf("AAAA", Math.max(end, at + 4));
    }
  }

  private static String beforeType(String word) {
    for (KeyType type : KeyType.values()) {
      if (word.endsWith(type.wireName())) {
        return word.substring(0, word.length() - type.wireName().length());
      }
    }
    return word;
  }

  /** Whether the word before this position ends with the name of a type. */
  private static boolean endsWithType(String line, int at) {
    int end = at;
    while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
      end--;
    }
    if (end == at) {
      return false;
    }
    for (KeyType type : KeyType.values()) {
      if (line.startsWith(type.wireName(), end - type.wireName().length())) {
        return true;
      }
    }
    return false;
  }
}
