package dev.aikagi.config;

/** What a second line of the same keyword does. */
public enum Merge {
  /** Nothing: the first line that applies wins. */
  FIRST,
  /** It adds to the list, or fills those fields that are still unset. */
  ADD,
  /** It wins. */
  LAST,
  /** As FIRST, but the line counts even in a block that does not match: OpenSSH's own slip. */
  FIRST_ANYWHERE,
  /** As LAST, but the line counts even in a block that does not match: OpenSSH's own slip. */
  LAST_ANYWHERE
}
