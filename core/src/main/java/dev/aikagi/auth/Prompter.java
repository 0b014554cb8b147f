package dev.aikagi.auth;

import dev.aikagi.SecretBytes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the person. Called on the thread that authenticates; it may block for as long as the
 * connection lives. Text of the peer in prompts is already made safe to print.
 */
public interface Prompter {
  /**
   * The answer, which the caller wipes; null where the person declined (end of file) or where
   * nobody can be asked.
   */
  @Nullable SecretBytes ask(String prompt, boolean echo) throws IOException;

  /** Shows something between the prompts, such as the instruction of keyboard-interactive. */
  void inform(String text) throws IOException;
}
