package dev.aikagi.tools.sshd.session;

import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.posix.Credentials;
import dev.aikagi.posix.Pam;
import dev.aikagi.posix.PamConversation;
import dev.aikagi.posix.PamResult;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.posix.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The PAM transaction of a private session process; of a shared one there is none. All but the
 * answers is called on the thread that works.
 */
final class PamTransaction implements AutoCloseable {
  private final SessionLine line;
  private final LinkedBlockingQueue<SessionRequest> answers = new LinkedBlockingQueue<>();
  private final AtomicBoolean asking = new AtomicBoolean();
  private @Nullable Pam pam;
  private String user = "";
  private boolean authenticated;

  /** Those of the session, which modules may have added to. */
  private Optional<List<Integer>> groups = Optional.empty();

  PamTransaction(SessionLine line) {
    this.line = line;
  }

  /** Whether this is a connection's private process. */
  boolean isBegun() {
    return pam != null;
  }

  void begin(SessionRequest.BeginPam request) {
    try {
      if (pam != null) {
        throw new IOException("PAM was begun before");
      }
      Pam started = Pam.start(request.service(), request.user(), this::converse);
      pam = started;
      user = request.user();
      started.remoteHost(request.remoteHost());
      // Modules exist that need a terminal's name before there is a terminal.
      started.terminal("ssh");
      tell(new SessionAnswer.Outcome(PamResult.SUCCESS, "", List.of()));
    } catch (IOException | UnsupportedOperationException e) {
      tell(new SessionAnswer.Outcome(PamResult.OTHER, String.valueOf(e.getMessage()), List.of()));
    }
  }

  void authenticate(SessionRequest.Authenticate request) {
    call(
        p -> {
          PamResult result = p.authenticate(request.emptyAllowed());
          authenticated |= result == PamResult.SUCCESS;
          return result;
        });
  }

  void checkAccount() {
    call(Pam::checkAccount);
  }

  void changePassword() {
    call(Pam::changeExpiredPassword);
  }

  private void call(Function<Pam, PamResult> what) {
    Pam started = started();
    PamResult result = what.apply(started);
    tell(new SessionAnswer.Outcome(result, started.lastText(), List.of()));
  }

  /** The groups come first, so that a module can add to them. */
  void openSession(SessionRequest.OpenSession request) {
    Pam started = started();
    try {
      Optional<User> account = User.named(user);
      if (account.isEmpty()) {
        throw new IOException("there is no user " + user);
      }
      ThisProcess.initGroups(account.get());
      if (!request.terminal().isEmpty()) {
        started.terminal(request.terminal());
      }
      if (!request.tickets().isEmpty()) {
        // For modules that fetch more with them, as pam_afs_session does.
        started.offerVariable("KRB5CCNAME=FILE:" + request.tickets());
      }
      PamResult result = started.establishCredentials();
      // Without PAM's own authentication a module may have nothing to make credentials of.
      if (result == PamResult.SUCCESS || !authenticated) {
        result = started.openSession();
      }
      String text = started.lastText();
      groups = Optional.of(ThisProcess.groups());
      tell(new SessionAnswer.Outcome(result, text, started.environment()));
    } catch (IOException e) {
      tell(new SessionAnswer.Outcome(PamResult.OTHER, String.valueOf(e.getMessage()), List.of()));
    }
  }

  /** What a program of this user starts with. */
  Credentials credentials(Credentials given) {
    return groups.map(given::withGroups).orElse(given);
  }

  private Pam started() {
    Pam started = pam;
    if (started == null) {
      throw new IllegalStateException("PAM was not begun");
    }
    return started;
  }

  // The conversation.

  private List<SecretBytes> converse(List<PamConversation.Message> messages) throws IOException {
    asking.set(true);
    line.send(new SessionAnswer.Questions(messages));
    try {
      return switch (answers.take()) {
        case SessionRequest.Answers a -> a.secrets();
        default -> throw new IOException("nobody answers");
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** By the thread that reads. */
  void answered(SessionRequest answer) throws MalformedException {
    if (!asking.compareAndSet(true, false)) {
      throw new MalformedException("an answer without a question");
    }
    answers.add(answer);
  }

  /** By the thread that reads, when no more can come: what is asked from now on fails at once. */
  void nobodyAnswers() {
    line.close();
    answers.add(new SessionRequest.NoAnswers());
  }

  private void tell(SessionAnswer answer) {
    try {
      line.send(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the session, drops the credentials and ends the transaction. */
  @Override
  public void close() {
    Pam started = pam;
    if (started != null) {
      started.close();
    }
  }
}
