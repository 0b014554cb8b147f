package dev.aikagi.agent;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Opens the Unix socket that SSH_AUTH_SOCK names. */
public final class AgentSocket {
  private AgentSocket() {}

  /**
   * Connects.
   *
   * @throws AgentException with {@link AgentFailure.NotReachable}
   */
  public static AgentClient connect(Path socket) throws AgentException {
    SocketChannel channel = open(socket);
    return new AgentClient(
        Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
  }

  /**
   * Connects, to look after the agent's keys.
   *
   * @throws AgentException with {@link AgentFailure.NotReachable}
   */
  public static AgentAdministration administer(Path socket) throws AgentException {
    SocketChannel channel = open(socket);
    return new AgentAdministration(
        Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
  }

  private static SocketChannel open(Path socket) throws AgentException {
    try {
      return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    } catch (IOException | IllegalArgumentException e) {
      throw new AgentException(
          new AgentFailure.NotReachable(socket.toString(), String.valueOf(e.getMessage())), e);
    }
  }
}
