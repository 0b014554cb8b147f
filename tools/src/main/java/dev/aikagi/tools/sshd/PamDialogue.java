package dev.aikagi.tools.sshd;

import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.auth.KeyboardInteractiveDevice;
import dev.aikagi.auth.KeyboardInteractiveDevice.Turn;
import dev.aikagi.message.UserauthInfoRequest.Prompt;
import dev.aikagi.posix.PamConversation;
import dev.aikagi.posix.PamResult;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.sshd.session.SessionAnswer;
import dev.aikagi.tools.sshd.session.SessionAnswer.Outcome;
import dev.aikagi.tools.sshd.session.SessionAnswer.Questions;
import dev.aikagi.tools.sshd.session.SessionRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One keyboard-interactive dialogue with PAM's modules: authentication, and the change of a
 * password that has expired.
 */
final class PamDialogue implements KeyboardInteractiveDevice.Dialogue {
  private final PamLogin pam;
  private final ServerLog log;
  private final StringBuilder told = new StringBuilder();

  /** What the questions belong to. */
  private SessionRequest phase;

  private boolean begun;
  private boolean asking;

  /** Where text was left over: told first, with nothing to answer. */
  private @Nullable Turn last;

  private PamDialogue(PamLogin pam, ServerLog log) {
    this.pam = pam;
    this.log = log;
    this.phase = pam.authentication();
  }

  /** The device named "pam". */
  static KeyboardInteractiveDevice device(PamLogin pam, ServerLog log) {
    return new KeyboardInteractiveDevice() {
      @Override
      public String name() {
        return "pam";
      }

      @Override
      public Dialogue start() {
        return new PamDialogue(pam, log);
      }
    };
  }

  @Override
  public Turn next(List<SecretBytes> answers) {
    if (last != null) {
      return last;
    }
    try {
      SessionRequest request = begun ? new SessionRequest.Answers(answers) : phase;
      begun = true;
      asking = false;
      return until(pam.step(request));
    } catch (IOException e) {
      log.error("PAM: " + ServerLog.why(e));
      return new Turn.Refused(new LoginRefusal.Fault("PAM", ServerLog.why(e)));
    }
  }

  /** Goes on to the next question, or to the end. */
  private Turn until(SessionAnswer.OfPam first) throws IOException {
    SessionAnswer.OfPam reply = first;
    while (true) {
      switch (reply) {
        case Questions q -> {
          List<Prompt> prompts = prompts(q);
          if (!prompts.isEmpty()) {
            asking = true;
            return new Turn.Ask("", takeTold(), prompts);
          }
          reply = pam.step(new SessionRequest.Answers(List.of()));
        }
        case Outcome o when o.result() != PamResult.SUCCESS || !pam.mayLogIn() -> {
          return end(new Turn.Refused(pam.refusal("authentication failure", o)));
        }
        case Outcome o -> {
          Optional<Turn> done = succeeded();
          if (done.isPresent()) {
            return end(done.get());
          }
          phase = new SessionRequest.ChangePassword();
          reply = pam.step(phase);
        }
      }
    }
  }

  /** Empty: the password is to be changed now. */
  private Optional<Turn> succeeded() throws IOException {
    if (phase instanceof SessionRequest.ChangePassword) {
      pam.passwordChanged();
      return Optional.of(new Turn.Accepted());
    }
    Optional<Reason> refused = pam.account();
    // A dialogue can say it itself, and OpenSSH's goes on to the next method then.
    told.append(pam.takeFarewell().orElse("")).append(pam.takeMessages());
    if (refused.isPresent()) {
      return Optional.of(new Turn.Refused(refused.get()));
    }
    return pam.mustChangePassword() ? Optional.empty() : Optional.of(new Turn.Accepted());
  }

  private List<Prompt> prompts(Questions asked) {
    List<Prompt> prompts = new ArrayList<>();
    for (PamConversation.Message m : asked.messages()) {
      if (m.isPrompt()) {
        prompts.add(new Prompt(m.text(), m.style() == PamConversation.Style.PROMPT_ECHO_ON));
      } else {
        told.append(m.text()).append('\n');
      }
    }
    return prompts;
  }

  /** Text that no question took along is told before the answer. */
  private Turn end(Turn turn) {
    if (told.isEmpty()) {
      return turn;
    }
    last = turn;
    return new Turn.Ask("", takeTold(), List.of());
  }

  private String takeTold() {
    String text = told.toString();
    told.setLength(0);
    return text;
  }

  /** A question that stays without an answer fails; PAM is free then for the next dialogue. */
  @Override
  public void close() {
    if (!asking) {
      return;
    }
    asking = false;
    try {
      SessionAnswer.OfPam reply = pam.step(new SessionRequest.NoAnswers());
      while (reply instanceof Questions) {
        reply = pam.step(new SessionRequest.NoAnswers());
      }
    } catch (IOException e) {
      log.debug("PAM: " + ServerLog.why(e));
    }
  }
}
