package dev.aikagi;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of reasons, made of those of their records: nobody has to keep a list of them. */
final class ReasonCode {
  /** What the interfaces of decisions are called besides what they decide about. */
  private static final List<String> SUFFIXES =
      List.of("Reason", "Refusal", "Decision", "Outcome", "Failure", "Step", "Fault", "Event");

  private static final Pattern HUMP =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private ReasonCode() {}

  /** {@code AuthorizedKeyReason.NotFrom} is {@code authorized-key.not-from}. */
  static String of(Class<?> type) {
    Class<?> decision = type.getEnclosingClass();
    String name = hyphenated(type.getSimpleName());
    return decision == null ? name : hyphenated(subject(decision.getSimpleName())) + "." + name;
  }

  private static String subject(String name) {
    for (String suffix : SUFFIXES) {
      if (name.endsWith(suffix) && name.length() > suffix.length()) {
        return name.substring(0, name.length() - suffix.length());
      }
    }
    return name;
  }

  private static String hyphenated(String name) {
    return HUMP.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
  }
}
