package dev.aikagi.connection;

import dev.aikagi.Bytes;
import dev.aikagi.Termination;
import dev.aikagi.message.ChannelRequest;
import dev.aikagi.message.ChannelRequestData;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a session channel: brings the requests to the {@link SessionHandler} in
 * their order, and keeps the order that RFC 4254 section 6 wants: pty and environment first, then
 * one program.
 */
public final class ServerSession {
  /** As OpenSSH. */
  private static final int MAX_ENV = 128;

  private static final int MAX_ENV_BYTES = 4096;

  private final SessionHandler handler;
  private final Channel channel;
  private final Lane lane;
  private final AtomicBoolean exitSent = new AtomicBoolean();

  /** Written by the lane's jobs, read by anybody. */
  private volatile @Nullable Pty pty;

  private volatile boolean programGranted;
  private final Map<String, Bytes> environment = Collections.synchronizedMap(new LinkedHashMap<>());

  ServerSession(SessionHandler handler, Channel channel) {
    this.handler = handler;
    this.channel = channel;
    this.lane = new Lane(channel.connection()::report);
  }

  public Connection connection() {
    return channel.connection();
  }

  public Channel channel() {
    return channel;
  }

  /** What the client sends: standard input. Close it when the program reads no more. */
  public InputStream stdin() {
    return channel.in();
  }

  public OutputStream stdout() {
    return channel.out();
  }

  public OutputStream stderr() {
    return channel.extendedOut();
  }

  /** The pty that was granted, with its present size. */
  public Optional<Pty> pty() {
    return Optional.ofNullable(pty);
  }

  /** The variables that were granted, in their order. */
  public Map<String, Bytes> environment() {
    synchronized (environment) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }
  }

  /**
   * Tells how the program ended, before its last output is through; later calls do nothing. What
   * {@link SessionHandler#run} returns is sent by itself.
   */
  public void sendExit(ExitResult result) throws IOException {
    if (exitSent.getAndSet(true)) {
      return;
    }
    ChannelRequestData data =
        switch (result) {
          case ExitResult.Status s -> new ChannelRequestData.ExitStatus(s.code());
          case ExitResult.Signalled s ->
              new ChannelRequestData.ExitSignal(s.name(), s.coreDumped(), s.message(), "");
          case ExitResult.Unknown u -> null;
        };
    if (data != null) {
      channel.notify(data.requestType(), data.toBytes());
    }
  }

  /** By the reader. */
  void request(ChannelRequest request) throws IOException {
    SessionRequest value = SessionRequestReader.read(request);
    lane.post(request.data().length(), () -> handle(value, request.wantReply()));
  }

  /** By the reader, by whoever ended the connection, or late by who chose the handler; once. */
  void closed() {
    lane.closeWith(() -> handler.closed(this));
  }

  private void handle(SessionRequest request, boolean wantReply) throws IOException {
    boolean granted =
        request instanceof SessionRequest.Program program
            ? decideProgram(program)
            : decide(request);
    if (wantReply) {
      channel.sendAnswer(granted);
    }
    if (granted && request instanceof SessionRequest.Program) {
      startProgram();
    }
  }

  private void startProgram() {
    if (handler.wantsPlatformThread()) {
      connection().wantPlatformReader();
      Thread.ofPlatform().daemon().name("ssh-session").start(this::runProgram);
    } else {
      Thread.ofVirtual().name("ssh-session").start(this::runProgram);
    }
  }

  /** In use while it starts already: that may take longer than a connection may be unused. */
  private boolean decideProgram(SessionRequest.Program program) {
    if (programGranted) {
      return false;
    }
    channel.use(program.use());
    boolean granted = decide(program);
    if (granted) {
      channel.bounded(program);
    } else {
      channel.use("");
    }
    return granted;
  }

  private boolean decide(SessionRequest request) {
    if (!isInOrder(request)) {
      return false;
    }
    boolean granted;
    try {
      granted = handler.request(this, request);
    } catch (IOException | RuntimeException e) {
      connection().report(e);
      return false;
    }
    if (granted) {
      remember(request);
    }
    return granted;
  }

  private boolean isInOrder(SessionRequest request) {
    return switch (request) {
      case SessionRequest.PtyReq p -> pty == null && !programGranted;
      case SessionRequest.Env e ->
          !programGranted
              && environment.size() < MAX_ENV
              && e.name().length() + e.value().length() <= MAX_ENV_BYTES;
      case SessionRequest.AuthAgentReq a -> !programGranted;
      case SessionRequest.Program p -> !programGranted;
      case SessionRequest.WindowChange w -> pty != null;
      case SessionRequest.Signal s -> programGranted;
      case SessionRequest.Break b -> programGranted;
      case SessionRequest.Other o -> true;
    };
  }

  private void remember(SessionRequest request) {
    switch (request) {
      case SessionRequest.PtyReq p -> pty = p.pty();
      case SessionRequest.Env e -> environment.put(e.name(), e.value());
      case SessionRequest.Program p -> programGranted = true;
      case SessionRequest.WindowChange w -> {
        Pty old = pty;
        if (old != null) {
          pty = new Pty(old.term(), w.size(), old.modes());
        }
      }
      case SessionRequest.Signal s -> {}
      case SessionRequest.Break b -> {}
      case SessionRequest.AuthAgentReq a -> {}
      case SessionRequest.Other o -> {}
    }
  }

  private void runProgram() {
    try {
      ExitResult result = handler.run(this);
      // Before EOF: Dropbear's client ends at EOF and would never hear the status.
      sendExit(result);
      channel.out().close();
    } catch (Throwable t) {
      connection().report(t);
    } finally {
      channel.close();
    }
  }

  /** What the channel knows of a session whose handler is only chosen once the channel exists. */
  static final class Requests implements Channel.RequestSink {
    private volatile @Nullable ServerSession session;
    private volatile boolean closed;

    void to(ServerSession session) {
      this.session = session;
      // The connection may have ended while the handler was chosen: it holds something from then
      // on.
      if (closed) {
        session.closed();
      }
    }

    @Override
    public void request(Channel channel, ChannelRequest request) throws IOException {
      ServerSession s = session;
      if (s == null) {
        channel.answer(request, false);
      } else {
        s.request(request);
      }
    }

    @Override
    public void closed(@Nullable Termination how) {
      // In this order: of two that meet here, one sees what the other wrote.
      closed = true;
      ServerSession s = session;
      if (s != null) {
        s.closed();
      }
    }
  }
}
