package dev.aikagi.auth;

import dev.aikagi.transport.Transport;
import java.io.IOException;

/** The server's side of RFC 4252: runs until one user proved enough, or the connection ends. */
public final class UserauthServer {
  private UserauthServer() {}

  /**
   * Answers SERVICE_REQUEST and then authentication requests on the calling thread.
   *
   * @throws dev.aikagi.DisconnectException when the peer broke the protocol or tried too often; the
   *     caller ends the connection with it
   */
  public static <U extends UserPolicy> AuthenticatedUser<U> run(
      Transport transport, ServerAuthPolicy<U> policy, ServerAuthOptions options)
      throws IOException {
    if (transport.receive().number() != 5) {
      throw new dev.aikagi.DisconnectException(
          dev.aikagi.DisconnectReason.PROTOCOL_ERROR, "service request expected");
    }
    U user = policy.user("");
    if (user.refusal().isPresent()) {
      options.observer().tooManyFailures("", false);
    }
    if (!user.settings().enabledMethods().isEmpty()) {
      throw new dev.aikagi.DisconnectException(
          dev.aikagi.DisconnectReason.SERVICE_NOT_AVAILABLE, "not yet");
    }
    throw new dev.aikagi.DisconnectException(
        dev.aikagi.DisconnectReason.SERVICE_NOT_AVAILABLE, "no methods");
  }
}
