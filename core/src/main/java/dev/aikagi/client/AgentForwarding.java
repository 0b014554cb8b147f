package dev.aikagi.client;

import dev.aikagi.agent.SessionBinding;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What a server may have of the user's agent: nothing, until {@link Client#forwardAgent} offers it.
 * Whoever has an agent can use all of its keys for as long as the connection lasts, as far as the
 * agent lets him; it is told first that it is handed on and to whom ({@link
 * SessionBinding#forForwarding}), so that it can hold to a key's destinations.
 */
public final class AgentForwarding {
  /** Hears what becomes of the server's channels; called by their threads. */
  public interface Listener {
    /** Hears nothing. */
    Listener SILENT = new Listener() {};

    /** The agent was told whom its next connection is handed on to; what it thinks of that. */
    default void told(SessionBinding.Outcome outcome) {}

    /** The server wanted a connection to the agent and gets none. */
    default void refused(AgentForwardingRefusal why) {}
  }

  private final Optional<Path> socket;
  private final Listener listener;

  private AgentForwarding(Optional<Path> socket, Listener listener) {
    this.socket = socket;
    this.listener = Objects.requireNonNull(listener);
  }

  /** No agent is there to be offered; what a server tries is heard all the same. */
  public static AgentForwarding none(Listener listener) {
    return new AgentForwarding(Optional.empty(), listener);
  }

  /**
   * An agent to be offered.
   *
   * @param socket that of the agent, as SSH_AUTH_SOCK names it
   */
  public static AgentForwarding of(Path socket, Listener listener) {
    return new AgentForwarding(Optional.of(socket), listener);
  }

  /** Where the agent is. */
  public Optional<Path> socket() {
    return socket;
  }

  Listener listener() {
    return listener;
  }
}
