package dev.aikagi.pattern;

/**
 * Wildcard patterns and lists of them, as ssh_config(5) describes under PATTERNS. The time is at
 * most the product of both lengths, whatever the pattern (OpenSSH 10f66b2, CVE-2026-0967).
 */
public final class Patterns {
  /** OpenSSH compares no longer element of a list; a longer one makes the list match nothing. */
  static final int MAX_ELEMENT = 1023;

  private Patterns() {}

  /** How a list of patterns takes a text. */
  public enum Match {
    /** A positive pattern matches and no negated one does. */
    YES,
    /** Nothing matches. */
    NO,
    /** A pattern after {@code !} matches: that outweighs every positive one. */
    NEGATED
  }

  /** Whether all of text matches: * stands for any characters, ? for one. */
  public static boolean matches(String text, String pattern) {
    int t = 0;
    int p = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      char c = p < pattern.length() ? pattern.charAt(p) : '\0';
      if (p < pattern.length() && c == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && (c == '?' || c == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        // Only the last star ever takes another character: earlier ones need not be tried again.
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /**
   * Matches against comma-separated patterns, each of which may be negated by {@code !}. An empty
   * one matches the empty text, but behind a last comma there is none.
   */
  public static Match matchList(String text, String patterns) {
    Match result = Match.NO;
    int end;
    for (int start = 0; start < patterns.length(); start = end + 1) {
      int comma = patterns.indexOf(',', start);
      end = comma < 0 ? patterns.length() : comma;
      String element = patterns.substring(start, end);
      boolean negated = element.startsWith("!");
      String pattern = negated ? element.substring(1) : element;
      if (pattern.length() >= MAX_ELEMENT) {
        return Match.NO;
      }
      if (matches(text, pattern)) {
        if (negated) {
          return Match.NEGATED;
        }
        result = Match.YES;
      }
    }
    return result;
  }

  /** Whether a list takes the text: {@link #matchList} says {@link Match#YES}. */
  public static boolean matchesList(String text, String patterns) {
    return matchList(text, patterns) == Match.YES;
  }

  /** Host names: without regard to the case of ASCII letters, as tolower(3) sees bytes. */
  public static Match matchHostList(String host, String patterns) {
    return matchList(lower(host), lower(patterns));
  }

  /** Whether a list takes the host: {@link #matchHostList} says {@link Match#YES}. */
  public static boolean matchesHostList(String host, String patterns) {
    return matchHostList(host, patterns) == Match.YES;
  }

  /** Only A to Z: of a text that holds bytes no other character may become another one. */
  public static String lower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + 'a' - 'A'));
      }
    }
    return lower.toString();
  }
}
