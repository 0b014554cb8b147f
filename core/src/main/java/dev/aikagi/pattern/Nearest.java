package dev.aikagi.pattern;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What somebody meant who misspelt a name; for messages, never for a decision. */
public final class Nearest {
  /** A name of four letters with two of them wrong is another name. */
  private static final int LETTERS_FOR_A_FAULT = 3;

  private static final int MOST_FAULTS = 3;

  /** Names are short; a long one is no name that anybody misspelt. */
  private static final int MAX_LENGTH = 128;

  private Nearest() {}

  /**
   * The one with the fewest letters wrong, left out, added or exchanged, whatever their case; empty
   * if none is near, at most three letters of long names and one of short ones. Names of more than
   * 128 letters are never near.
   */
  public static Optional<String> to(String name, Collection<String> names) {
    int most = Math.min(MOST_FAULTS, Math.max(1, name.length() / LETTERS_FOR_A_FAULT));
    String best = null;
    int least = most + 1;
    for (String candidate : names) {
      int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Optimal string alignment: neighbours that changed places are one fault. */
  static int distance(String a, String b) {
    if (a.length() > MAX_LENGTH || b.length() > MAX_LENGTH) {
      return Integer.MAX_VALUE;
    }
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + same);
        boolean exchanged =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (exchanged) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      before = last;
      last = row;
    }
    return last[b.length()];
  }
}
