package dev.aikagi.forward;

import dev.aikagi.connection.Channel;
import dev.aikagi.connection.Connection;
import dev.aikagi.connection.OpenDecision;
import dev.aikagi.connection.OpenFailureReason;
import dev.aikagi.connection.OpenRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Connects the "direct-tcpip" channels that a peer opens (RFC 4254 section 7.2): the server's half
 * of a jump host and of local forwarding. One for each connection; every other kind of forwarding
 * is refused.
 *
 * <pre>{@code
 * public ForwardPolicy forwarding(AuthenticatedUser<U> user, Connection connection) {
 *   return DirectForwarding.of(connection, target -> target.host().equals("db.example.org"));
 * }
 * }</pre>
 */
public final class DirectForwarding implements ForwardPolicy {
  /** Of the look-up and all addresses together; Linux alone would wait twice as long for one. */
  static final Duration CONNECT_TIME = Duration.ofSeconds(60);

  /** What the peer is told where it is not to know more. */
  private static final String OPEN_FAILED = "open failed";

  private final Connection connection;
  private final TcpTargets targets;
  private final Duration connectTime;

  /** Those that are being connected, or are; the end of the connection is theirs. */
  private final Set<SocketChannel> sockets = ConcurrentHashMap.newKeySet();

  private DirectForwarding(Connection connection, TcpTargets targets, Duration connectTime) {
    this.connection = connection;
    this.targets = targets;
    this.connectTime = connectTime;
  }

  /** Of a connection, to be used for all of its channels. */
  public static DirectForwarding of(Connection connection, TcpTargets targets) {
    return of(connection, targets, CONNECT_TIME);
  }

  static DirectForwarding of(Connection connection, TcpTargets targets, Duration connectTime) {
    DirectForwarding forwarding = new DirectForwarding(connection, targets, connectTime);
    var _ = connection.ended().thenRun(() -> forwarding.sockets.forEach(Sockets::close));
    return forwarding;
  }

  @Override
  public OpenDecision open(OpenRequest request) throws IOException {
    if (!request.channelType().equals(DirectTcpip.TYPE)) {
      return ForwardPolicy.super.open(request);
    }
    Optional<DirectTcpip> target = DirectTcpip.read(request.data());
    if (target.isEmpty() || !targets.permits(target.get())) {
      return new OpenDecision.Refuse(OpenFailureReason.ADMINISTRATIVELY_PROHIBITED, OPEN_FAILED);
    }
    try {
      SocketChannel socket = connect(target.get());
      return new OpenDecision.Accept(channel -> splice(channel, socket));
    } catch (IOException e) {
      targets.failed(target.get(), e);
      return new OpenDecision.Refuse(OpenFailureReason.CONNECT_FAILED, TcpTargets.words(e));
    }
  }

  private SocketChannel connect(DirectTcpip target) throws IOException {
    Dial dial = new Dial(target.port(), connectTime);
    for (InetAddress address : dial.lookUp(target.host(), targets)) {
      SocketChannel socket = targets.socket(Dial.family(address));
      boolean reached = false;
      hold(socket);
      try {
        reached = dial.reaches(socket, address);
      } finally {
        if (!reached) {
          release(socket);
        }
      }
      if (reached) {
        return socket;
      }
    }
    throw dial.failure();
  }

  /** Closing is the cancel, while it connects too: who has left is not to keep sockets busy. */
  private void hold(SocketChannel socket) {
    sockets.add(socket);
    if (connection.termination().isPresent()) {
      Sockets.close(socket);
    }
  }

  private void release(SocketChannel socket) {
    sockets.remove(socket);
    Sockets.close(socket);
  }

  private void splice(Channel channel, SocketChannel socket) throws IOException {
    try {
      Splice.run(channel, new SocketDuplex(socket), targets.thread());
    } finally {
      release(socket);
    }
  }

  /** Sockets that are open at this moment. */
  int open() {
    return sockets.size();
  }
}
