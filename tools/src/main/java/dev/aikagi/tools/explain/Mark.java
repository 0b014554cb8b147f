package dev.aikagi.tools.explain;

/** How a step went. */
public enum Mark {
  OK,
  /** Worth knowing, and no fault. */
  NOTE,
  /** Here it fails. */
  BAD,
  /** Not looked at, since something before it failed. */
  NOT_SEEN
}
