package dev.aikagi.config;

/**
 * Which host and user names may go on. Both end in command lines and shells through %h and %r
 * (CVE-2017-1000117, CVE-2023-51385, CVE-2025-61984, CVE-2026-106583), so a leading dash and what
 * quotes, substitutes or ends a command is refused before anything is expanded. That is no quoting:
 * wildcards pass, and blanks in a user name.
 */
public final class SafeNames {
  private static final String HOST_FORBIDDEN = "'`\"$\\;&<>|(){}";
  private static final String USER_FORBIDDEN = "'`\"$;&<>|(){}";

  private SafeNames() {}

  /** Whether this may be a host name. */
  public static boolean isHost(String name) {
    if (name.startsWith("-")) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (HOST_FORBIDDEN.indexOf(c) >= 0 || isSpace(c) || isControl(c)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether this may be a remote user's name. A backslash may stand in it, as Windows domains do.
   */
  public static boolean isUser(String name) {
    if (name.startsWith("-")) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean last = i == name.length() - 1;
      if (USER_FORBIDDEN.indexOf(c) >= 0 || isControl(c)) {
        return false;
      }
      if ((isSpace(c) && !last && name.charAt(i + 1) == '-') || (c == '\\' && last)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether this may take a token's place in a command for a shell: the rules of a user name, and
   * no backslash, which would quote what follows it.
   */
  public static boolean isShellArgument(String name) {
    return isUser(name) && name.indexOf('\\') < 0;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isControl(char c) {
    return c < ' ' || c == 0x7f;
  }
}
