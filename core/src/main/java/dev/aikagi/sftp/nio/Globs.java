package dev.aikagi.sftp.nio;

import java.nio.file.PathMatcher;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The patterns of {@link java.nio.file.FileSystem#getPathMatcher}. */
final class Globs {
  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private int at;
  private boolean inGroup;

  private Globs(String glob) {
    this.glob = glob;
  }

  static PathMatcher matcher(String syntaxAndPattern) {
    int colon = syntaxAndPattern.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("no syntax is named: " + syntaxAndPattern);
    }
    String text = syntaxAndPattern.substring(colon + 1);
    Pattern pattern =
        switch (syntaxAndPattern.substring(0, colon).toLowerCase(Locale.ROOT)) {
          // Names may have line breaks.
          case "glob" -> Pattern.compile(new Globs(text).regex(), Pattern.DOTALL);
          case "regex" -> Pattern.compile(text);
          default -> throw new UnsupportedOperationException("syntax of " + syntaxAndPattern);
        };
    return path -> pattern.matcher(path.toString()).matches();
  }

  private String regex() {
    while (at < glob.length()) {
      char c = glob.charAt(at++);
      switch (c) {
        case '*' -> {
          boolean across = at < glob.length() && glob.charAt(at) == '*';
          at += across ? 1 : 0;
          regex.append(across ? ".*" : "[^/]*");
        }
        case '?' -> regex.append("[^/]");
        case '[' -> bracket();
        case '\\' -> literal(escaped());
        case '{' -> begin();
        case '}' -> end();
        case ',' -> regex.append(inGroup ? "|" : ",");
        default -> literal(c);
      }
    }
    if (inGroup) {
      throw fault("a group is not closed");
    }
    return regex.toString();
  }

  private void literal(char c) {
    if (!Character.isLetterOrDigit(c) && c < 0x80) {
      regex.append('\\');
    }
    regex.append(c);
  }

  private char escaped() {
    if (at == glob.length()) {
      throw fault("nothing follows the backslash");
    }
    return glob.charAt(at++);
  }

  private void begin() {
    if (inGroup) {
      throw fault("a group in a group");
    }
    inGroup = true;
    regex.append("(?:");
  }

  private void end() {
    regex.append(inGroup ? ")" : "\\}");
    inGroup = false;
  }

  /** One character of a set; all but '!' and '-' stand for themselves there. */
  private void bracket() {
    int end = glob.indexOf(']', at);
    if (end < 0) {
      throw fault("a bracket is not closed");
    }
    String set = glob.substring(at, end);
    if (set.contains("/")) {
      throw fault("a slash in brackets");
    }
    boolean not = set.startsWith("!");
    // No slash either, where all others are meant.
    regex.append(not ? "[^/" : "[");
    int i = not ? 1 : 0;
    if (i == set.length()) {
      throw fault("nothing in brackets");
    }
    while (i < set.length()) {
      char from = set.charAt(i);
      boolean range = from != '-' && i + 2 < set.length() && set.charAt(i + 1) == '-';
      literal(from);
      if (range) {
        char to = set.charAt(i + 2);
        if (to < from) {
          throw fault("a range that ends before it begins");
        }
        regex.append('-');
        literal(to);
      }
      i += range ? 3 : 1;
    }
    regex.append(not ? "]" : "&&[^/]]");
    at = end + 1;
  }

  private PatternSyntaxException fault(String description) {
    return new PatternSyntaxException(description, glob, at - 1);
  }
}
