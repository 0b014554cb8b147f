package dev.aikagi.tools.ssh;

import dev.aikagi.Reason;

/** Why ssh does not obey a configuration at all. */
public sealed interface ClientConfigReason extends Reason {
  /** A line that cannot be understood ends ssh. */
  record BadLine(String file, int line, String text) implements ClientConfigReason {
    @Override
    public String summary() {
      return text;
    }
  }

  record Unusable(String text) implements ClientConfigReason {
    @Override
    public String summary() {
      return text;
    }
  }
}
