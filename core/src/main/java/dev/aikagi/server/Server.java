package dev.aikagi.server;

import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.auth.UserPolicy;
import dev.aikagi.transport.ByteStream;
import dev.aikagi.transport.SocketByteStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An SSH server: one virtual thread for each connection and each listener. All methods may be
 * called by any thread.
 *
 * <pre>{@code
 * FixedUsers users = new FixedUsers().withKey("alice", publicKey);
 * SessionHandler echo = new CommandSession((command, session) -> {
 *   session.stdout().write(("you said " + command).getBytes(UTF_8));
 *   return 0;
 * });
 * try (var server = Server.start(
 *     ServerOptions.of(users.policies(List.of(hostKey), user -> echo))
 *         .withAddresses(new InetSocketAddress("127.0.0.1", 2222)))) {
 *   System.in.read();
 * }
 * }</pre>
 *
 * @param <U> the caller's kind of user
 */
public final class Server<U extends UserPolicy> implements Closeable {
  /** File descriptors can be freed by others than our connections. */
  private static final long ACCEPT_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * Loading a class can need a file descriptor, which is just what is missing when this is told.
   */
  @SuppressWarnings("UnusedVariable")
  private static final List<Class<?>> LOADED_EARLY =
      List.of(
          ServerEvent.AcceptPaused.class, ServerEvent.Disconnected.class, Termination.Lost.class);

  private final Startups startups;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition visitEnded = lock.newCondition();

  // Guarded by lock.
  private final Set<Visit<U>> visits = new HashSet<>();
  private List<Listener> listeners = List.of();
  private boolean closed;
  private long ended;

  private volatile ServerOptions<U> options;

  private Server(ServerOptions<U> options) {
    this.options = options;
    this.startups = new Startups(new SecureRandom());
  }

  /**
   * Binds all addresses and accepts.
   *
   * @throws IOException if an address cannot be bound; then none is
   */
  public static <U extends UserPolicy> Server<U> start(ServerOptions<U> options)
      throws IOException {
    Server<U> server = new Server<>(options);
    server.reload(options);
    return server;
  }

  /**
   * Serves one connection over a stream on the calling thread, until it ends: what inetd hands
   * over.
   */
  public static <U extends UserPolicy> void serve(
      ByteStream stream, Peer peer, ServerOptions<U> options) {
    new Visit<>(stream, peer, options, new Startups(new SecureRandom())).run();
  }

  /** The addresses that are bound, with their real ports. */
  public List<InetSocketAddress> addresses() {
    lock.lock();
    try {
      return listeners.stream().map(Listener::address).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Connections that are open. */
  public int connections() {
    lock.lock();
    try {
      return visits.size();
    } finally {
      lock.unlock();
    }
  }

  /** Connections that are not authenticated yet. */
  public int pendingStartups() {
    return startups.pending();
  }

  /**
   * Takes new options for the connections to come. Listeners of addresses that stay are kept, so
   * that no connect is lost; sessions are not touched.
   *
   * @throws IOException if a new address cannot be bound; then everything stays as it was
   */
  public void reload(ServerOptions<U> next) throws IOException {
    List<Listener> fresh = new ArrayList<>();
    List<Listener> stale;
    lock.lock();
    try {
      if (closed) {
        throw new IOException("the server is closed");
      }
      List<Listener> now = new ArrayList<>();
      stale = new ArrayList<>(listeners);
      for (InetSocketAddress address : next.addresses()) {
        Listener kept =
            stale.stream().filter(l -> l.serves(address, next.family())).findFirst().orElse(null);
        if (kept == null) {
          kept = bind(address, next, fresh);
        } else {
          stale.remove(kept);
        }
        now.add(kept);
      }
      listeners = List.copyOf(now);
      options = next;
    } finally {
      lock.unlock();
    }
    stale.forEach(Listener::close);
    for (Listener l : fresh) {
      next.observer().on(new ServerEvent.Listening(l.address()));
      l.start(this::accepted, this::pauseAccepting);
    }
  }

  /**
   * Stops listening, waits for the connections to end by themselves, and after the limit
   * disconnects those that are left. Returns when all are gone.
   */
  public void drain(Duration limit) throws InterruptedException {
    stopListening();
    awaitEmpty(limit);
    close();
    awaitEmpty(Duration.ofSeconds(5));
  }

  /** Stops listening; connections stay. */
  public void stopListening() {
    List<Listener> old;
    lock.lock();
    try {
      old = listeners;
      listeners = List.of();
    } finally {
      lock.unlock();
    }
    old.forEach(Listener::close);
  }

  /** Stops listening and disconnects everybody, without waiting for them. */
  @Override
  public void close() {
    stopListening();
    List<Visit<U>> all;
    lock.lock();
    try {
      closed = true;
      all = List.copyOf(visits);
    } finally {
      lock.unlock();
    }
    for (Visit<U> visit : all) {
      Thread.ofVirtual()
          .name("ssh-goodbye")
          .start(() -> visit.disconnect(DisconnectReason.BY_APPLICATION, "server shutting down"));
    }
  }

  private Listener bind(InetSocketAddress address, ServerOptions<U> next, List<Listener> fresh)
      throws IOException {
    try {
      Listener listener = Listener.bind(address, next.backlog(), next.family());
      fresh.add(listener);
      return listener;
    } catch (IOException | RuntimeException e) {
      fresh.forEach(Listener::close);
      throw e;
    }
  }

  private void accepted(SocketChannel channel) {
    Thread.Builder thread =
        options.platformThreads()
            ? Thread.ofPlatform().daemon().name("ssh-connection")
            : Thread.ofVirtual().name("ssh-connection");
    thread.start(() -> visit(channel));
  }

  private void visit(SocketChannel channel) {
    try (channel) {
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, options.keepAlive());
      Peer peer =
          Peer.of(
              (InetSocketAddress) channel.getRemoteAddress(),
              (InetSocketAddress) channel.getLocalAddress());
      Visit<U> visit = new Visit<>(new SocketByteStream(channel), peer, options, startups);
      if (enter(visit)) {
        try {
          visit.run();
        } finally {
          leave(visit);
        }
      }
    } catch (IOException e) {
      // It closed before it said anything: there is nobody to name.
      System.getLogger("dev.aikagi.server").log(System.Logger.Level.DEBUG, "accept", e);
    }
  }

  private boolean enter(Visit<U> visit) {
    lock.lock();
    try {
      return !closed && visits.add(visit);
    } finally {
      lock.unlock();
    }
  }

  private void leave(Visit<U> visit) {
    lock.lock();
    try {
      visits.remove(visit);
      ended++;
      visitEnded.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pauseAccepting(Listener listener, Throwable cause) {
    options
        .observer()
        .on(new ServerEvent.AcceptPaused(listener.address(), String.valueOf(cause.getMessage())));
    lock.lock();
    try {
      long before = ended;
      long nanos = ACCEPT_PAUSE_NANOS;
      while (ended == before && nanos > 0) {
        nanos = visitEnded.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void awaitEmpty(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long nanos = limit.toNanos();
      while (!visits.isEmpty() && nanos > 0) {
        nanos = visitEnded.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }
}
