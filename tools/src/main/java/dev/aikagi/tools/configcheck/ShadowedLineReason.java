package dev.aikagi.tools.configcheck;

import dev.aikagi.Reason;

/** A line that does not do what its place suggests. */
public sealed interface ShadowedLineReason extends Reason {
  /** The file, as it was named. */
  String file();

  /** Counted from 1. */
  int line();

  /** As written. */
  String keyword();

  /** An earlier line wins. */
  record NoEffect(
      String file, int line, String keyword, String value, String winner, String winning)
      implements ShadowedLineReason {
    @Override
    public String summary() {
      return file
          + ":"
          + line
          + ": "
          + keyword
          + " "
          + value
          + " has no effect: "
          + winner
          + " says "
          + winning;
    }
  }

  /** A general block above a special one. */
  record GeneralFirst(
      String file,
      int line,
      String keyword,
      String value,
      String winner,
      String block,
      String winning)
      implements ShadowedLineReason {
    @Override
    public String summary() {
      return file
          + ":"
          + line
          + ": "
          + keyword
          + " "
          + value
          + " has no effect: "
          + winner
          + " says "
          + winning;
    }
  }

  /** A block of the second pass comes after all others. */
  record SecondPass(
      String file, int line, String keyword, String value, String winner, String winning)
      implements ShadowedLineReason {
    @Override
    public String summary() {
      return file
          + ":"
          + line
          + ": "
          + keyword
          + " "
          + value
          + " is read in the second pass and has no effect: "
          + winner
          + " says "
          + winning;
    }
  }

  /** ProxyJump and ProxyCommand: the first wins. */
  record OtherProxy(String file, int line, String keyword, String winner, String winning)
      implements ShadowedLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " has no effect: " + winner + " says " + winning;
    }
  }

  /** A line that looks as if it stood outside of the block above it. */
  record LooksGlobal(String file, int line, String keyword, String block)
      implements ShadowedLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " belongs to the block " + block;
    }
  }

  /** A block that no connection matches. */
  record NeverMatches(String file, int line, String keyword, String block)
      implements ShadowedLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " never matches: " + block;
    }
  }

  /** An Include line without a file. */
  record IncludesNothing(String file, int line, String keyword, String pattern)
      implements ShadowedLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " " + pattern + " names no file";
    }
  }
}
