package dev.aikagi.trust;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The options that a line of authorized_keys can have, for whoever mistypes one. */
final class KeyOptionNames {
  private static final int LONGEST = 64;

  private static final List<String> ALL =
      List.of(
          "agent-forwarding",
          "cert-authority",
          "command",
          "environment",
          "expiry-time",
          "from",
          "no-agent-forwarding",
          "no-port-forwarding",
          "no-pty",
          "no-touch-required",
          "no-user-rc",
          "no-X11-forwarding",
          "permitlisten",
          "permitopen",
          "port-forwarding",
          "principals",
          "pty",
          "restrict",
          "tunnel",
          "user-rc",
          "verify-required",
          "X11-forwarding");

  private KeyOptionNames() {}

  /** Whether a list of options begins with one that there is. */
  static boolean beginsWithOne(String options) {
    int end = 0;
    while (end < options.length() && options.charAt(end) != '=' && options.charAt(end) != ',') {
      end++;
    }
    String name = options.substring(0, end);
    return ALL.stream().anyMatch(name::equalsIgnoreCase);
  }

  /** Whether one is anywhere in a text, also in a word of it or mistyped. */
  static boolean areIn(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return ALL.stream().anyMatch(name -> lower.contains(name.toLowerCase(Locale.ROOT)))
        || Stream.of(text.strip().split("\\s+")).anyMatch(word -> nearest(word).isPresent());
  }

  /** The one that was meant; empty where none is near. */
  static Optional<String> nearest(String option) {
    int equals = option.indexOf('=');
    String name = equals < 0 ? option : option.substring(0, equals);
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    int room = Math.min(3, (name.length() + 1) / 3);
    String best = "";
    for (String known : ALL) {
      int distance = distance(name.toLowerCase(Locale.ROOT), known.toLowerCase(Locale.ROOT));
      if (distance < room || (distance == room && best.isEmpty())) {
        best = known;
        room = distance;
      }
    }
    return Optional.of(best).filter(b -> !b.isEmpty() && !b.equalsIgnoreCase(name));
  }

  /** Letters to add, drop or change (Levenshtein). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
