package dev.aikagi.client;

import dev.aikagi.auth.ClientMethod;
import dev.aikagi.transport.SecureTransport;
import java.io.IOException;
import java.util.List;

/** Says how to authenticate, when it is known to whom. */
@FunctionalInterface
public interface LateMethods {
  /**
   * Called once, on the thread that connects, after the key exchange.
   *
   * @param server has its host key proven and accepted; nothing is to be sent or received
   * @throws IOException to end the connection
   */
  List<ClientMethod> of(SecureTransport server) throws IOException;
}
