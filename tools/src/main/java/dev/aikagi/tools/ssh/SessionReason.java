package dev.aikagi.tools.ssh;

import dev.aikagi.Printable;
import dev.aikagi.Reason;

/** Why somebody who is logged in gets no session. */
public sealed interface SessionReason extends Reason {
  record Refused(String fault) implements SessionReason {
    @Override
    public String summary() {
      return "the server opens no session: " + Printable.of(fault, 512);
    }
  }
}
