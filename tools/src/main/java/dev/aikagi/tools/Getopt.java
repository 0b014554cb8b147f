package dev.aikagi.tools;

import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options as BSD's getopt(3) reads them, which is what OpenSSH links on every system: clusters (
 * {@code -vvT}), attached values ({@code -p22}), {@code --}, and no reordering: the first word that
 * is no option ends the options.
 *
 * <p>Not for use by several threads.
 */
public final class Getopt {
  /** What {@link #next} returns when there are no more options. */
  public static final int END = -1;

  /** What {@link #next} returns after it has printed what is wrong. */
  public static final int FAULT = '?';

  private final String options;
  private final List<String> words;
  private final PrintStream errors;
  private int index;

  /** Where in the word at {@link #index} the next option letter is; 0 = the word is not begun. */
  private int position;

  private @Nullable String value;

  /**
   * @param options the letters; a letter followed by a colon takes a value, by two colons only one
   *     that is attached, else the empty one
   * @param words the words after the tool's name
   * @param errors where faults are printed, one line each
   */
  public Getopt(String options, List<String> words, PrintStream errors) {
    this.options = options;
    this.words = List.copyOf(words);
    this.errors = errors;
  }

  /** The next option's letter, {@link #END} or {@link #FAULT}. */
  public int next() {
    value = null;
    if (position == 0 && !beginWord()) {
      return END;
    }
    String word = words.get(index);
    char letter = word.charAt(position++);
    boolean last = position == word.length();
    if (letter == '-' && last) {
      // "-v-": getopt stops here and leaves the whole word to the caller as an operand.
      position = 0;
      return END;
    }
    int row = letter == ':' || letter == '-' ? -1 : options.indexOf(letter);
    if (row < 0) {
      if (last) {
        endWord();
      }
      errors.println("unknown option -- " + letter);
      return FAULT;
    }
    if (row + 1 == options.length() || options.charAt(row + 1) != ':') {
      if (last) {
        endWord();
      }
      return letter;
    }
    if (last && options.startsWith("::", row + 1)) {
      value = "";
      endWord();
      return letter;
    }
    return takeValue(letter, word, last);
  }

  /** The value of the option that {@link #next} just returned. */
  public String value() {
    if (value == null) {
      throw new IllegalStateException("the option takes no value");
    }
    return value;
  }

  /** Index of the first word that has not been consumed: the operands once {@link #END} came. */
  public int index() {
    return index;
  }

  /** The words that have not been consumed. */
  public List<String> operands() {
    return words.subList(index, words.size());
  }

  /**
   * Continues with options at another word, as {@code ssh host -v} does behind the host.
   *
   * @param from index of the word to go on with
   */
  public void resume(int from) {
    index = from;
    position = 0;
  }

  private boolean beginWord() {
    if (index >= words.size()) {
      return false;
    }
    String word = words.get(index);
    if (word.length() < 2 || word.charAt(0) != '-') {
      return false;
    }
    if (word.equals("--")) {
      index++;
      return false;
    }
    position = 1;
    return true;
  }

  private void endWord() {
    index++;
    position = 0;
  }

  private int takeValue(char letter, String word, boolean last) {
    if (!last) {
      value = word.substring(position);
    } else if (index + 1 < words.size()) {
      value = words.get(++index);
    } else {
      endWord();
      errors.println("option requires an argument -- " + letter);
      return FAULT;
    }
    endWord();
    return letter;
  }
}
