package dev.aikagi.server;

import dev.aikagi.Bytes;
import dev.aikagi.auth.AuthenticatedUser;
import dev.aikagi.auth.UserPolicy;
import dev.aikagi.connection.Connection;
import dev.aikagi.connection.ConnectionHandler;
import dev.aikagi.connection.GlobalReply;
import dev.aikagi.connection.OpenDecision;
import dev.aikagi.connection.OpenRequest;
import java.io.IOException;

/** Brings what the connection asks to the policy. */
record VisitHandler<U extends UserPolicy>(
    Visit<U> visit, ConnectionPolicy<U> policy, AuthenticatedUser<U> user, HostKeyAnswers hostKeys)
    implements ConnectionHandler {
  @Override
  public OpenDecision open(Connection connection, OpenRequest request) {
    return request.channelType().equals("session")
        ? new OpenDecision.AcceptSession(policy.session(user, connection))
        : policy.forwarding(user, connection).open(request);
  }

  @Override
  public GlobalReply globalRequest(Connection connection, String requestName, Bytes data)
      throws IOException {
    return requestName.equals(HostKeyAnswers.PROVE)
        ? hostKeys.prove(connection.sessionId(), data)
        : policy.forwarding(user, connection).request(requestName, data);
  }

  @Override
  public void failed(Connection connection, Throwable cause) {
    visit.tell(new ServerEvent.HandlerFailed(visit.peer(), cause));
  }
}
