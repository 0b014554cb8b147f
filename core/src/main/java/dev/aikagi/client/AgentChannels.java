package dev.aikagi.client;

import dev.aikagi.MalformedException;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.SessionBinding;
import dev.aikagi.connection.Channel;
import dev.aikagi.connection.OpenDecision;
import dev.aikagi.connection.OpenFailureReason;
import dev.aikagi.connection.OpenRequest;
import dev.aikagi.forward.SocketDuplex;
import dev.aikagi.forward.Splice;
import dev.aikagi.transport.Timer;
import dev.aikagi.wire.WireReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections to the agent that one server has. */
final class AgentChannels {
  /**
   * A program on the way has one or two; each of them costs the agent a thread and a descriptor.
   */
  static final int MOST = 64;

  /** An agent that is asked nothing but who is there answers at once. */
  static final Duration AGENT_TIME = Duration.ofSeconds(30);

  /** What the peer is told where it is not to know more. */
  private static final String OPEN_FAILED = "open failed";

  private final AgentForwarding forwarding;
  private final SessionBinding binding;
  private final Duration agentTime;
  private final AtomicInteger open = new AtomicInteger();

  /** Those that are being connected, or are; the end of the connection is theirs. */
  private final Set<SocketDuplex> sockets = ConcurrentHashMap.newKeySet();

  private volatile boolean offered;
  private volatile boolean ended;

  /**
   * Of one connection; nothing is offered yet.
   *
   * @param binding of that connection, as a login has it
   */
  AgentChannels(AgentForwarding forwarding, SessionBinding binding, Duration agentTime) {
    this.forwarding = forwarding;
    this.binding = binding.forForwarding();
    this.agentTime = agentTime;
  }

  void offer() {
    if (forwarding.socket().isEmpty()) {
      throw new IllegalStateException("no agent to be forwarded");
    }
    offered = true;
  }

  /** The connection is over. */
  void end() {
    ended = true;
    sockets.forEach(SocketDuplex::close);
  }

  /** Whether a server that wants a connection to the agent gets one. */
  OpenDecision open(OpenRequest request) throws MalformedException {
    new WireReader(request.data()).expectEnd();
    if (!offered) {
      return refuse(
          OpenFailureReason.ADMINISTRATIVELY_PROHIBITED, new AgentForwardingRefusal.NotOffered());
    }
    if (open.incrementAndGet() > MOST) {
      open.decrementAndGet();
      return refuse(OpenFailureReason.RESOURCE_SHORTAGE, new AgentForwardingRefusal.TooMany(MOST));
    }
    Path agent = forwarding.socket().orElseThrow();
    try {
      SocketDuplex socket = connect(agent);
      return new OpenDecision.Accept(channel -> splice(channel, socket));
    } catch (IOException | IllegalArgumentException e) {
      open.decrementAndGet();
      return refuse(
          OpenFailureReason.CONNECT_FAILED,
          new AgentForwardingRefusal.NoAgent(agent.toString(), String.valueOf(e.getMessage())));
    }
  }

  private OpenDecision refuse(OpenFailureReason code, AgentForwardingRefusal why) {
    forwarding.listener().refused(why);
    return new OpenDecision.Refuse(code, OPEN_FAILED);
  }

  private SocketDuplex connect(Path agent) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    SocketDuplex socket = new SocketDuplex(channel);
    boolean connected = false;
    hold(socket);
    try (Timer.Scheduled _ = Timer.after(agentTime, socket::close)) {
      boolean _ = channel.connect(UnixDomainSocketAddress.of(agent));
      tell(channel);
      connected = true;
    } finally {
      if (!connected) {
        release(socket);
      }
    }
    return socket;
  }

  /**
   * Whom the connection is handed on to, before a word of his comes through: on it he is not the
   * user of this machine (PROTOCOL.agent of OpenSSH). An agent that does not know the message has
   * no key that needs it; one that does and objects lends no such key over this connection.
   */
  private void tell(SocketChannel agent) throws AgentException, IOException {
    forwarding
        .listener()
        .told(binding.announce(Channels.newInputStream(agent), Channels.newOutputStream(agent)));
  }

  /** Closing is the cancel, while it connects too. */
  private void hold(SocketDuplex socket) {
    sockets.add(socket);
    if (ended) {
      socket.close();
    }
  }

  private void release(SocketDuplex socket) {
    sockets.remove(socket);
    socket.close();
  }

  private void splice(Channel channel, SocketDuplex socket) throws IOException {
    try {
      Splice.run(channel, socket, Thread.ofVirtual().name("ssh-agent"));
    } finally {
      release(socket);
      open.decrementAndGet();
    }
  }
}
