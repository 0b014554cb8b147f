package dev.aikagi.tools.configcheck;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which word was meant. */
final class Spelling {
  private static final int MAX_LENGTH = 128;
  private static final int MOST_SLIPS = 4;
  private static final int LETTERS_PER_SLIP = 4;

  private Spelling() {}

  /** The nearest of the words, if it is near enough to have been meant. */
  static Optional<String> nearest(String word, Collection<String> words) {
    String wanted = word.toLowerCase(Locale.ROOT);
    int most = Math.clamp(wanted.length() / LETTERS_PER_SLIP, 1, MOST_SLIPS);
    return wanted.length() > MAX_LENGTH
        ? Optional.empty()
        : words.stream()
            .map(w -> new Near(w, distance(wanted, w.toLowerCase(Locale.ROOT))))
            .filter(n -> n.slips <= most)
            .min(Comparator.comparingInt(Near::slips).thenComparing(Near::word))
            .map(Near::word);
  }

  /** As {@link #nearest}, for a reason that can name several. */
  static List<String> near(String word, Collection<String> words) {
    return nearest(word, words).map(List::of).orElse(List.of());
  }

  private record Near(String word, int slips) {}

  /** Letters that are missing, too many, wrong, or in the place of their neighbour. */
  static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + other);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      before = last;
      last = row;
    }
    return last[b.length()];
  }
}
