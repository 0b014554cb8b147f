package dev.aikagi;

import java.util.Optional;

/**
 * Why something was decided: made once, where the decision is made, and rendered by logs, -v,
 * exceptions and ssh-doctor alike. Each kind of decision has a sealed interface of its own that
 * extends this one.
 */
public interface Reason {
  /** One line that names the file, line, mode, owner or name at fault. */
  String summary();

  /** What would mend it, as a command or a sentence; empty where nothing is wrong. */
  default Optional<String> remedy() {
    return Optional.empty();
  }

  /**
   * A short name of this kind of reason, such as {@code authorized-key.not-from}. Programs may look
   * for it: it stays the same where a sentence is improved.
   */
  default String code() {
    return ReasonCode.of(getClass());
  }
}
