package dev.aikagi.tools.explain;

/** How surely a finding is the cause; the order is that of the list. */
public enum Rank {
  /** This alone was seen to keep the login from succeeding. */
  CERTAIN,
  /** Points to the cause, which lies where this side cannot look. */
  LIKELY,
  /** Stands in the way as well, or will, once the causes before it are mended. */
  POSSIBLE,
  /** Nothing fails by it today. */
  RISK
}
