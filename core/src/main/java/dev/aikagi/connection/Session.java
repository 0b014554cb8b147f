package dev.aikagi.connection;

import dev.aikagi.Bytes;
import dev.aikagi.ConnectionEndedException;
import dev.aikagi.SshException;
import dev.aikagi.Termination;
import dev.aikagi.message.ChannelRequest;
import dev.aikagi.message.ChannelRequestData;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of a session channel (RFC 4254 section 6). First what the program needs (pty,
 * environment), then the program, then its streams. Methods may be called by any thread.
 *
 * <p>What waits for the server's answer waits for the request timeout of {@link ConnectionOptions}
 * at the most, and then throws. Reading and writing the streams wait without a limit, and fail when
 * the connection ends.
 */
public final class Session implements Closeable {
  /** What the server told about the end of the program. */
  private sealed interface End {
    ExitResult require() throws ConnectionEndedException;

    record Exited(ExitResult result) implements End {
      @Override
      public ExitResult require() {
        return result;
      }
    }

    record Lost(Termination how) implements End {
      @Override
      public ExitResult require() throws ConnectionEndedException {
        throw new ConnectionEndedException(how);
      }
    }
  }

  private static final String PING = "ping@openssh.com";

  private final Channel channel;
  private final Exit exit;

  Session(Channel channel, Exit exit) {
    this.channel = channel;
    this.exit = exit;
  }

  /** The program's standard output. */
  public InputStream stdout() {
    return channel.in();
  }

  /**
   * The program's standard error; empty if it has a pty. It shares the window with {@link #stdout}:
   * read both at once, or close the one that nobody needs.
   */
  public InputStream stderr() {
    return channel.extendedIn();
  }

  /** The program's standard input; close it to send end of file. */
  public OutputStream stdin() {
    return channel.out();
  }

  /**
   * As {@link #stdin}, for a person's keyboard: from the first key on keys leave at intervals, with
   * chaff between and after them, so that an observer does not learn when each was typed. What is
   * more than a key or two is not delayed. Chaff is for a server that announces ping@openssh.com;
   * for another the intervals are all there is. To be used in the place of {@link #stdin}.
   *
   * @param interval 20 ms are OpenSSH's
   */
  public OutputStream keystrokes(Duration interval) {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("keystrokes every " + interval);
    }
    boolean pings = channel.connection().transport().peerExtensions().containsKey(PING);
    return new Keystrokes(
        new Line(channel, pings), interval, Clock.SYSTEM, new SecureRandom()::nextInt);
  }

  private record Line(Channel channel, boolean pings) implements Keystrokes.Line {
    @Override
    public void data(byte[] data, int offset, int length) throws IOException {
      channel.out().write(data, offset, length);
    }

    @Override
    public boolean chaff() throws IOException {
      return !pings || channel.sendChaff();
    }

    @Override
    public void eof() throws IOException {
      channel.out().close();
    }
  }

  /** Sends a request and does not wait for its reply, so that several cost one round trip. */
  public Reply send(SessionRequest request) throws IOException {
    if (request instanceof SessionRequest.Program program) {
      channel.use(program.use());
      channel.bounded(program);
    }
    ChannelRequestData data = SessionRequestWriter.write(request);
    return channel.request(data.requestType(), data.toBytes());
  }

  /** Sends a request that wants no reply; false if the channel is closing. */
  public boolean sendUnanswered(SessionRequest request) throws IOException {
    ChannelRequestData data = SessionRequestWriter.write(request);
    return channel.notify(data.requestType(), data.toBytes());
  }

  /** Whether the server gives the program a pty; to be asked before the program is started. */
  public boolean requestPty(Pty pty) throws IOException {
    return send(new SessionRequest.PtyReq(pty)).granted();
  }

  /**
   * Wishes for a variable, before the program is started; servers accept few names (AcceptEnv) and
   * need not answer. The value is sent in UTF-8.
   */
  public void setEnv(String name, String value) throws IOException {
    sendUnanswered(new SessionRequest.Env(name, Bytes.utf8(value)));
  }

  /**
   * Starts a command line with the user's shell. It is sent in UTF-8.
   *
   * @throws SshException if the server refuses, or does not answer in time
   */
  public void exec(String command) throws IOException {
    start(new SessionRequest.Exec(Bytes.utf8(command)), "exec");
  }

  /**
   * Starts the user's login shell.
   *
   * @throws SshException if the server refuses, or does not answer in time
   */
  public void shell() throws IOException {
    start(new SessionRequest.Shell(), "shell");
  }

  /**
   * Starts a subsystem, such as sftp.
   *
   * @throws SshException if the server refuses, or does not answer in time
   */
  public void subsystem(String name) throws IOException {
    start(new SessionRequest.Subsystem(name), "subsystem");
  }

  /** Tells the program's pty its new size; without a pty it says nothing to anybody. */
  public void windowChange(TerminalSize size) throws IOException {
    sendUnanswered(new SessionRequest.WindowChange(size));
  }

  /** Signals the program; the name is without SIG. Servers need not do it, nor say so. */
  public void signal(String name) throws IOException {
    sendUnanswered(new SessionRequest.Signal(name));
  }

  /** RFC 4335: milliseconds, 0 for the server's choice. Whether the server did it. */
  public boolean sendBreak(long milliseconds) throws IOException {
    return send(new SessionRequest.Break(milliseconds)).granted();
  }

  /**
   * Waits for the end of the program, however long that takes; keep-alives notice a dead server.
   *
   * @throws ConnectionEndedException if the connection ended first
   * @throws InterruptedIOException if the thread is interrupted; the session goes on
   */
  public ExitResult awaitExit() throws IOException {
    return awaitExit(Duration.ofNanos(Long.MAX_VALUE)).orElseGet(ExitResult.Unknown::new);
  }

  /** As {@link #awaitExit()}, but only for this long; empty if the program still runs. */
  public Optional<ExitResult> awaitExit(Duration timeout) throws IOException {
    try {
      return Optional.of(exit.end.get(timeout.toNanos(), TimeUnit.NANOSECONDS).require());
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The channel below, for requests that have no method here. */
  public Channel channel() {
    return channel;
  }

  /** Closes the channel; the server then hangs up the program. Never waits. */
  @Override
  public void close() {
    channel.close();
  }

  private void start(SessionRequest.Program program, String what) throws IOException {
    if (!send(program).granted()) {
      throw new SshException(what + " request refused by the server");
    }
  }

  /** Takes exit-status and exit-signal; the first one counts. */
  static final class Exit implements Channel.RequestSink {
    private final CompletableFuture<End> end = new CompletableFuture<>();

    @Override
    public void request(Channel channel, ChannelRequest request) throws IOException {
      ChannelRequestData data = ChannelRequestData.of(request);
      if (data instanceof ChannelRequestData.ExitStatus s) {
        end.complete(new End.Exited(new ExitResult.Status(s.status())));
        channel.answer(request, true);
      } else if (data instanceof ChannelRequestData.ExitSignal s) {
        end.complete(
            new End.Exited(new ExitResult.Signalled(s.name(), s.coreDumped(), s.message())));
        channel.answer(request, true);
      } else {
        channel.answer(request, false);
      }
    }

    @Override
    public void closed(@Nullable Termination how) {
      end.complete(how == null ? new End.Exited(new ExitResult.Unknown()) : new End.Lost(how));
    }
  }
}
