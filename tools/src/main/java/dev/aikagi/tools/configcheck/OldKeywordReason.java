package dev.aikagi.tools.configcheck;

import dev.aikagi.Reason;

/** A line that was right once. */
public sealed interface OldKeywordReason extends Reason {
  /** The file, as it was named. */
  String file();

  /** Counted from 1. */
  int line();

  /** As written. */
  String keyword();

  /** A keyword that has another name now. */
  record Renamed(String file, int line, String keyword, String successor)
      implements OldKeywordReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " is called " + successor + " now";
    }
  }

  /** A keyword of something that is no more. */
  record Gone(String file, int line, String keyword) implements OldKeywordReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " has no effect any more";
    }
  }

  /** A word of old instructions that no released sshd takes. */
  record NeverReleased(String file, int line, String keyword, String successor)
      implements OldKeywordReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " is called " + successor;
    }
  }
}
