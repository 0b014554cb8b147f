package dev.aikagi.posix;

import dev.aikagi.SecretBytes;
import java.io.IOException;
import java.util.List;

/** Answers what PAM's modules ask, several questions at a time. */
@FunctionalInterface
public interface PamConversation {
  /**
   * One message of a module.
   *
   * @param text for the user; may have any characters
   */
  record Message(Style style, String text) {
    /** Whether an answer belongs to it. */
    public boolean isPrompt() {
      return style == Style.PROMPT_ECHO_OFF || style == Style.PROMPT_ECHO_ON;
    }
  }

  /** What a message is, as in pam_conv(3). */
  enum Style {
    PROMPT_ECHO_OFF,
    PROMPT_ECHO_ON,
    ERROR_MSG,
    TEXT_INFO
  }

  /**
   * Called on the thread that called PAM.
   *
   * @return one answer for each message that is a prompt, in order; wiped afterwards
   * @throws IOException when there is no answer: the PAM call fails with CONV_ERR
   */
  List<SecretBytes> answer(List<Message> messages) throws IOException;
}
