package dev.aikagi.tools.ssh;

import dev.aikagi.agent.SessionBinding;
import dev.aikagi.client.AgentForwarding;
import dev.aikagi.client.AgentForwardingRefusal;
import dev.aikagi.client.Client;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.connection.Session;
import dev.aikagi.tools.Fatal;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** ForwardAgent: which agent a server may use, and what is said when it does. */
record ForwardedAgent(Log log) implements AgentForwarding.Listener {
  private static final String NOT_THERE = "No such file or directory";

  /**
   * As the configuration has it; none where it is switched off, or there is no agent. A socket that
   * is named is found without SSH_AUTH_SOCK too, which OpenSSH's ssh wants all the same.
   *
   * @throws Fatal where one is named that is not there, and ExitOnForwardFailure is
   */
  static AgentForwarding of(ClientConfig config, Log log) throws ConfigException, Fatal {
    ForwardedAgent listener = new ForwardedAgent(log);
    String value = config.value(ClientKeywords.FORWARD_AGENT);
    if (value.equals("no")) {
      return AgentForwarding.none(listener);
    }
    Optional<Path> socket =
        value.equals("yes")
            ? AgentPlace.of(config).socket().flatMap(listener::present)
            : listener.named(value, config);
    return socket
        .map(path -> AgentForwarding.of(path, listener))
        .orElseGet(() -> AgentForwarding.none(listener));
  }

  private Optional<Path> named(String value, ClientConfig config) throws ConfigException, Fatal {
    Optional<Variable> variable = Variable.in(value);
    String name =
        variable.isPresent() ? variable.get().value().orElse(value) : config.expandFile(value);
    Optional<Path> path = path(name).filter(Files::exists);
    if (path.isEmpty()) {
      log.error("Cannot forward agent socket path \"" + name + "\": " + NOT_THERE);
      if (config.value(ClientKeywords.EXIT_ON_FORWARD_FAILURE)) {
        throw new Fatal("");
      }
    }
    return path;
  }

  /** That of a login; nothing is said where nobody listens there, since it was not asked for. */
  private Optional<Path> present(String name) {
    Optional<Path> path = path(name);
    if (path.isEmpty()) {
      return path;
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Else it waits for one that is too busy to accept.
      channel.configureBlocking(false);
      boolean _ = channel.connect(UnixDomainSocketAddress.of(path.get()));
      return path;
    } catch (SocketException | IllegalArgumentException e) {
      log.debug(1, "ssh_get_authentication_socket: " + e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      // Too busy at this moment, or something that the first use of it will tell.
      log.debug(2, "ssh_get_authentication_socket: " + e.getMessage());
      return path;
    }
  }

  private Optional<Path> path(String name) {
    try {
      return Optional.of(Path.of(name));
    } catch (InvalidPathException e) {
      log.debug(2, "agent: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Offers it to the server, for a session's program, where there is one to be offered. */
  static void offer(Client client, Session session, Log log) throws IOException {
    if (client.hasAgentToForward()) {
      log.debug(1, "Requesting authentication agent forwarding.");
      client.forwardAgent(session);
    }
  }

  @Override
  public void told(SessionBinding.Outcome outcome) {
    switch (outcome) {
      case BOUND -> log.debug(1, "client_request_agent: bound agent to hostkey");
      case UNKNOWN, REFUSED ->
          log.debug(2, "client_request_agent: ssh_agent_bind_hostkey: agent refused operation");
    }
  }

  @Override
  public void refused(AgentForwardingRefusal why) {
    switch (why) {
      case AgentForwardingRefusal.NotOffered _ -> {
        log.error("Warning: ssh server tried agent forwarding.");
        log.error("Warning: this is probably a break-in attempt by a malicious server.");
      }
      case AgentForwardingRefusal.TooMany _ -> log.error(why.summary());
      case AgentForwardingRefusal.NoAgent none ->
          log.debug(1, "client_request_agent: ssh_get_authentication_socket: " + none.fault());
    }
  }
}
