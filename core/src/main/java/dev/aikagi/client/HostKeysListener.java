package dev.aikagi.client;

import dev.aikagi.key.PublicKey;
import java.io.IOException;
import java.util.List;

/**
 * Hears hostkeys-00@openssh.com: which host keys the server says it has. Nothing of it is proven
 * yet; see {@link HostKeyProof}. Called on a virtual thread, after authentication; it may use the
 * client.
 */
@FunctionalInterface
public interface HostKeysListener {
  HostKeysListener NONE = (client, keys) -> {};

  /** Keys of types that are not known here are left out. */
  void announced(Client client, List<PublicKey> keys) throws IOException;
}
