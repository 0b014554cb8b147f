package dev.aikagi.trust;

import dev.aikagi.pattern.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The options that a line of authorized_keys can have, for whoever mistypes one. */
final class KeyOptionNames {
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
    return Nearest.to(name, ALL).filter(meant -> !meant.equalsIgnoreCase(name));
  }
}
