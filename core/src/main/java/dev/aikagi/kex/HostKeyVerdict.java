package dev.aikagi.kex;

import dev.aikagi.Reason;

/** What a {@link HostKeyCheck} decided, and why. */
public sealed interface HostKeyVerdict {
  Reason reason();

  record Accepted(Reason reason) implements HostKeyVerdict {}

  record Refused(Reason reason) implements HostKeyVerdict {}
}
