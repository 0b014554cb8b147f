package dev.aikagi.tools.ssh;

import dev.aikagi.Printable;
import dev.aikagi.Termination;
import dev.aikagi.client.Client;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.connection.ExitResult;
import dev.aikagi.connection.Pty;
import dev.aikagi.connection.Reply;
import dev.aikagi.connection.Session;
import dev.aikagi.connection.SessionRequest;
import dev.aikagi.connection.TerminalModes;
import dev.aikagi.connection.TerminalSize;
import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.RawMode;
import dev.aikagi.posix.Signals;
import dev.aikagi.posix.Terminal;
import dev.aikagi.posix.WindowSize;
import dev.aikagi.tools.DescriptorOutput;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One session: what is asked for, the data of the three standard streams, and how it ended. */
final class SessionRun implements Escapes.Actions {
  private static final int BULK = 256 * 1024;
  private static final int KEYBOARD = 4096;

  private final Client client;
  private final ClientConfig config;
  private final Log log;
  private final boolean tty;
  private final String command;
  private final OutputStream err = Standard.err();
  private volatile boolean left;
  private @Nullable Session open;
  private @Nullable RawMode raw;
  private int status = -1;

  SessionRun(Client client, ClientConfig config, Log log, boolean tty, String command) {
    this.client = client;
    this.config = config;
    this.log = log;
    this.tty = tty;
    this.command = command;
  }

  /** Runs it to its end; the exit code. */
  int run(LocalCommand local, Connect.Connected connected) throws IOException, Fatal {
    Session session = client.openSession();
    open = session;
    if (log.isDebug(1)) {
      long timeout = config.channelTimeouts().of("session", "session").toSeconds();
      log.debug(1, "channel 0: new session [client-session] (inactive timeout: " + timeout + ")");
    }
    log.debug(1, "Requesting no-more-sessions@openssh.com");
    client.connection().noMoreSessions();
    local.run(log);
    log.debug(1, "Entering interactive session.");
    boolean terminal = request(session);
    connected.typeOfService(config.value(ClientKeywords.IPQOS), terminal);
    handleSignals(session, terminal);
    if (terminal && Terminal.isTerminal(0)) {
      Signals.ignoreQuit();
      raw = RawMode.enter(Terminal.of(0));
    }
    try {
      return move(session, terminal);
    } finally {
      restore();
    }
  }

  private void restore() {
    RawMode mode = raw;
    if (mode != null) {
      mode.close();
    }
  }

  /** Agent, pty, environment and program in one go; the replies are looked at afterwards. */
  private boolean request(Session session) throws IOException, Fatal {
    Optional<Reply> pty = Optional.empty();
    ForwardedAgent.offer(client, session, log);
    if (tty) {
      pty = Optional.of(session.send(new SessionRequest.PtyReq(pty())));
    }
    Program program = Program.of(config, command);
    Reply started = program.request(config, session, log);
    boolean terminal = pty.isPresent() && pty.get().granted();
    if (pty.isPresent() && !terminal) {
      log.info("PTY allocation request failed on channel 0");
    }
    program.requireStart(started);
    return terminal;
  }

  private static Pty pty() {
    String term = System.getenv("TERM");
    TerminalModes modes = TerminalModes.NONE;
    try {
      if (Terminal.isTerminal(0)) {
        modes =
            TerminalModes.decode(
                dev.aikagi.posix.TerminalModes.encode(Terminal.of(0).attributes()));
      }
    } catch (IOException e) {
      // A terminal that does not tell its modes gets the server's defaults.
      modes = TerminalModes.NONE;
    }
    return new Pty(term == null ? "" : term, size(), modes);
  }

  private static TerminalSize size() {
    TerminalSize size = TerminalSize.of(0, 0);
    for (int fd = 0; fd <= 2; fd++) {
      try {
        WindowSize s = Terminal.of(fd).windowSize();
        return new TerminalSize(s.columns(), s.rows(), s.widthPixels(), s.heightPixels());
      } catch (PosixException e) {
        // Not a terminal: perhaps the next one is.
        size = TerminalSize.of(0, 0);
      }
    }
    return size;
  }

  private void handleSignals(Session session, boolean terminal) {
    if (terminal) {
      Signals.handle("WINCH", () -> resize(session));
    }
    Deadly.leave(
        log,
        () -> {
          left = true;
          restore();
          client.close();
        });
  }

  private static void resize(Session session) {
    try {
      session.windowChange(size());
    } catch (IOException e) {
      // The session has ended; its window no longer matters.
      return;
    }
  }

  private int move(Session session, boolean terminal) throws IOException {
    Thread input = Thread.ofPlatform().daemon().name("stdin").start(() -> input(session, terminal));
    Thread errors = Thread.ofPlatform().daemon().name("stderr").start(() -> errors(session));
    output(session.stdout(), ownOutput());
    join(errors);
    ExitResult result = left ? new ExitResult.Unknown() : result(session);
    input.interrupt();
    return finish(result, terminal);
  }

  /** Opened once more where that can be, for what a person typed to come back at once. */
  private static OutputStream ownOutput() {
    Optional<Descriptor> reopened = Descriptor.reopened(1);
    return reopened.isPresent() ? new DescriptorOutput(reopened.get()) : Standard.out();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ExitResult result(Session session) {
    try {
      return session.awaitExit();
    } catch (IOException e) {
      log.debug(1, "session: " + e.getMessage());
      return new ExitResult.Unknown();
    }
  }

  private int finish(ExitResult result, boolean terminal) {
    restore();
    told(result);
    Optional<Termination> ended = client.connection().termination();
    boolean lost = ended.isPresent() && !(ended.get() instanceof Termination.Closed);
    String host = config.host();
    if (result instanceof ExitResult.Unknown && lost && !left) {
      say("Connection to " + host + " closed by remote host.");
    }
    log.debug(1, "channel 0: free: client-session, nchannels 1");
    if (terminal && log.isInfo()) {
      say("Connection to " + host + " closed.");
    }
    if (result instanceof ExitResult.Status s) {
      status = (int) (s.code() & 0xff);
      return status;
    }
    // As OpenSSH's client: only a status is passed on, a signal is told with -v.
    if (result instanceof ExitResult.Signalled signal) {
      log.debug(1, "the remote program was ended by SIG" + Printable.of(signal.name(), 64));
    }
    return Exit.FATAL;
  }

  /** To the person, whatever -q and -E say about messages. */
  private void say(String text) {
    try {
      show(text + "\r\n");
    } catch (IOException e) {
      // Standard error is closed: then nobody wants to hear it.
      log.debug(2, "stderr: " + e.getMessage());
    }
  }

  private void told(ExitResult result) {
    if (!log.isDebug(1)) {
      return;
    }
    String request =
        switch (result) {
          case ExitResult.Status _ -> "exit-status";
          case ExitResult.Signalled _ -> "exit-signal";
          case ExitResult.Unknown _ -> "";
        };
    if (!request.isEmpty()) {
      log.debug(1, "client_input_channel_req: channel 0 rtype " + request + " reply 0");
    }
  }

  /** The remote program's own exit status; -1 if it had none. */
  int status() {
    return status;
  }

  private void output(InputStream from, OutputStream to) {
    try (from) {
      from.transferTo(to);
    } catch (IOException e) {
      // Nobody reads our output any more, or the connection is gone: both end the copying only.
      log.debug(2, "output: " + e.getMessage());
    }
  }

  private void errors(Session session) {
    output(session.stderr(), err);
  }

  private void input(Session session, boolean terminal) {
    try (OutputStream to = keyboard(session, terminal)) {
      if (config.value(ClientKeywords.STDIN_NULL)) {
        return;
      }
      Optional<Character> escape = config.value(ClientKeywords.ESCAPE_CHAR);
      Escapes escapes = terminal && escape.isPresent() ? new Escapes(escape.get(), this) : null;
      copy(Standard.in(), to, escapes, new byte[terminal ? KEYBOARD : BULK]);
    } catch (IOException e) {
      // The program reads no more, or the connection is gone; the other threads know more.
      log.debug(2, "input: " + e.getMessage());
    }
  }

  /** Where a terminal is, a person may be typing. */
  private OutputStream keyboard(Session session, boolean terminal) {
    Duration interval = config.keystrokeInterval();
    return terminal && interval.isPositive() ? session.keystrokes(interval) : session.stdin();
  }

  private static void copy(
      InputStream from, OutputStream to, @Nullable Escapes escapes, byte[] buffer)
      throws IOException {
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      if (escapes == null) {
        to.write(buffer, 0, n);
      } else if (!escapes.pass(buffer, n, to)) {
        return;
      }
    }
  }

  @Override
  public void show(String text) throws IOException {
    err.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void disconnect() {
    left = true;
    client.close();
  }

  @Override
  public void suspend() throws IOException {
    RawMode mode = raw;
    Session session = open;
    if (mode == null || session == null) {
      return;
    }
    mode.suspend();
    Signals.stopThisProcess();
    mode.resume();
    resize(session);
  }

  @Override
  public void sendBreak() throws IOException {
    Session session = open;
    if (session != null) {
      session.sendUnanswered(new SessionRequest.Break(1000));
    }
  }

  @Override
  public void rekey() {
    client.transport().startRekey();
  }

  @Override
  public String changeVerbosity(int by) {
    return log.change(by);
  }

  @Override
  public String openConnections() {
    return "The following connections are open:\r\n  #0 client-session\r\n";
  }
}
