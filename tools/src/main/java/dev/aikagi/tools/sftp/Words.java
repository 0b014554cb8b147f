package dev.aikagi.tools.sftp;

import dev.aikagi.tools.files.Glob;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line in words, with sh's quotes and backslashes and one rule more: a wildcard that was
 * quoted keeps (or gets) a backslash before it, which {@link Glob} understands and {@link
 * #withoutEscapes} takes away where nothing is matched.
 *
 * @param words without quotes, with wildcards escaped
 * @param quote the quote that the last word began with, or NUL
 * @param terminated false where the last quote is open, which only {@link #unfinished} allows
 */
record Words(List<String> words, char quote, boolean terminated) {
  /** OpenSSH's limits: of a line, and of its words. */
  private static final int MAX_LENGTH = 8191;

  private static final int MAX_WORDS = 128;

  private static final String WILDCARDS = "?[*";

  static Words of(String line) throws Refusal {
    return new Splitter(line, false).split();
  }

  /** Of a line that is still being typed: an open quote ends with it. */
  static Words unfinished(String line) throws Refusal {
    return new Splitter(line, true).split();
  }

  /** Takes away what {@link #of} put before wildcards. */
  static String withoutEscapes(String word) {
    StringBuilder out = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '\\'
          && i + 1 < word.length()
          && (WILDCARDS + '\\').indexOf(word.charAt(i + 1)) >= 0) {
        c = word.charAt(++i);
      }
      out.append(c);
    }
    return out.toString();
  }

  /** So that {@link Glob} takes every character of it for itself. */
  static String escaped(String name) {
    StringBuilder out = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      if ((WILDCARDS + '\\').indexOf(name.charAt(i)) >= 0) {
        out.append('\\');
      }
      out.append(name.charAt(i));
    }
    return out.toString();
  }

  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static final class Splitter {
    private final String line;
    private final boolean unfinished;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;

    /** The quote that is open, or NUL. */
    private char open;

    private char first;

    Splitter(String line, boolean unfinished) {
      this.line = line;
      this.unfinished = unfinished;
    }

    Words split() throws Refusal {
      if (line.length() > MAX_LENGTH) {
        throw new Refusal("string too long");
      }
      int at = 0;
      while (at < line.length()) {
        char c = line.charAt(at);
        if (c == '#' && open == 0) {
          break;
        }
        at = take(c, at);
      }
      boolean terminated = open == 0;
      if (!terminated && !unfinished) {
        throw new Refusal("Unterminated quoted argument");
      }
      end();
      return new Words(List.copyOf(words), first, terminated);
    }

    /** One character, or two of them where the first is a backslash; where to go on. */
    private int take(char c, int at) throws Refusal {
      if (isSpace(c) && open == 0) {
        end();
      } else if (c == '"' || c == '\'') {
        quote(c);
      } else if (c == '\\') {
        begin();
        escape(at + 1 < line.length() ? line.charAt(at + 1) : 0);
        return at + 2;
      } else {
        begin();
        if (open != 0 && WILDCARDS.indexOf(c) >= 0) {
          word.append('\\');
        }
        word.append(c);
      }
      return at + 1;
    }

    private void quote(char c) {
      if (open == 0) {
        if (!inWord) {
          inWord = true;
          first = c;
        }
        open = c;
      } else if (open == c) {
        open = 0;
      } else {
        word.append(c);
      }
    }

    private void escape(char next) {
      boolean wildcard = next != 0 && WILDCARDS.indexOf(next) >= 0;
      if (open == 0) {
        if (wildcard || next == '\\') {
          word.append('\\');
        }
      } else if (wildcard) {
        // The backslash stands for itself here, and the wildcard too.
        word.append("\\\\\\");
      } else if (next != open) {
        word.append('\\');
      }
      if (next != 0) {
        word.append(next);
      }
    }

    private void begin() {
      if (!inWord) {
        inWord = true;
        first = 0;
      }
    }

    private void end() throws Refusal {
      if (!inWord) {
        return;
      }
      if (words.size() == MAX_WORDS) {
        throw new Refusal("Too many arguments.");
      }
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
