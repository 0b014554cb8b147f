package dev.aikagi.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The wildcard patterns of ssh_config(5): * and ?, and comma-separated lists of them with !. */
final class Patterns {
  /** What a list of patterns says about a text. */
  enum Verdict {
    MATCH,
    NO_MATCH,
    NEGATED
  }

  private Patterns() {}

  /**
   * Whether the pattern matches the whole text. Linear in text times pattern: a pattern full of
   * stars must not stop a server (CVE-2026-0967 and its kind), so only the last star backtracks.
   */
  static boolean matches(String text, String pattern) {
    int t = 0;
    int p = 0;
    int star = -1;
    int mark = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** What a comma-separated list says; one negated element that matches outweighs all others. */
  static Verdict list(String text, String patterns) {
    Verdict verdict = Verdict.NO_MATCH;
    for (String element : elements(patterns)) {
      boolean negated = element.startsWith("!");
      if (matches(text, negated ? element.substring(1) : element)) {
        if (negated) {
          return Verdict.NEGATED;
        }
        verdict = Verdict.MATCH;
      }
    }
    return verdict;
  }

  static boolean matchesList(String text, String patterns) {
    return list(text, patterns) == Verdict.MATCH;
  }

  /** As {@link #matchesList}, for host names: without regard to case. */
  static boolean matchesHost(String host, String patterns) {
    return matchesList(host.toLowerCase(Locale.ROOT), patterns.toLowerCase(Locale.ROOT));
  }

  /** The elements of a comma-separated list, empty ones included. */
  static List<String> elements(String list) {
    return split(list, ',');
  }

  /** What stands between separators, empty texts included. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      parts.add(text.substring(start, end));
      start = end + 1;
    }
    parts.add(text.substring(start));
    return parts;
  }
}
