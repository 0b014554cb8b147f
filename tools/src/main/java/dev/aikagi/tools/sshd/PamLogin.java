package dev.aikagi.tools.sshd;

import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.auth.PasswordDecision;
import dev.aikagi.posix.PamConversation;
import dev.aikagi.posix.PamResult;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.sshd.session.ProgramStart;
import dev.aikagi.tools.sshd.session.SessionAnswer;
import dev.aikagi.tools.sshd.session.SessionAnswer.Outcome;
import dev.aikagi.tools.sshd.session.SessionAnswer.Questions;
import dev.aikagi.tools.sshd.session.SessionRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What PAM says about one login: password, account, session. PAM itself runs in a session process
 * of this connection's own, which is started when PAM is first asked and starts the user's
 * programs.
 */
final class PamLogin implements ProgramStarter, AutoCloseable {
  /** Something that nobody's password can be: for names that may not log in. */
  private static final byte[] INCORRECT = {
    8, 10, 13, 127, 'I', 'N', 'C', 'O', 'R', 'R', 'E', 'C', 'T'
  };

  /** Begins the process. */
  interface Launch {
    SessionProcess launch() throws IOException;
  }

  private final Launch launch;
  private final SessionRequest.BeginPam begin;
  private final boolean mayLogIn;
  private final boolean emptyAllowed;
  private final ServerLog log;
  private final StringBuilder messages = new StringBuilder();

  /** Closed by whoever ends the connection, while another thread waits for its answer. */
  private volatile @Nullable SessionProcess process;

  private @Nullable Outcome session;
  private boolean accountPassed;
  private Optional<String> farewell = Optional.empty();
  private boolean mustChangePassword;
  private volatile boolean closed;

  /**
   * Nothing is started yet.
   *
   * @param mayLogIn false for a name that is refused whatever PAM says, and for one that no
   *     password lets in: every answer is a wrong one then
   */
  PamLogin(
      Launch launch,
      SessionRequest.BeginPam begin,
      boolean mayLogIn,
      boolean emptyAllowed,
      ServerLog log) {
    this.launch = launch;
    this.begin = begin;
    this.mayLogIn = mayLogIn;
    this.emptyAllowed = emptyAllowed;
    this.log = log;
  }

  /** Whether a proof by PAM counts. */
  boolean mayLogIn() {
    return mayLogIn;
  }

  SessionRequest.Authenticate authentication() {
    return new SessionRequest.Authenticate(emptyAllowed);
  }

  /** Sends one request and gives what comes of it; of a name that may not log in, no answers. */
  synchronized SessionAnswer.OfPam step(SessionRequest request) throws IOException {
    if (request instanceof SessionRequest.Answers answers && !mayLogIn) {
      List<SecretBytes> wrong =
          answers.secrets().stream().map(_ -> SecretBytes.copyOf(INCORRECT)).toList();
      return process().ask(new SessionRequest.Answers(wrong));
    }
    return process().ask(request);
  }

  private SessionProcess process() throws IOException {
    SessionProcess running = process;
    if (running == null) {
      if (closed) {
        throw new IOException("the connection ends");
      }
      running = launch.launch();
      process = running;
      if (closed) {
        running.close();
      }
      if (!(running.ask(begin) instanceof Outcome o) || o.result() != PamResult.SUCCESS) {
        throw new IOException("PAM does not start for service " + begin.service());
      }
    }
    return running;
  }

  /** One request to its end, with somebody who answers; what he gives is wiped. */
  private Outcome converse(SessionRequest request, PamConversation who) throws IOException {
    SessionAnswer.OfPam reply = step(request);
    while (reply instanceof Questions asked) {
      List<SecretBytes> given = List.of();
      SessionRequest answer;
      try {
        given = who.answer(asked.messages());
        answer = new SessionRequest.Answers(given);
      } catch (IOException e) {
        log.debug("PAM: " + ServerLog.why(e));
        answer = new SessionRequest.NoAnswers();
      }
      try {
        reply = step(answer);
      } finally {
        given.forEach(SecretBytes::close);
      }
    }
    return (Outcome) reply;
  }

  /** Checks a password; the answers to all prompts without echo are this password. */
  PasswordDecision password(SecretBytes password) throws IOException {
    Outcome outcome = converse(authentication(), asked -> answer(asked, _ -> password));
    // A stack that lets anybody in, or asks nothing, does not make a wrong password right.
    if (outcome.result() != PamResult.SUCCESS || !mayLogIn) {
      return new PasswordDecision.Refused(refusal("authentication failure", outcome));
    }
    Optional<Reason> refused = account();
    if (refused.isPresent()) {
      return new PasswordDecision.Refused(refused.get());
    }
    return mustChangePassword
        ? new PasswordDecision.ChangeRequired(takeText("Your password has expired."))
        : new PasswordDecision.Accepted();
  }

  /** Sets a new password in the place of one that has expired. */
  PasswordDecision changePassword(SecretBytes old, SecretBytes changed) throws IOException {
    PasswordDecision decision = password(old);
    if (!(decision instanceof PasswordDecision.ChangeRequired)) {
      return decision instanceof PasswordDecision.Accepted
          ? new PasswordDecision.Refused(
              new LoginRefusal.Fault("password change", "it has not expired"))
          : decision;
    }
    PasswordPrompts prompts = new PasswordPrompts();
    Outcome outcome =
        converse(
            new SessionRequest.ChangePassword(),
            asked -> answer(asked, text -> prompts.wantsOld(text) ? old : changed));
    if (outcome.result() != PamResult.SUCCESS) {
      log.info("PAM: password change for " + begin.user() + ": " + outcome.text());
      return new PasswordDecision.ChangeRequired(takeText("Password not changed."));
    }
    passwordChanged();
    return new PasswordDecision.Accepted();
  }

  void passwordChanged() {
    mustChangePassword = false;
    accountPassed = true;
  }

  private interface Chooser {
    SecretBytes of(String prompt);
  }

  private List<SecretBytes> answer(List<PamConversation.Message> asked, Chooser secrets)
      throws IOException {
    List<SecretBytes> out = new ArrayList<>();
    for (PamConversation.Message m : asked) {
      if (m.style() == PamConversation.Style.PROMPT_ECHO_OFF) {
        out.add(SecretBytes.copyOf(secrets.of(m.text()).expose()));
      } else if (m.isPrompt()) {
        throw new IOException("a question that a password does not answer");
      } else {
        note(m.text());
      }
    }
    return out;
  }

  /** Tells a question for the old password from one for the new. */
  private static final class PasswordPrompts {
    private boolean oldGiven;

    boolean wantsOld(String text) {
      String lower = text.toLowerCase(Locale.ROOT);
      boolean namesNew = lower.contains("new") || lower.contains("retype");
      boolean namesOld = lower.contains("current") || lower.contains("old");
      // In a language that is not known here: the first is for the old one.
      boolean old = namesOld || (!namesNew && !oldGiven);
      oldGiven |= old;
      return old;
    }
  }

  /**
   * Whether the account may be used now. Asked after a good proof, until it may; then the answer
   * stays.
   */
  synchronized Optional<Reason> account() throws IOException {
    if (accountPassed) {
      return Optional.empty();
    }
    Outcome outcome = converse(new SessionRequest.CheckAccount(), this::onlyNote);
    mustChangePassword = outcome.result() == PamResult.NEW_AUTHTOK_REQD;
    accountPassed = mustChangePassword || outcome.result() == PamResult.SUCCESS;
    if (accountPassed) {
      return Optional.empty();
    }
    farewell = Optional.of(takeMessages());
    return Optional.of(refusal("account not available", outcome));
  }

  /** Present once the account was refused after a good proof: what the modules say about it. */
  synchronized Optional<String> takeFarewell() {
    Optional<String> words = farewell;
    farewell = Optional.empty();
    return words;
  }

  /** Whether the password has expired and is still to be changed. */
  boolean mustChangePassword() {
    return mustChangePassword;
  }

  Reason refusal(String what, Outcome outcome) {
    return new LoginRefusal.ByPam(begin.user(), what, outcome.text());
  }

  // The session.

  /**
   * Opens the session of the connection, unless it was opened before.
   *
   * @param terminal of the session that comes first
   * @param tickets the file of those that the client lent
   * @return why not
   */
  synchronized Optional<String> openSession(Optional<Path> terminal, Optional<Path> tickets)
      throws IOException {
    Outcome opened = session;
    if (opened == null) {
      opened =
          converse(
              new SessionRequest.OpenSession(
                  terminal.map(Path::toString).orElse(""), tickets.map(Path::toString).orElse("")),
              this::onlyNote);
      session = opened;
    }
    return opened.result() == PamResult.SUCCESS ? Optional.empty() : Optional.of(opened.text());
  }

  /** Variables of the open session, "NAME=value". */
  synchronized List<String> environment() {
    Outcome opened = session;
    return opened == null ? List.of() : opened.environment();
  }

  @Override
  public RunningProgram start(ProgramStart program, Optional<Path> terminal) throws IOException {
    SessionProcess running;
    synchronized (this) {
      running = process();
    }
    return running.start(program, terminal);
  }

  /** Messages between the phases are kept for the user; a question has nobody to answer it. */
  private List<SecretBytes> onlyNote(List<PamConversation.Message> asked) throws IOException {
    for (PamConversation.Message m : asked) {
      if (m.isPrompt()) {
        throw new IOException("nobody can answer now");
      }
      note(m.text());
    }
    return List.of();
  }

  void note(String text) {
    synchronized (messages) {
      messages.append(text);
      if (!text.endsWith("\n")) {
        messages.append('\n');
      }
    }
  }

  /** What modules wanted to tell the user; told once. */
  String takeMessages() {
    synchronized (messages) {
      String text = messages.toString();
      messages.setLength(0);
      return text;
    }
  }

  private String takeText(String otherwise) {
    String text = takeMessages().strip();
    return text.isEmpty() ? otherwise : text;
  }

  /** Ends the transaction, and the session with it. Does not wait for what PAM does now. */
  @Override
  public void close() {
    closed = true;
    SessionProcess running = process;
    if (running != null) {
      running.close();
    }
  }
}
