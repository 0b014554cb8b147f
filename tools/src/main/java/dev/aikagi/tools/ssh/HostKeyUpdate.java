package dev.aikagi.tools.ssh;

import dev.aikagi.client.Client;
import dev.aikagi.client.HostKeysListener;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.RsaPublicKey;
import dev.aikagi.trust.HostKeysChange;
import dev.aikagi.trust.KnownHosts;
import dev.aikagi.trust.KnownHostsFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * UpdateHostKeys: the other keys of a host that has proven the one that is known. Only keys whose
 * private halves the server proves to hold are written, and only where the known key came from the
 * user's own file.
 */
final class HostKeyUpdate implements HostKeysListener {
  private final ClientConfig config;
  private final KnownHostsStore store;
  private final HostKeyVerifier verifier;
  private final Questions questions;
  private final Log log;

  HostKeyUpdate(
      ClientConfig config,
      KnownHostsStore store,
      HostKeyVerifier verifier,
      Questions questions,
      Log log) {
    this.config = config;
    this.store = store;
    this.verifier = verifier;
    this.questions = questions;
    this.log = log;
  }

  @Override
  public void announced(Client client, List<PublicKey> keys) throws IOException {
    log.debug(1, "client_input_global_request: rtype hostkeys-00@openssh.com want_reply 0");
    String mode = config.value(ClientKeywords.UPDATE_HOST_KEYS);
    if (mode.equals("no") || !verifier.isKnownByUser()) {
      return;
    }
    List<PublicKey> usable = usable(keys);
    KnownHosts.Query query = verifier.query();
    String address =
        query.address() == null ? null : KnownHostsFile.name(query.address(), query.port());
    HostKeysChange change = store.change(query.name(), address, usable);
    if (isNothing(change) || !hasTheKnownKey(client, usable)) {
      log.debug(1, "client_input_hostkeys: no new or deprecated keys from server");
      return;
    }
    if (change.obstacle().isPresent()) {
      String why = change.obstacle().get();
      log.debug(1, "client_input_hostkeys: " + why + ", skipping UserKnownHostsFile update");
      return;
    }
    // Keys that only go need no proof: what stays has been proven before.
    if (!change.fresh().isEmpty()) {
      for (PublicKey key : client.proveHostKeys(change.fresh())) {
        log.debug(1, "Learned new hostkey: " + key.type().shortName() + " " + Fingerprint.of(key));
      }
    }
    if (mode.equals("yes") || accepted()) {
      store.replace(query.name(), address, usable);
    }
  }

  private static boolean isNothing(HostKeysChange change) {
    return change.fresh().isEmpty() && change.obsolete().isEmpty();
  }

  private boolean accepted() throws IOException {
    Optional<String> answer = questions.line("Accept updated hostkeys? (yes/no): ");
    return answer.filter(a -> a.strip().equalsIgnoreCase("yes")).isPresent();
  }

  /** A server that leaves out the key that it has just proven is not believed about the others. */
  private static boolean hasTheKnownKey(Client client, List<PublicKey> keys) {
    return client.transport().hostKey().filter(keys::contains).isPresent();
  }

  private List<PublicKey> usable(List<PublicKey> keys) {
    List<String> algorithms = config.algorithms(ClientKeywords.HOST_KEY_ALGORITHMS);
    List<PublicKey> usable = new ArrayList<>();
    for (PublicKey key : keys) {
      boolean allowed =
          key instanceof RsaPublicKey
              ? key.bits() >= config.value(ClientKeywords.REQUIRED_RSA_SIZE)
                  && (algorithms.contains("rsa-sha2-256") || algorithms.contains("rsa-sha2-512"))
              : algorithms.contains(key.type().wireName());
      if (allowed) {
        usable.add(key);
      }
    }
    return usable;
  }
}
