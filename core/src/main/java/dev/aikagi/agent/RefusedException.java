package dev.aikagi.agent;

/**
 * A request is answered with a failure; why is said to whoever watches the agent, not to the peer.
 */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient AgentRefusal reason;

  RefusedException(AgentRefusal reason) {
    super(reason.summary(), null, false, false);
    this.reason = reason;
  }

  AgentRefusal reason() {
    return reason;
  }
}
