package dev.aikagi.server;

import dev.aikagi.Bytes;
import dev.aikagi.auth.AuthenticatedUser;
import dev.aikagi.auth.UserPolicy;
import dev.aikagi.connection.Connection;
import dev.aikagi.connection.ConnectionHandler;
import dev.aikagi.connection.GlobalReply;
import dev.aikagi.connection.OpenDecision;
import dev.aikagi.connection.OpenRequest;
import dev.aikagi.forward.ForwardPolicy;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Brings what the connection asks to the policy. */
final class VisitHandler<U extends UserPolicy> implements ConnectionHandler {
  private final Visit<U> visit;
  private final ConnectionPolicy<U> policy;
  private final AuthenticatedUser<U> user;
  private final HostKeyAnswers hostKeys;
  private @Nullable ForwardPolicy forwarding;

  VisitHandler(
      Visit<U> visit,
      ConnectionPolicy<U> policy,
      AuthenticatedUser<U> user,
      HostKeyAnswers hostKeys) {
    this.visit = visit;
    this.policy = policy;
    this.user = user;
    this.hostKeys = hostKeys;
  }

  @Override
  public OpenDecision open(Connection connection, OpenRequest request) throws IOException {
    return request.channelType().equals("session")
        ? new OpenDecision.AcceptSession(policy.session(user, connection))
        : forwarding(connection).open(request);
  }

  @Override
  public GlobalReply globalRequest(Connection connection, String requestName, Bytes data)
      throws IOException {
    return requestName.equals(HostKeyAnswers.PROVE)
        ? hostKeys.prove(connection.sessionId(), data)
        : forwarding(connection).request(requestName, data);
  }

  /** Most connections forward nothing, so it is made when the first one wants to. */
  private synchronized ForwardPolicy forwarding(Connection connection) {
    ForwardPolicy known = forwarding;
    if (known == null) {
      known = policy.forwarding(user, connection);
      forwarding = known;
    }
    return known;
  }

  @Override
  public void failed(Connection connection, Throwable cause) {
    visit.tell(new ServerEvent.HandlerFailed(visit.peer(), cause));
  }
}
