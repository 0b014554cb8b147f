package dev.aikagi.tools.sshd;

import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.auth.KeyboardInteractiveDevice;
import dev.aikagi.auth.KeyboardInteractiveDevice.Turn;
import dev.aikagi.message.UserauthInfoRequest.Prompt;
import dev.aikagi.posix.PamConversation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One keyboard-interactive dialogue with PAM's modules: their questions come on PAM's thread and go
 * out as turns, the client's answers come back.
 */
final class PamDialogue implements KeyboardInteractiveDevice.Dialogue {
  /** What PAM's thread waits for. */
  private sealed interface Input {
    record Answers(List<SecretBytes> secrets) implements Input {}

    record GivenUp() implements Input {}
  }

  private final BlockingQueue<Turn> turns = new LinkedBlockingQueue<>();
  private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
  private boolean begun;
  private final PamLogin pam;

  private PamDialogue(PamLogin pam) {
    this.pam = pam;
  }

  /** The device named "pam". */
  static KeyboardInteractiveDevice device(PamLogin pam) {
    return new KeyboardInteractiveDevice() {
      @Override
      public String name() {
        return "pam";
      }

      @Override
      public Dialogue start() {
        return new PamDialogue(pam);
      }
    };
  }

  @Override
  public Turn next(List<SecretBytes> answers) {
    if (begun) {
      // The caller wipes its own after this call.
      inputs.add(
          new Input.Answers(answers.stream().map(s -> SecretBytes.copyOf(s.expose())).toList()));
    } else {
      begun = true;
      pam.authenticate(this::ask, this::finished);
    }
    try {
      return turns.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Turn.Refused(new LoginRefusal.Fault("PAM", "interrupted"));
    }
  }

  private List<SecretBytes> ask(List<PamConversation.Message> asked) throws IOException {
    List<Prompt> prompts = new ArrayList<>();
    StringBuilder instruction = new StringBuilder();
    for (PamConversation.Message m : asked) {
      if (m.isPrompt()) {
        prompts.add(new Prompt(m.text(), m.style() == PamConversation.Style.PROMPT_ECHO_ON));
      } else {
        instruction.append(m.text()).append('\n');
      }
    }
    turns.add(new Turn.Ask("", instruction.toString(), prompts));
    try {
      return switch (inputs.take()) {
        case Input.Answers a -> a.secrets();
        case Input.GivenUp g -> throw new IOException("the dialogue was given up");
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void finished(Optional<Reason> refusal) {
    turns.add(refusal.<Turn>map(Turn.Refused::new).orElseGet(Turn.Accepted::new));
  }

  /** Wakes PAM's thread, which then finds no answer. */
  @Override
  public void close() {
    inputs.add(new Input.GivenUp());
  }
}
