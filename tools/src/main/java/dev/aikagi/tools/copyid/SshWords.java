package dev.aikagi.tools.copyid;

import java.util.List;

/** The person's words for ssh. */
public interface SshWords {
  /** With these before them, which win. */
  List<String> forSsh(List<String> first);

  /** Whether ssh says what it does. */
  boolean verbose();
}
