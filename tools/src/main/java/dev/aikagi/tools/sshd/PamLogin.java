package dev.aikagi.tools.sshd;

import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.posix.Pam;
import dev.aikagi.posix.PamConversation;
import dev.aikagi.posix.PamResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The PAM transaction of one login: password and account. All its calls are made on one platform
 * thread, whoever asks for them.
 *
 * <p>PAM's session is not opened. Its modules call setgroups(3) and its kind, which the C library
 * carries out on all threads of the process, and which ends the process when the results differ: as
 * they do while a thread is a user to start his shell. It needs a process of its own.
 */
final class PamLogin implements AutoCloseable {
  /** Something that nobody's password can be: for names that may not log in. */
  private static final byte[] INCORRECT = {
    8, 10, 13, 127, 'I', 'N', 'C', 'O', 'R', 'R', 'E', 'C', 'T'
  };

  private final ExecutorService thread;
  private final String user;
  private final boolean mayLogIn;
  private final boolean emptyAllowed;
  private final StringBuilder messages = new StringBuilder();

  /** The thread's own. */
  private @Nullable Pam pam;

  /** Who answers now. The thread's own. */
  private PamConversation conversation = this::collect;

  private final SshdLog log;
  private boolean accountPassed;

  /**
   * Nothing is started yet.
   *
   * @param mayLogIn false for a name that is refused whatever PAM says
   */
  PamLogin(String user, boolean mayLogIn, boolean emptyAllowed, SshdLog log) {
    this.user = user;
    this.mayLogIn = mayLogIn;
    this.emptyAllowed = emptyAllowed;
    this.log = log;
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> Thread.ofPlatform().daemon().name("pam").unstarted(work));
  }

  /** Begins the transaction. */
  void start(String service, Peer peer) throws IOException {
    call(
        () -> {
          Pam started = Pam.start(service, user, asked -> conversation.answer(asked));
          pam = started;
          started.remoteHost(peer.host());
          // Modules exist that need a terminal's name before there is a terminal.
          started.terminal("ssh");
          return true;
        });
  }

  /** Checks a password; the answers to all prompts without echo are this password. */
  Optional<Reason> password(SecretBytes password) throws IOException {
    return call(
        () -> {
          conversation =
              asked -> {
                List<SecretBytes> out = new ArrayList<>();
                for (PamConversation.Message m : asked) {
                  if (m.style() == PamConversation.Style.PROMPT_ECHO_OFF) {
                    out.add(SecretBytes.copyOf(mayLogIn ? password.expose() : INCORRECT));
                  } else if (m.isPrompt()) {
                    throw new IOException("a question that a password does not answer");
                  } else {
                    note(m);
                  }
                }
                return out;
              };
          try {
            return refusal("authentication failure", pam().authenticate(emptyAllowed));
          } finally {
            conversation = this::collect;
          }
        });
  }

  /** Whether the account may be used now. Asked once; the answer stays. */
  Optional<Reason> account() throws IOException {
    return call(
        () -> {
          if (accountPassed) {
            return Optional.empty();
          }
          PamResult result = pam().checkAccount();
          if (result == PamResult.NEW_AUTHTOK_REQD) {
            return Optional.of(
                new LoginRefusal.ByPam(user, "password expired", "it must be changed first"));
          }
          accountPassed = result == PamResult.SUCCESS;
          return refusal("account not available", result);
        });
  }

  /** Variables for the session's environment, "NAME=value". */
  List<String> environment() {
    try {
      return call(() -> pam().environment());
    } catch (IOException e) {
      log.error("PAM: environment: " + SshdLog.why(e));
      return List.of();
    }
  }

  /** What modules wanted to tell the user; told once. */
  String takeMessages() {
    synchronized (messages) {
      String text = messages.toString().replace("\r\n", "\n").replace("\n", "\r\n");
      messages.setLength(0);
      return text;
    }
  }

  /**
   * Authenticates with another conversation than a password, and returns at once.
   *
   * @param outcome hears of it, on PAM's thread
   */
  void authenticate(PamConversation questions, Consumer<Optional<Reason>> outcome) {
    thread.execute(
        () -> {
          conversation =
              asked -> {
                List<SecretBytes> given = questions.answer(asked);
                if (mayLogIn) {
                  return given;
                }
                given.forEach(SecretBytes::close);
                return given.stream().map(_ -> SecretBytes.copyOf(INCORRECT)).toList();
              };
          try {
            outcome.accept(refusal("authentication failure", pam().authenticate(emptyAllowed)));
          } finally {
            conversation = this::collect;
          }
        });
  }

  // On the thread.

  private Pam pam() {
    Pam started = pam;
    if (started == null) {
      throw new IllegalStateException("PAM was not started");
    }
    return started;
  }

  /** Messages between the phases are kept for the user; a question has nobody to answer it. */
  private List<SecretBytes> collect(List<PamConversation.Message> asked) throws IOException {
    for (PamConversation.Message m : asked) {
      if (m.isPrompt()) {
        throw new IOException("nobody can answer now");
      }
      note(m);
    }
    return List.of();
  }

  private void note(PamConversation.Message message) {
    synchronized (messages) {
      messages.append(message.text());
      if (!message.text().endsWith("\n")) {
        messages.append('\n');
      }
    }
  }

  private Optional<Reason> refusal(String what, PamResult result) {
    return result == PamResult.SUCCESS
        ? Optional.empty()
        : Optional.of(new LoginRefusal.ByPam(user, what, pam().lastText()));
  }

  private <T> T call(Callable<T> work) throws IOException {
    try {
      return thread.submit(work).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(e.getCause());
    }
  }

  /** Ends the transaction, and the session with it, when PAM is done with what it does now. */
  @Override
  public void close() {
    thread.execute(
        () -> {
          Pam started = pam;
          if (started != null) {
            started.close();
          }
        });
    thread.shutdown();
  }
}
