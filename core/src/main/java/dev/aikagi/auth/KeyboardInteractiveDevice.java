package dev.aikagi.auth;

import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.message.UserauthInfoRequest.Prompt;
import java.util.List;

/** Something that can question a user through keyboard-interactive (RFC 4256), such as PAM. */
public interface KeyboardInteractiveDevice {
  /** Its name in AuthenticationMethods and in the log: {@code pam}. */
  String name();

  /** Begins a dialogue. */
  Dialogue start();

  /** One dialogue; closed when it ends, however it ends. */
  interface Dialogue extends AutoCloseable {
    /**
     * The next turn.
     *
     * @param answers to the prompts of the turn before, as many as were asked; empty at the start.
     *     Wiped after the call.
     */
    Turn next(List<SecretBytes> answers);

    @Override
    void close();
  }

  /** What the device wants. */
  sealed interface Turn {
    /** Ask these; at most 100, possibly none. */
    record Ask(String name, String instruction, List<Prompt> prompts) implements Turn {
      public Ask {
        prompts = List.copyOf(prompts);
        if (prompts.size() > dev.aikagi.message.UserauthInfoRequest.MAX_PROMPTS) {
          throw new IllegalArgumentException(prompts.size() + " prompts");
        }
      }
    }

    record Accepted() implements Turn {}

    record Refused(Reason reason) implements Turn {}
  }
}
