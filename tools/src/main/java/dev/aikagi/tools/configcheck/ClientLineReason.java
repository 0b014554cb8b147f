package dev.aikagi.tools.configcheck;

import dev.aikagi.Reason;

/** A line of ssh_config that can hardly be meant. */
public sealed interface ClientLineReason extends Reason {
  /** The file, as it was named. */
  String file();

  /** Counted from 1. */
  int line();

  /** As written. */
  String keyword();

  /** Host patterns with a comma. */
  record CommaInHost(String file, int line, String keyword, String pattern)
      implements ClientLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " has a comma in " + pattern;
    }
  }

  /** IdentityFile names nothing. */
  record NoIdentity(String file, int line, String keyword, String path)
      implements ClientLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " names " + path + ", which is not there";
    }
  }

  /** IdentityFile names the public half. */
  record PublicIdentity(String file, int line, String keyword, String path)
      implements ClientLineReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " names the public half " + path;
    }
  }
}
