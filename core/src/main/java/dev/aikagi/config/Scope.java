package dev.aikagi.config;

/** Where a keyword may stand. */
public enum Scope {
  /** Only outside of Match blocks (sshd_config). */
  GLOBAL,
  /** Outside and inside of Match blocks. */
  MATCH
}
