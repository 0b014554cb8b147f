package dev.aikagi.server;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Reason;
import dev.aikagi.Termination;
import dev.aikagi.auth.AuthenticatedUser;
import dev.aikagi.auth.UserPolicy;
import dev.aikagi.auth.UserauthServer;
import dev.aikagi.connection.Connection;
import dev.aikagi.transport.ByteStream;
import dev.aikagi.transport.SecureTransport;
import dev.aikagi.transport.Timer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a server from its stream to its end, in the order of the phases: nothing that
 * dispatches channels exists before the user is authenticated.
 */
final class Visit<U extends UserPolicy> {
  /** Which of the two comes first decides; the other has lost. */
  private enum Login {
    PENDING,
    DONE,
    TOO_LATE
  }

  private final ByteStream stream;
  private final Peer peer;
  private final ServerOptions<U> options;
  private final Startups startups;
  private final AtomicReference<Login> login = new AtomicReference<>(Login.PENDING);

  /** Set once there is something to disconnect; closing the stream is the way before. */
  private volatile @Nullable SecureTransport transport;

  Visit(ByteStream stream, Peer peer, ServerOptions<U> options, Startups startups) {
    this.stream = stream;
    this.peer = peer;
    this.options = options;
    this.startups = startups;
  }

  /** Serves on the calling thread until the end. */
  void run() {
    String userName = "";
    Termination how;
    try {
      Bytes source = options.maxStartups().source(peer.remote());
      Optional<Reason> tooMany = startups.enter(source, options.maxStartups());
      if (tooMany.isPresent()) {
        refuse(tooMany.get());
        return;
      }
      ConnectionPolicy<U> policy;
      Guest<U> guest;
      try {
        // Counted by now: what is found out about a peer, such as his name, may take its time.
        policy = options.policies().apply(peer);
        Optional<Reason> refusal = policy.refusal();
        if (refusal.isPresent()) {
          refuse(refusal.get());
          return;
        }
        tell(new ServerEvent.Connected(peer));
        guest = logIn(policy);
      } finally {
        startups.leave(source);
      }
      userName = guest.user().userName();
      how = serve(policy, guest);
    } catch (Throwable t) {
      how = end(t);
    } finally {
      stream.close();
    }
    tell(new ServerEvent.Disconnected(peer, userName, how));
  }

  /** Ends it from outside; bounded in time. */
  void disconnect(DisconnectReason reason, String text) {
    SecureTransport t = transport;
    if (t == null) {
      stream.close();
    } else {
      t.disconnect(reason, text);
    }
  }

  private record Guest<U extends UserPolicy>(
      SecureTransport transport, AuthenticatedUser<U> user) {}

  private Guest<U> logIn(ConnectionPolicy<U> policy) throws IOException {
    try (Timer.Scheduled _ = startGrace()) {
      SecureTransport t =
          SecureTransport.server(stream, policy.transportOptions(), policy.hostKeys());
      transport = t;
      t.handshake();
      AuthenticatedUser<U> user = UserauthServer.run(t, policy.users(), policy.authOptions(t));
      if (!login.compareAndSet(Login.PENDING, Login.DONE)) {
        throw new IOException("authenticated after the grace time");
      }
      return new Guest<>(t, user);
    }
  }

  private Termination serve(ConnectionPolicy<U> policy, Guest<U> guest) throws IOException {
    tell(new ServerEvent.Authenticated(peer, guest.user().userName()));
    SecureTransport t = guest.transport();
    HostKeyAnswers answers =
        new HostKeyAnswers(
            policy.hostKeys(),
            t.algorithms().map(a -> a.hostKeyAlgorithm().signature()),
            policy.transportOptions().requiredRsaBits());
    Connection connection =
        new Connection(
            t,
            new VisitHandler<>(this, policy, guest.user(), answers),
            policy.connectionOptions(guest.user()));
    connection.globalNotice(HostKeyAnswers.ANNOUNCE, answers.announcement());
    if (!policy.wantsPlatformThread(guest.user()) || !Thread.currentThread().isVirtual()) {
      return connection.run();
    }
    CompletableFuture<Termination> how = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("ssh-reader").start(() -> how.complete(connection.run()));
    return how.join();
  }

  private Timer.Scheduled startGrace() {
    return options.graceTime().isZero()
        ? () -> {}
        : Timer.after(options.graceTime(), this::graceExceeded);
  }

  private void graceExceeded() {
    if (login.compareAndSet(Login.PENDING, Login.TOO_LATE)) {
      tell(new ServerEvent.GraceExceeded(peer, options.graceTime()));
      // Closing is the cancel, in whatever state the connection is.
      stream.close();
    }
  }

  private void refuse(Reason reason) {
    tell(new ServerEvent.Refused(peer, reason));
    try {
      byte[] line = "Not allowed at this time\r\n".getBytes(StandardCharsets.US_ASCII);
      stream.write(line, 0, line.length);
    } catch (IOException e) {
      // Whoever does not wait for the reason need not have it.
      tell(new ServerEvent.Disconnected(peer, "", new Termination.Lost("gone", e)));
    }
  }

  private Termination end(Throwable t) {
    SecureTransport started = transport;
    if (started != null) {
      return started.end(t);
    }
    return new Termination.Lost(String.valueOf(t), t);
  }

  void tell(ServerEvent event) {
    options.observer().on(event);
  }

  Peer peer() {
    return peer;
  }
}
