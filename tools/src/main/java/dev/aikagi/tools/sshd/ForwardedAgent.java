package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.connection.AgentChannel;
import dev.aikagi.connection.Channel;
import dev.aikagi.connection.Connection;
import dev.aikagi.forward.Splice;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.tools.ServerLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The user's agent at the far end, for the programs of one session: whoever of him connects to the
 * socket gets a channel to it. Ends with the session.
 */
final class ForwardedAgent implements AutoCloseable {
  /** As many as the client of this project takes. */
  static final int MOST = 64;

  private final AgentSocket socket;
  private final Connection connection;
  private final AgentChannel kind;
  private final ServerLog log;

  private final ReentrantLock closing = new ReentrantLock();

  /** Those that are open. Guarded by itself. */
  private final Set<LocalSocket> open = new HashSet<>();

  private boolean closed;

  private ForwardedAgent(
      AgentSocket socket, Connection connection, AgentChannel kind, ServerLog log) {
    this.socket = socket;
    this.connection = connection;
    this.kind = kind;
    this.log = log;
  }

  /**
   * Listens from now on.
   *
   * @param parent where the socket's folder is made if it cannot be in the home
   */
  static ForwardedAgent listen(Login login, Connection connection, AgentChannel kind, Path parent)
      throws IOException {
    AgentSocket socket = AgentSocket.make(login.user(), parent, login.log());
    ForwardedAgent agent = new ForwardedAgent(socket, connection, kind, login.log());
    Thread.ofPlatform().daemon().name("agent").start(agent::accept);
    return agent;
  }

  /** SSH_AUTH_SOCK. */
  Path path() {
    return socket.path();
  }

  private void accept() {
    try {
      while (true) {
        socket.listener().accept(-1).ifPresent(this::take);
      }
    } catch (IOException e) {
      if (!isClosed()) {
        log.error("agent: accept: " + ServerLog.why(e));
        close();
      }
    }
  }

  private void take(LocalSocket client) {
    if (mayConnect(client) && hold(client)) {
      Thread.ofPlatform().daemon().name("agent channel").start(() -> serve(client));
    } else {
      client.close();
    }
  }

  /** The modes of the socket and its folder say so already, where the system heeds them. */
  private boolean mayConnect(LocalSocket client) {
    try {
      int uid = client.peerUser();
      if (isServed(uid, socket.user().uid())) {
        return true;
      }
      log.error("agent: uid mismatch: peer euid " + uid + " != uid " + socket.user().uid());
    } catch (IOException e) {
      log.error("agent: " + ServerLog.why(e));
    }
    return false;
  }

  /** Root could be the user whenever it likes. */
  static boolean isServed(int uid, int ofUser) {
    return uid == 0 || uid == ofUser;
  }

  private boolean hold(LocalSocket client) {
    synchronized (open) {
      if (closed || open.size() == MOST) {
        if (!closed) {
          log.info("agent: more than " + MOST + " connections at once: one is refused");
        }
        return false;
      }
      return open.add(client);
    }
  }

  private void serve(LocalSocket client) {
    try {
      Channel channel = connection.open(kind.channelType(), Bytes.EMPTY);
      Splice.run(
          channel, new LocalDuplex(client), Thread.ofPlatform().daemon().name("agent input"));
    } catch (IOException e) {
      // The client has no agent any more, or is gone: who connected sees the end at once.
      log.debug("agent: " + ServerLog.why(e));
    } finally {
      client.close();
      synchronized (open) {
        open.remove(client);
      }
    }
  }

  private boolean isClosed() {
    synchronized (open) {
      return closed;
    }
  }

  /**
   * The socket is gone, and so are the connections that were made through it; also for the second
   * one who closes it, at the same time.
   */
  @Override
  public void close() {
    closing.lock();
    try {
      end();
    } finally {
      closing.unlock();
    }
  }

  private void end() {
    Set<LocalSocket> left;
    synchronized (open) {
      if (closed) {
        return;
      }
      closed = true;
      left = Set.copyOf(open);
    }
    socket.remove(log);
    left.forEach(LocalSocket::close);
  }
}
