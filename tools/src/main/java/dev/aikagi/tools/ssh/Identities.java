package dev.aikagi.tools.ssh;

import dev.aikagi.agent.AgentClient;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.AgentFailure;
import dev.aikagi.agent.AgentIdentity;
import dev.aikagi.agent.AgentSocket;
import dev.aikagi.agent.SessionBinding;
import dev.aikagi.auth.Identity;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Position;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys to try, in OpenSSH's order: configured ones that the agent has, its others, files. */
final class Identities {
  private final ClientConfig config;
  private final Questions questions;
  private final Log log;
  private final long userId;
  private final List<Considered> considered = new ArrayList<>();
  private final IdentityHashMap<Identity, FileIdentity> inFiles = new IdentityHashMap<>();
  private Optional<AgentFailure> agentFailure = Optional.empty();
  private Optional<Path> agentSocket = Optional.empty();

  Identities(ClientConfig config, Questions questions, Log log, long userId) {
    this.config = config;
    this.questions = questions;
    this.log = log;
    this.userId = userId;
  }

  /** All that were thought of when {@link #list} was called, and why some are not in it. */
  List<Considered> considered() {
    return List.copyOf(considered);
  }

  /** Why the agent was of no use; empty too where there is none. */
  Optional<AgentFailure> agentFailure() {
    return agentFailure;
  }

  List<Identity> list() throws ConfigException {
    considered.clear();
    List<FileIdentity> files = files();
    Map<PublicKey, AgentKey> agent = agent();
    List<Identity> first = new ArrayList<>();
    List<Identity> last = new ArrayList<>();
    for (FileIdentity file : files) {
      AgentKey held = file.publicKey().map(agent::remove).orElse(null);
      if (held != null) {
        boolean explicit = file.origin().equals("explicit");
        AgentKey key = new AgentKey(file.name(), held.key(), held.agentSigner(), explicit);
        first.add(key);
        inFiles.put(key, file);
      } else {
        last.add(file);
      }
    }
    boolean configuredOnly = config.value(ClientKeywords.IDENTITIES_ONLY);
    if (!configuredOnly) {
      first.addAll(agent.values());
    }
    Origin origin = new Origin.InAgent(socket().orElse(""));
    for (AgentKey key : agent.values()) {
      Optional<IdentityReason> leftOut =
          configuredOnly
              ? Optional.of(new IdentityReason.NotConfigured(key.name(), key.key()))
              : Optional.empty();
      considered.add(new Considered(key.name(), origin, key.publicKey(), leftOut));
    }
    first.addAll(last);
    return first;
  }

  /**
   * Tells the agent which connection its keys are for, and leaves out those that it does not lend
   * for that: such as are restricted to other destinations. A key that is in a file too is tried
   * from there.
   */
  List<Identity> boundTo(SessionBinding server, List<Identity> identities) {
    if (agentSocket.isEmpty() || identities.stream().noneMatch(AgentKey.class::isInstance)) {
      return identities;
    }
    Map<PublicKey, AgentKey> lent = new LinkedHashMap<>();
    try {
      // One of its own for each session: an agent binds a connection to one login only.
      AgentClient client = AgentSocket.connect(agentSocket.get());
      boolean bound =
          client.bindSession(server.hostKey(), server.sessionId(), server.signature(), false);
      log.debug(
          bound ? 1 : 2,
          bound
              ? "get_agent_identities: bound agent to hostkey"
              : "ssh_agent_bind_hostkey: agent refused operation");
      lent = keys(client);
      log.debug(1, "get_agent_identities: agent returned " + lent.size() + " keys");
    } catch (AgentException e) {
      agentFailure = Optional.of(e.reason());
      log.debug(1, "get_agent_identities: " + e.getMessage());
    }
    return replaced(identities, lent);
  }

  private List<Identity> replaced(List<Identity> identities, Map<PublicKey, AgentKey> lent) {
    List<Identity> first = new ArrayList<>();
    List<Identity> last = new ArrayList<>();
    for (Identity identity : identities) {
      if (identity instanceof AgentKey key) {
        AgentKey same = lent.get(key.key());
        FileIdentity file = inFiles.get(key);
        if (same != null) {
          first.add(new AgentKey(key.name(), key.key(), same.agentSigner(), key.explicit()));
        } else if (file != null) {
          last.add(file);
        }
      } else {
        first.add(identity);
      }
    }
    first.addAll(last);
    return first;
  }

  /** Those of one key only, whatever the configuration names besides; never none. */
  List<Identity> of(PublicKey key) throws ConfigException {
    List<Identity> known =
        list().stream().filter(i -> i.publicKey().filter(key::equals).isPresent()).toList();
    return known.isEmpty() ? List.of(new PublicHalf(key)) : known;
  }

  /** Says what will be tried, once it is about to be. */
  static void announce(List<Identity> identities, Log log) {
    for (Identity identity : identities) {
      log.debug(1, "Will attempt key: " + describe(identity));
    }
  }

  static String describe(Identity identity) {
    String key =
        identity
            .publicKey()
            .map(k -> " " + k.type().shortName() + " " + Fingerprint.of(k))
            .orElse("");
    String origin = identity.origin();
    return identity.name() + key + (origin.isEmpty() ? "" : " " + origin);
  }

  private List<FileIdentity> files() throws ConfigException {
    List<FileIdentity> files = new ArrayList<>();
    boolean explicit = config.isSet(ClientKeywords.IDENTITY_FILE);
    int prompts =
        config.value(ClientKeywords.BATCH_MODE)
            ? 0
            : config.value(ClientKeywords.NUMBER_OF_PASSWORD_PROMPTS);
    AgentAddition adding = new AgentAddition(config, socket(), log);
    List<Position> lines = config.positions(ClientKeywords.IDENTITY_FILE);
    int index = -1;
    for (String name : config.value(ClientKeywords.IDENTITY_FILE)) {
      index++;
      if (name.equalsIgnoreCase("none")) {
        continue;
      }
      FileIdentity file =
          new FileIdentity(
              config.expandFile(name), explicit, questions, prompts, userId, log, adding);
      log.debug(1, "identity file " + file.name() + " type " + type(file.publicKey()));
      Origin origin =
          index < lines.size() ? new Origin.Configured(lines.get(index)) : new Origin.ByDefault();
      considered.add(new Considered(file.name(), origin, file.publicKey(), Optional.empty()));
      if (file.exists()) {
        files.add(file);
      }
    }
    return files;
  }

  /** OpenSSH's own numbers, which people search logs for. */
  private static int type(Optional<PublicKey> key) {
    return key.map(
            k ->
                switch (k.type().plain()) {
                  case SSH_RSA -> 0;
                  case SSH_DSS -> 1;
                  case ECDSA_SHA2_NISTP256, ECDSA_SHA2_NISTP384, ECDSA_SHA2_NISTP521 -> 2;
                  case SSH_ED25519 -> 3;
                  default -> 4;
                })
        .orElse(-1);
  }

  private Map<PublicKey, AgentKey> agent() throws ConfigException {
    Map<PublicKey, AgentKey> keys = new LinkedHashMap<>();
    Optional<String> socket = socket();
    if (socket.isEmpty()) {
      return keys;
    }
    try {
      // Open until the process ends: the keys sign through it.
      AgentClient client = AgentSocket.connect(Path.of(socket.get()));
      agentSocket = Optional.of(Path.of(socket.get()));
      return keys(client);
    } catch (AgentException e) {
      agentFailure = Optional.of(e.reason());
      log.debug(1, "get_agent_identities: " + e.getMessage());
    }
    return keys;
  }

  private static Map<PublicKey, AgentKey> keys(AgentClient client) throws AgentException {
    Map<PublicKey, AgentKey> keys = new LinkedHashMap<>();
    for (AgentIdentity identity : client.identities().usable()) {
      keys.putIfAbsent(
          identity.key(),
          new AgentKey(identity.comment(), identity.key(), client.signer(identity), false));
    }
    return keys;
  }

  private Optional<String> socket() throws ConfigException {
    Optional<String> configured = config.value(ClientKeywords.IDENTITY_AGENT);
    String environment = System.getenv("SSH_AUTH_SOCK");
    Optional<String> inherited =
        environment == null || environment.isEmpty() ? Optional.empty() : Optional.of(environment);
    if (configured.isEmpty() || configured.get().equals("SSH_AUTH_SOCK")) {
      return inherited;
    }
    String value = configured.get();
    if (value.equals("none")) {
      return Optional.empty();
    }
    if (value.startsWith("$") && !value.startsWith("${")) {
      return Optional.ofNullable(System.getenv(value.substring(1)));
    }
    return Optional.of(config.expandFile(value));
  }
}
