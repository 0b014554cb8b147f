package dev.aikagi.client;

import dev.aikagi.key.PublicKey;
import java.io.IOException;
import java.util.List;

/**
 * Hears hostkeys-00@openssh.com: which host keys the server says it has. Nothing of it is proven
 * yet; see {@link Client#proveHostKeys}. Called on a virtual thread, after authentication and once
 * at the most; it may use the client and take its time. What it throws goes to {@link
 * dev.aikagi.connection.ConnectionHandler#failed}, and the connection goes on.
 */
@FunctionalInterface
public interface HostKeysListener {
  HostKeysListener NONE = (client, keys) -> {};

  /** Keys of types that are not known here are left out. */
  void announced(Client client, List<PublicKey> keys) throws IOException;
}
