package dev.aikagi.auth;

import dev.aikagi.Printable;
import dev.aikagi.SecretBytes;
import dev.aikagi.auth.ClientDialogue.Sixty;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthMessage;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthPasswdChangereq;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** RFC 4252 section 8 on the client. */
final class ClientPassword implements ClientAttempts {
  /** A server that is not content with so many new passwords has no rule that anybody can meet. */
  private static final int MAX_CHANGES = 10;

  private final ClientMethod.Password method;
  private final ClientDialogue dialogue;
  private final String who;
  private int attempts;

  ClientPassword(ClientMethod.Password method, ClientDialogue dialogue) {
    this.method = method;
    this.dialogue = dialogue;
    this.who =
        Printable.of(dialogue.options().userName(), 30)
            + "@"
            + Printable.of(dialogue.options().host(), 128)
            + "'s ";
  }

  @Override
  public String methodName() {
    return method.methodName();
  }

  @Override
  public boolean proven() {
    return true;
  }

  @Override
  public @Nullable UserauthMessage next() throws IOException {
    if (attempts++ >= method.prompts()) {
      return null;
    }
    if (attempts > 1) {
      method.prompter().inform("Permission denied, please try again.");
    }
    try (SecretBytes password = method.prompter().ask(who + "password: ", false)) {
      if (password == null) {
        dialogue.step(new ClientAuthStep.NotAnswered(methodName()));
        return null;
      }
      dialogue.request(new UserauthMethod.Password(password, null));
    }
    UserauthMessage reply = dialogue.reply(Sixty.PASSWD_CHANGEREQ);
    for (int i = 0; reply instanceof UserauthPasswdChangereq request; i++) {
      if (i == MAX_CHANGES || !change(request)) {
        dialogue.step(new ClientAuthStep.NotAnswered(methodName()));
        return null;
      }
      reply = dialogue.reply(Sixty.PASSWD_CHANGEREQ);
    }
    if (reply instanceof UserauthFailure f && !f.partialSuccess()) {
      dialogue.step(new ClientAuthStep.AnswerRefused(methodName(), attempts));
    }
    return reply;
  }

  /** False where the person gave up. */
  private boolean change(UserauthPasswdChangereq request) throws IOException {
    Prompter prompter = method.prompter();
    if (!request.prompt().isEmpty()) {
      prompter.inform(Printable.lines(request.prompt(), ClientDialogue.MAX_BANNER));
    }
    try (SecretBytes old = prompter.ask("Enter " + who + "old password: ", false);
        SecretBytes changed = old == null ? null : newPassword(prompter)) {
      if (old == null || changed == null) {
        return false;
      }
      dialogue.request(new UserauthMethod.Password(old, changed));
      return true;
    }
  }

  private @Nullable SecretBytes newPassword(Prompter prompter) throws IOException {
    for (int i = 0; i < MAX_CHANGES; i++) {
      SecretBytes first = prompter.ask("Enter " + who + "new password: ", false);
      if (first == null) {
        return null;
      }
      try (SecretBytes again = prompter.ask("Retype " + who + "new password: ", false)) {
        if (again != null && first.matches(again.expose())) {
          return first;
        }
      }
      first.close();
      prompter.inform("Mismatch; try again, EOF to quit.");
    }
    return null;
  }
}
