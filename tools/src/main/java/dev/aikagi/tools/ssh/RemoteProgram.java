package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.auth.AuthenticationException;
import dev.aikagi.client.Client;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.connection.ExitResult;
import dev.aikagi.connection.Reply;
import dev.aikagi.connection.Session;
import dev.aikagi.connection.SessionRequest;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A command or subsystem of another host's, for the tools that talk to it themselves (sftp, scp):
 * all that {@code ssh} does, with its configuration, questions and messages, but without a process
 * and two pipes in between. What the program writes to its standard error goes to ours.
 */
public final class RemoteProgram implements AutoCloseable {
  private final Client client;
  private final ClientConfig config;
  private final Log log;
  private final Session session;
  private final Runnable end;
  private final Thread errors;

  /** The person was told why. */
  private volatile boolean neverStarted;

  /**
   * @param start waits for the server's answer to the request for it
   * @param end what closing it closes: the connection, or the session alone
   * @param errors where its standard error goes
   */
  RemoteProgram(
      Client client,
      ClientConfig config,
      Log log,
      Session session,
      Start start,
      Runnable end,
      OutputStream errors) {
    this.client = client;
    this.config = config;
    this.log = log;
    this.session = session;
    this.end = end;
    this.errors =
        Thread.ofPlatform()
            .daemon()
            .name("stderr")
            .start(
                () -> {
                  if (isStarted(start)) {
                    passErrors(session, log, errors);
                  }
                });
  }

  /** Waits until the program has started. */
  interface Start {
    /** Of a program that is known to run. */
    Start DONE = () -> {};

    /**
     * Waits for the answer.
     *
     * @throws Fatal if the server refuses
     * @throws IOException if the connection ended first, after the person was told
     */
    void await() throws IOException, Fatal;
  }

  /** There is no program. The person was told why, in ssh's words. */
  public static final class NotStarted extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable AuthenticationException denied;

    NotStarted(int status, @Nullable AuthenticationException denied) {
      super("not started", null, false, false);
      this.status = status;
      this.denied = denied;
    }

    /** What ssh would exit with. */
    public int status() {
      return status;
    }

    /** The server's refusal with its reasons, if that is why. */
    public Optional<AuthenticationException> denied() {
      return Optional.ofNullable(denied);
    }
  }

  /**
   * Connects, logs in and starts. A subsystem is not waited for: what is written to it at once is
   * there a round trip earlier, where the server takes data so soon (OpenSSH's opens its window
   * with the answer). If it is refused, the person is told and the connection ends.
   *
   * @param words ssh's options, destination and command; {@code -s} for a subsystem
   */
  public static RemoteProgram start(List<String> words) throws NotStarted {
    return start(words, Optional.empty());
  }

  /**
   * The same with a command, which need not be text.
   *
   * @param words ssh's options and destination, and the command if it is not there
   */
  public static RemoteProgram start(List<String> words, Optional<Bytes> command) throws NotStarted {
    return Ssh.open(words, command);
  }

  static RemoteProgram start(
      Client client,
      Connect.Connected connected,
      ClientConfig config,
      Program program,
      Consumer<IOException> lost,
      Log log)
      throws IOException, Fatal {
    try {
      Session session = client.openSession();
      client.connection().noMoreSessions();
      ForwardedAgent.offer(client, session, log);
      Reply started = program.request(config, session, log);
      connected.typeOfService(config.value(ClientKeywords.IPQOS), false);
      Start start;
      if (program.request() instanceof SessionRequest.Subsystem) {
        start = () -> requireStart(client, program, started, lost);
      } else {
        // Whoever talks to a command says himself what its early end means.
        program.requireStart(started);
        start = Start.DONE;
      }
      return new RemoteProgram(client, config, log, session, start, client::close, Standard.err());
    } catch (IOException | Fatal e) {
      client.close();
      throw e;
    }
  }

  private static void requireStart(
      Client client, Program program, Reply started, Consumer<IOException> lost)
      throws IOException, Fatal {
    try {
      program.requireStart(started);
    } catch (IOException e) {
      if (client.connection().termination().filter(RemoteProgram::isOurs).isEmpty()) {
        lost.accept(e);
      }
      throw e;
    }
  }

  private boolean isStarted(Start start) {
    try {
      start.await();
      return true;
    } catch (Fatal e) {
      log.fatal(e.text());
    } catch (IOException e) {
      log.debug(2, "start: " + e.getMessage());
    }
    neverStarted = true;
    end.run();
    return false;
  }

  /** Its standard output. */
  public InputStream output() {
    return session.stdout();
  }

  /** Its standard input; closing it is the end of file. */
  public OutputStream input() {
    return session.stdin();
  }

  private static void passErrors(Session session, Log log, OutputStream to) {
    try (InputStream from = session.stderr()) {
      from.transferTo(to);
    } catch (IOException e) {
      // Nobody reads what it says any more, or the connection is gone.
      log.debug(2, "stderr: " + e.getMessage());
    }
  }

  /**
   * Closes its input, waits for its end and closes the connection, where that is its alone.
   *
   * @return its exit status; 255 where it has none
   */
  public int finish() {
    ExitResult result;
    closeInput();
    try {
      result = session.awaitExit();
    } catch (IOException e) {
      log.debug(1, "session: " + e.getMessage());
      result = new ExitResult.Unknown();
    }
    try {
      errors.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      result = new ExitResult.Unknown();
    }
    Optional<Termination> ended = client.connection().termination();
    if (!neverStarted
        && result instanceof ExitResult.Unknown
        && ended.filter(e -> !isOurs(e)).isPresent()) {
      log.error("Connection to " + config.host() + " closed by remote host.");
    }
    end.run();
    return result instanceof ExitResult.Status s ? (int) (s.code() & 0xff) : Exit.FATAL;
  }

  /** Whether this side ended the connection because it had no more use for it. */
  private static boolean isOurs(Termination end) {
    return switch (end) {
      case Termination.Closed _ -> true;
      case Termination.LocalDisconnect d ->
          d.reason() == DisconnectReason.BY_APPLICATION && d.cause() == null;
      case Termination.PeerDisconnect _, Termination.Lost _ -> false;
    };
  }

  private void closeInput() {
    try {
      session.stdin().close();
    } catch (IOException e) {
      // A server may have closed all behind the exit status, which is here then.
      log.debug(2, "stdin: " + e.getMessage());
    }
  }

  /** Waits until it has written its last error, but no longer than this. */
  public void awaitErrors(Duration atMost) {
    try {
      boolean _ = errors.join(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes the connection, or the session where others share that, whatever the program does. */
  @Override
  public void close() {
    end.run();
  }

  /** The configuration of the connection could not be had, or the program not be started. */
  static NotStarted notStarted(Log log, Fatal e, @Nullable AuthenticationException denied) {
    if (!e.text().isEmpty()) {
      log.fatal(e.text());
    }
    return new NotStarted(e.status(), denied);
  }

  static NotStarted notStarted(Log log, ConfigException e) {
    String text = String.valueOf(e.getMessage());
    if (!text.isEmpty()) {
      log.fatal(text);
    }
    return new NotStarted(Exit.FATAL, null);
  }
}
