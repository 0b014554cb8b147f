package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.agent.AgentClient;
import dev.aikagi.agent.AgentFailure;
import dev.aikagi.agent.AgentIdentity;
import dev.aikagi.agent.SessionBinding;
import dev.aikagi.auth.Identity;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys to try, in OpenSSH's order: the certificates of CertificateFile, what is configured and
 * the agent has, its others, and the other files, each key before the certificate beside it.
 */
final class Identities {
  private final ClientConfig config;
  private final Log log;
  private final IdentityFiles files;
  private final List<Considered> considered = new ArrayList<>();

  /** Certificates look for their keys in it. */
  private final List<Identity> offered = new ArrayList<>();

  private AgentPatience patience = AgentPatience.ENDLESS;
  private boolean looksOnly;
  private AgentLoan loan;

  Identities(ClientConfig config, Questions questions, Log log, long userId) {
    this.config = config;
    this.log = log;
    this.files = new IdentityFiles(config, questions, log, userId, offered);
    this.loan = new AgentLoan(patience, log);
  }

  /**
   * For whoever wants to know how they fare: no agent is given a key, nor waited for without end.
   */
  Identities lookedAt(AgentPatience somebodys) {
    patience = somebodys;
    looksOnly = true;
    return this;
  }

  /** All that were thought of when {@link #list} was called, and why some are not in it. */
  List<Considered> considered() {
    return List.copyOf(considered);
  }

  /** Why the agent was of no use; empty too where there is none. */
  Optional<AgentFailure> agentFailure() {
    return loan.failure();
  }

  List<Identity> list() throws ConfigException {
    considered.clear();
    offered.clear();
    loan = new AgentLoan(patience, log);
    Optional<String> socket = AgentPlace.of(config).socket();
    AgentAddition adding = new AgentAddition(config, looksOnly ? Optional.empty() : socket, log);
    List<Candidate> keys = files.keys(adding);
    List<Candidate> certificates = files.certificates(adding);
    certificates.forEach(c -> c.identity().ifPresent(offered::add));
    List<Considered> others = socket.isEmpty() ? List.of() : ofAgent(socket.get(), keys);
    for (Candidate key : keys) {
      considered.add(key.considered());
      if (!key.considered().held()) {
        key.identity().ifPresent(offered::add);
      }
    }
    certificates.forEach(c -> considered.add(c.considered()));
    considered.addAll(others);
    return List.copyOf(offered);
  }

  /**
   * What is left of them once the agent knows the server: it does not lend every key to everybody.
   */
  List<Identity> boundTo(SessionBinding server, List<Identity> identities) {
    List<Identity> left = loan.boundTo(server, identities);
    considered.replaceAll(c -> c.held() && loan.withholds(c) ? c.notLent() : c);
    offered.clear();
    offered.addAll(left);
    return left;
  }

  /** Those of one key only, whatever the configuration names besides; never none. */
  List<Identity> of(PublicKey key) throws ConfigException {
    // With a certificate it is its authority that opens a door, not the key.
    List<Identity> known =
        list().stream()
            .filter(i -> i.certificate().isEmpty())
            .filter(i -> i.publicKey().filter(key::equals).isPresent())
            .toList();
    return known.isEmpty() ? List.of(new PublicHalf(key)) : known;
  }

  /** Whether a certificate is offered, and no key that is offered too is the one in it. */
  boolean isWithoutKey(Considered certificate) {
    for (Identity identity : offered) {
      if (identity instanceof CertifiedKey certified
          && certified.name().equals(certificate.name())
          && certified.certificate().equals(certificate.certificate())) {
        return certified.separate().isEmpty();
      }
    }
    return false;
  }

  /** Says what will be tried, once it is about to be. */
  static void announce(List<Identity> identities, ClientConfig config, Log log) {
    if (!log.isDebug(1)) {
      return;
    }
    Set<KeyType> allowed =
        Preferences.named(
                config.algorithms(ClientKeywords.PUBKEY_ACCEPTED_ALGORITHMS),
                PublicKeyAlgorithm::named)
            .stream()
            .map(PublicKeyAlgorithm::keyType)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(KeyType.class)));
    List<Identity> tried = new ArrayList<>();
    for (Identity identity : identities) {
      KeyType type = type(identity).orElse(null);
      if (type == null || allowed.contains(type)) {
        tried.add(identity);
      } else {
        log.debug(
            1,
            "Skipping "
                + type.wireName()
                + " key "
                + identity.name()
                + " - corresponding algorithm not in PubkeyAcceptedAlgorithms");
      }
    }
    for (Identity identity : tried) {
      log.debug(1, "Will attempt key: " + describe(identity));
    }
  }

  private static String describe(Identity identity) {
    String key =
        identity
            .publicKey()
            .map(k -> " " + type(identity).orElse(k.type()).shortName() + " " + Fingerprint.of(k))
            .orElse("");
    String origin = identity.origin();
    return identity.name() + key + (origin.isEmpty() ? "" : " " + origin);
  }

  private static Optional<KeyType> type(Identity identity) {
    return identity
        .certificate()
        .map(Certificate::type)
        .or(() -> identity.publicKey().map(PublicKey::type));
  }

  /**
   * Offers what the agent has: first what files name too, which is theirs from now on.
   *
   * @return what else it has
   */
  private List<Considered> ofAgent(String socket, List<Candidate> keys) {
    Optional<AgentClient> client = loan.from(Path.of(socket));
    if (client.isEmpty()) {
      return List.of();
    }
    List<AgentIdentity> others = new ArrayList<>();
    Set<Bytes> met = new HashSet<>();
    for (AgentIdentity held : loan.listedBy(client.get())) {
      if (met.add(held.blob()) && !isNamed(held, keys, client.get())) {
        others.add(held);
      }
    }
    return others(others, new Origin.InAgent(socket), client.get());
  }

  private boolean isNamed(AgentIdentity held, List<Candidate> keys, AgentClient client) {
    for (int i = 0; i < keys.size(); i++) {
      Candidate key = keys.get(i);
      Identity named = key.identity().orElse(null);
      if (named != null && !key.considered().held() && key.is(held)) {
        boolean explicit = named.origin().startsWith("explicit");
        offered.add(ofAgent(held, key.considered(), explicit, client, named));
        keys.set(i, new Candidate(key.identity(), key.considered().heldByAgent()));
        return true;
      }
    }
    return false;
  }

  private Identity ofAgent(
      AgentIdentity held,
      Considered named,
      boolean explicit,
      AgentClient client,
      @Nullable Identity file) {
    AgentKey key = new AgentKey(named.name(), held, loan.signer(client, held), explicit);
    Identity identity =
        held.certificate().isEmpty()
            ? key
            : new CertifiedKey(named.file(), held.certificate().get(), key, false, offered, log);
    loan.lend(identity, key, file);
    return identity;
  }

  private List<Considered> others(List<AgentIdentity> others, Origin origin, AgentClient client) {
    boolean configuredOnly = config.value(ClientKeywords.IDENTITIES_ONLY);
    List<Considered> all = new ArrayList<>();
    for (AgentIdentity held : others) {
      Considered one = considered(held, origin);
      if (configuredOnly) {
        IdentityReason leftOut = new IdentityReason.NotConfigured(one.name(), held.key());
        all.add(one.with(Optional.of(leftOut)));
      } else if (held.certificate().filter(c -> c.kind() == Certificate.Kind.HOST).isPresent()) {
        all.add(IdentityFiles.ignored(one, log));
      } else {
        all.add(one);
        offered.add(ofAgent(held, one, false, client, null));
      }
    }
    return all;
  }

  private static Considered considered(AgentIdentity held, Origin origin) {
    String name = held.comment();
    Considered one =
        held.certificate().isPresent()
            ? Considered.certificate(name, name, origin, held.certificate().get())
            : Considered.key(name, origin, Optional.of(held.key()));
    return one.heldByAgent();
  }
}
