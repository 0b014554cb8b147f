package dev.aikagi.agent;

import dev.aikagi.key.PublicKey;
import java.util.Optional;

/** Asks a person whether a key may be used; one question at a time. */
@FunctionalInterface
public interface Confirmation {
  /**
   * What is asked.
   *
   * @param comment of the key; not made safe to print
   * @param detail what the key is to be used for, where that is known
   */
  record Question(String comment, PublicKey key, Optional<String> detail) {}

  /** Waits for the person; false for every answer but yes, and where nobody can be asked. */
  boolean confirms(Question question);
}
