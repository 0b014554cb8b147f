package dev.aikagi.trust;

import dev.aikagi.key.KeyType;
import java.util.Optional;

/**
 * A whole key on a line that does not count for something that stands before it.
 *
 * @param before what stands before the word of the key, without the blank
 */
record MisplacedKey(String before, KeyBlob key) {
  private static final String MARK = "\uFEFF";

  static Optional<MisplacedKey> in(String line) {
    int at = line.startsWith("AAAA") ? 0 : line.indexOf(" AAAA") + 1;
    if (at == 0 && !line.startsWith("AAAA")) {
      return Optional.empty();
    }
    String word = line.substring(at, KeyText.wordEnd(line, at));
    while (word.endsWith("\"") || word.endsWith("'")) {
      word = word.substring(0, word.length() - 1);
    }
    return KeyBlob.of(word)
        .filter(KeyBlob::whole)
        .map(k -> new MisplacedKey(line.substring(0, at).strip(), k));
  }

  /** Empty where what stands before the key could be its options and its type. */
  Optional<AuthorizedKeyReason> reason(String file, int number) {
    if (before.startsWith(MARK)) {
      return Optional.of(
          new AuthorizedKeyReason.ByteOrderMark(file, number, key.type(), key.bytes()));
    }
    Optional<AuthorizedKeyReason> outOfUse = outOfUse(file, number, number);
    if (outOfUse.isPresent()) {
      return outOfUse;
    }
    int start = before.lastIndexOf(' ') + 1;
    String name = before.substring(start);
    Optional<KeyType> type = KeyType.named(name);
    if (type.isPresent()) {
      String text = before.substring(0, start).strip();
      boolean sameType = type.get() == key.type();
      if (!text.isEmpty() && !couldBeOptions(text)) {
        return Optional.of(leading(file, number, text));
      }
      return sameType ? Optional.empty() : Optional.of(wrong(file, number, name));
    }
    String wire = key.type().wireName();
    if (before.endsWith(wire) && before.length() > wire.length()) {
      String text = before.substring(0, before.length() - wire.length()).strip();
      return Optional.of(leading(file, number, text));
    }
    // Options without a type, or a type that is misspelt.
    boolean misspelt = start == 0 && !KeyOptionNames.beginsWithOne(name);
    return before.isEmpty() || misspelt ? Optional.of(wrong(file, number, name)) : Optional.empty();
  }

  /** Where it was taken out of use on purpose. */
  Optional<AuthorizedKeyReason> outOfUse(String file, int number, int last) {
    String name = before.substring(before.lastIndexOf(' ') + 1);
    String type = KeyType.named(name).isPresent() ? name : key.type().wireName();
    String text =
        before.endsWith(type) ? before.substring(0, before.length() - type.length()) : before;
    return DisablingWords.areIn(text)
        ? Optional.of(
            new AuthorizedKeyReason.OutOfUse(
                file, number, last, text.strip(), key.type(), key.bytes()))
        : Optional.empty();
  }

  private AuthorizedKeyReason leading(String file, int number, String text) {
    return new AuthorizedKeyReason.LeadingText(file, number, text, key.type(), key.bytes());
  }

  private AuthorizedKeyReason wrong(String file, int number, String name) {
    return new AuthorizedKeyReason.WrongType(file, number, name, key.type(), key.bytes());
  }

  /** Options begin with a letter and have no blank outside of quotes. */
  private static boolean couldBeOptions(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      quoted ^= text.charAt(i) == '"';
      if (!quoted && text.charAt(i) == ' ') {
        return false;
      }
    }
    return Character.isLetter(text.charAt(0));
  }
}
