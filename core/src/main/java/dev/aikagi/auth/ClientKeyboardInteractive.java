package dev.aikagi.auth;

import dev.aikagi.Printable;
import dev.aikagi.SecretBytes;
import dev.aikagi.auth.ClientDialogue.Sixty;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthInfoRequest;
import dev.aikagi.message.UserauthInfoResponse;
import dev.aikagi.message.UserauthMessage;
import dev.aikagi.message.UserauthMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 4256 on the client. */
final class ClientKeyboardInteractive implements ClientAttempts {
  /** Questions in one dialogue; each of them may have up to 100 prompts. */
  static final int MAX_ROUNDS = 100;

  private static final int MAX_PROMPT = 4096;

  private final ClientMethod.KeyboardInteractive method;
  private final ClientDialogue dialogue;
  private int attempts;
  private boolean asked;
  private boolean answered;

  ClientKeyboardInteractive(ClientMethod.KeyboardInteractive method, ClientDialogue dialogue) {
    this.method = method;
    this.dialogue = dialogue;
  }

  @Override
  public String methodName() {
    return method.methodName();
  }

  @Override
  public boolean proven() {
    return answered;
  }

  @Override
  public @Nullable UserauthMessage next() throws IOException {
    // A server that refused at once without a question will do so again.
    if (attempts++ >= method.prompts() || (attempts > 1 && !asked)) {
      return null;
    }
    answered = false;
    dialogue.request(
        new UserauthMethod.KeyboardInteractive("", String.join(",", method.submethods())));
    UserauthMessage reply = dialogue.reply(Sixty.INFO_REQUEST);
    for (int i = 0; reply instanceof UserauthInfoRequest request; i++) {
      asked = true;
      if (i == MAX_ROUNDS || !answer(request)) {
        dialogue.step(new ClientAuthStep.NotAnswered(methodName()));
        return null;
      }
      reply = dialogue.reply(Sixty.INFO_REQUEST);
    }
    if (reply instanceof UserauthFailure f && !f.partialSuccess()) {
      dialogue.step(new ClientAuthStep.AnswerRefused(methodName(), attempts));
    }
    return reply;
  }

  /** False where the person declined: the dialogue is abandoned by the next request. */
  private boolean answer(UserauthInfoRequest request) throws IOException {
    inform(request.name());
    inform(request.instruction());
    List<SecretBytes> answers = new ArrayList<>();
    try {
      for (UserauthInfoRequest.Prompt prompt : request.prompts()) {
        SecretBytes answer = method.prompter().ask(marked(prompt.prompt()), prompt.echo());
        if (answer == null) {
          return false;
        }
        answers.add(answer);
      }
      answered |= !answers.isEmpty();
      dialogue.send(new UserauthInfoResponse(answers));
      return true;
    } finally {
      answers.forEach(SecretBytes::close);
    }
  }

  /** With who asks in front, so that no server can imitate a prompt of this machine's own. */
  private String marked(String prompt) {
    ClientAuthOptions options = dialogue.options();
    return "("
        + Printable.of(options.userName(), 30)
        + "@"
        + Printable.of(options.host(), 128)
        + ") "
        + Printable.lines(prompt, MAX_PROMPT);
  }

  private void inform(String text) throws IOException {
    if (!text.isEmpty()) {
      method.prompter().inform(Printable.lines(text, ClientDialogue.MAX_BANNER));
    }
  }
}
