package dev.aikagi.tools.keygen;

import dev.aikagi.agent.AgentClient;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.AgentFailure;
import dev.aikagi.agent.AgentIdentities;
import dev.aikagi.agent.AgentIdentity;
import dev.aikagi.agent.AgentSocket;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.Signer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The key of -s: a private key in a file or, with -U, one that an agent holds.
 *
 * @param fromAgent tells the words of a failure
 * @param closer wipes the key, or ends the connection to the agent
 */
record Authority(Signer signer, boolean fromAgent, Runnable closer) implements AutoCloseable {
  static Authority open(String name, Request request, Desk desk) throws Failure, IOException {
    String file = Tilde.expanded(name, desk);
    if (request.has('U')) {
      return ofAgent(file, desk);
    }
    KeyFiles.Opened opened =
        new KeyFiles(request, desk)
            .open(file, request.passphrase(), "Enter passphrase: ", "Load key \"" + file + "\"");
    return new Authority(
        SecurityKeyWords.signer(opened.loaded().key(), request, desk), false, opened::close);
  }

  private static Authority ofAgent(String file, Desk desk) throws Failure {
    KeyOrCertificate wanted =
        PublicFiles.load(file)
            .orElseThrow(
                () -> Failure.fatal("Cannot load CA public key " + file + ": " + PublicFiles.NONE))
            .key();
    AgentClient agent = connected(desk);
    try {
      for (AgentIdentity identity : listed(agent).usable()) {
        // The same key under a certificate is another one to OpenSSH's, and a certificate signs
        // none.
        if (wanted instanceof KeyOrCertificate.Plain && wanted.blob().equals(identity.blob())) {
          return new Authority(agent.signer(identity), true, agent::close);
        }
      }
      throw Failure.fatal("CA key " + file + " not found in agent");
    } catch (Failure e) {
      agent.close();
      throw e;
    }
  }

  private static AgentClient connected(Desk desk) throws Failure {
    String fault = "Cannot use public key for CA signature: ";
    String socket =
        desk.agentSocket()
            .filter(s -> !s.isEmpty())
            .orElseThrow(() -> Failure.fatal(fault + "agent not present"));
    try {
      return AgentSocket.connect(Path.of(socket));
    } catch (AgentException e) {
      throw Failure.fatal(
          fault
              + (e.reason() instanceof AgentFailure.NotReachable n
                  ? n.cause()
                  : e.reason().summary()));
    }
  }

  private static AgentIdentities listed(AgentClient agent) throws Failure {
    AgentIdentities identities;
    try {
      identities = agent.identities();
    } catch (AgentException e) {
      throw Failure.fatal("Retrieve agent key list: " + words(e));
    }
    if (identities.usable().isEmpty() && identities.skipped().isEmpty()) {
      throw Failure.fatal("Retrieve agent key list: agent contains no identities");
    }
    return identities;
  }

  static String words(AgentException e) {
    return e.reason() instanceof AgentFailure.Refused
        ? "agent refused operation"
        : e.reason().summary();
  }

  /** What -t says must fit the key, whatever of its names for it is used. */
  void checkType(Optional<String> type) throws Failure {
    KeyType own = signer.publicKey().type();
    if (type.isPresent() && !family(type.get()).equals(own.shortName())) {
      throw Failure.fatal(
          "CA key type " + own.wireName() + " doesn't match specified " + type.get());
    }
  }

  private static String family(String name) {
    for (KeyType type : KeyType.values()) {
      if (type.wireName().equals(name) || type.shortName().equalsIgnoreCase(name)) {
        return type.shortName();
      }
    }
    return SignatureAlgorithm.named(name).map(a -> a.keyType().shortName()).orElse("");
  }

  /** Empty where -t names none that this key has. */
  Optional<SignatureAlgorithm> algorithm(Optional<String> type) {
    return type.isEmpty()
        ? signer.algorithms().stream().findFirst()
        : SignatureAlgorithm.named(type.get()).filter(signer.algorithms()::contains);
  }

  @Override
  public void close() {
    closer.run();
  }
}
