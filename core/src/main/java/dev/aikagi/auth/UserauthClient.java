package dev.aikagi.auth;

import dev.aikagi.transport.Transport;
import java.io.IOException;

/** The client's side of RFC 4252. */
public final class UserauthClient {
  private UserauthClient() {}

  /**
   * Requests the service ssh-userauth and tries the methods in their order, on the calling thread.
   *
   * @throws AuthenticationException where the server does not let the user in
   */
  public static Authenticated authenticate(Transport transport, ClientAuthOptions options)
      throws IOException {
    transport.send(new dev.aikagi.message.ServiceRequest("ssh-userauth"));
    return accepted(transport, options);
  }

  private static Authenticated accepted(Transport transport, ClientAuthOptions options)
      throws IOException {
    int number = transport.receive().number();
    for (ClientMethod m : options.methods()) {
      if (number == 52) {
        return new Authenticated(
            options.userName(), java.util.List.of(m.methodName()), java.util.List.of());
      }
    }
    throw AuthenticationException.denied(options, java.util.List.of(), java.util.List.of());
  }
}
