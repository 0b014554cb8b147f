package dev.aikagi.tools.configcheck;

import java.util.List;
import java.util.Locale;

/**
 * What lines stand below: a Host or Match line.
 *
 * @param kind "host" or "match"; empty for none
 * @param words what follows that keyword
 * @param opened its file and line
 */
record Block(String kind, List<String> words, String opened) {
  /** Outside of all. */
  static final Block NONE = new Block("", List.of(), "");

  Block {
    words = List.copyOf(words);
  }

  boolean isNone() {
    return kind.isEmpty();
  }

  boolean isHost() {
    return kind.equals("host");
  }

  boolean isMatch() {
    return kind.equals("match");
  }

  /** The line as it would be written. */
  String text() {
    return (isHost() ? "Host " : "Match ") + String.join(" ", words);
  }

  /** The same for blocks with the same condition. */
  String condition() {
    return isNone() ? "" : kind + " " + String.join(" ", words).toLowerCase(Locale.ROOT);
  }

  /** Whether it holds for every connection. */
  boolean isForAll() {
    return isNone()
        || (isHost() && words.equals(List.of("*")))
        || (isMatch() && words.size() == 1 && words.getFirst().equalsIgnoreCase("all"));
  }

  /** Whether ssh reads it in its second pass only, when the name of the host is final. */
  boolean isOfSecondPass() {
    return isMatch() && words.stream().anyMatch(Block::isSecondPass);
  }

  /** Whether it holds for every connection whose second pass is read. */
  boolean isForAllOfSecondPass() {
    return isOfSecondPass()
        && words.stream().allMatch(w -> isSecondPass(w) || w.equalsIgnoreCase("all"));
  }

  private static boolean isSecondPass(String word) {
    return word.equalsIgnoreCase("final") || word.equalsIgnoreCase("canonical");
  }

  /** The hosts that it is for by the name that was typed; empty where it asks for more, or none. */
  List<String> hosts() {
    return isHost() ? words : List.of();
  }
}
