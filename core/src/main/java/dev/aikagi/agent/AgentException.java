package dev.aikagi.agent;

import dev.aikagi.SshException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An agent could not be asked, or did not do what it was asked for; {@link #reason} says which. */
public final class AgentException extends SshException {
  private static final long serialVersionUID = 1L;

  private final transient AgentFailure reason;

  AgentException(AgentFailure reason) {
    this(reason, null);
  }

  /**
   * For whoever ended a request that took too long, by closing the client.
   *
   * @param cause what the request failed by then
   */
  public AgentException(AgentFailure reason, @Nullable Throwable cause) {
    super(reason.summary(), cause);
    this.reason = reason;
  }

  public AgentFailure reason() {
    return reason;
  }

  @Override
  public List<AgentFailure> reasons() {
    return List.of(reason);
  }
}
