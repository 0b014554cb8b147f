package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.agent.AgentClient;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.AgentFailure;
import dev.aikagi.agent.AgentIdentities;
import dev.aikagi.agent.AgentIdentity;
import dev.aikagi.agent.AgentSocket;
import dev.aikagi.agent.SessionBinding;
import dev.aikagi.auth.Identity;
import dev.aikagi.key.Signer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The identities that an agent lends, and what is tried where it does not lend one. */
final class AgentLoan {
  private final AgentPatience patience;
  private final Log log;
  private final IdentityHashMap<Identity, AgentKey> keys = new IdentityHashMap<>();
  private final IdentityHashMap<Identity, Identity> inFiles = new IdentityHashMap<>();
  private final List<AgentIdentity> withheld = new ArrayList<>();
  private @Nullable Path socket;
  private boolean empty;
  private Optional<AgentFailure> failure = Optional.empty();

  AgentLoan(AgentPatience patience, Log log) {
    this.patience = patience;
    this.log = log;
  }

  /** Why the agent was of no use. */
  Optional<AgentFailure> failure() {
    return failure;
  }

  /** Stays open until the process ends: the keys sign through it. Empty where that fails. */
  Optional<AgentClient> from(Path agent) {
    socket = agent;
    try {
      return Optional.of(AgentSocket.connect(agent));
    } catch (AgentException e) {
      failed(e);
      return Optional.empty();
    }
  }

  /** What it has; nothing where it does not answer. */
  List<AgentIdentity> listedBy(AgentClient client) {
    try {
      AgentIdentities all = identities(client);
      empty = all.usable().isEmpty() && all.skipped().isEmpty();
      return all.usable();
    } catch (AgentException e) {
      failed(e);
      return List.of();
    }
  }

  private AgentIdentities identities(AgentClient client) throws AgentException {
    return patience.answer(String.valueOf(socket), client, "list identities", client::identities);
  }

  /** Signs by one of those that it has. */
  Signer signer(AgentClient client, AgentIdentity held) {
    return patience.signer(String.valueOf(socket), client, held);
  }

  private void failed(AgentException e) {
    failure = Optional.of(e.reason());
    log.debug(1, "get_agent_identities: " + e.getMessage());
  }

  /**
   * Signs by this key of the agent.
   *
   * @param file the same in a file, which may be tried instead; null where there is none
   */
  void lend(Identity identity, AgentKey key, @Nullable Identity file) {
    keys.put(identity, key);
    if (file != null) {
      inFiles.put(identity, file);
    }
  }

  /**
   * Tells the agent which connection its keys are for, and leaves out those that it does not lend
   * for that: such as are restricted to other destinations. What is in a file too is tried from
   * there, last.
   */
  List<Identity> boundTo(SessionBinding server, List<Identity> identities) {
    withheld.clear();
    Path agent = socket;
    if (agent == null || (!empty && identities.stream().noneMatch(keys::containsKey))) {
      return identities;
    }
    // A connection of its own for each session: an agent binds one to one login only.
    Optional<AgentClient> client = from(agent);
    Optional<List<AgentIdentity>> lent = client.flatMap(c -> listed(c, server));
    Map<Bytes, AgentIdentity> listed = new HashMap<>();
    lent.orElse(List.of()).forEach(held -> listed.put(held.blob(), held));
    List<Identity> first = new ArrayList<>();
    List<Identity> last = new ArrayList<>();
    for (Identity identity : identities) {
      AgentKey key = keys.get(identity);
      AgentIdentity held = key == null ? null : listed.get(key.listed().blob());
      Identity file = inFiles.get(identity);
      if (key == null) {
        first.add(identity);
      } else if (held != null) {
        key.lentBy(signer(client.orElseThrow(), held));
        first.add(identity);
      } else {
        if (lent.isPresent()) {
          withheld.add(key.listed());
        }
        if (file != null) {
          last.add(file);
        }
      }
    }
    first.addAll(last);
    return List.copyOf(first);
  }

  /** Whether the agent listed it before it knew the server, and not afterwards. */
  boolean withholds(Considered one) {
    return withheld.stream().anyMatch(one::is);
  }

  private Optional<List<AgentIdentity>> listed(AgentClient client, SessionBinding server) {
    try {
      boolean bound =
          patience.answer(
              String.valueOf(socket),
              client,
              "session-bind",
              () ->
                  client.bindSession(
                      server.hostKey(), server.sessionId(), server.signature(), false));
      log.debug(
          bound ? 1 : 2,
          bound
              ? "get_agent_identities: bound agent to hostkey"
              : "ssh_agent_bind_hostkey: agent refused operation");
      List<AgentIdentity> listed = identities(client).usable();
      log.debug(1, "get_agent_identities: agent returned " + listed.size() + " keys");
      // An agent that is locked says that it has nothing, and no to all else. There are others that
      // know no bindings.
      if (empty && listed.isEmpty() && !bound) {
        failure = Optional.of(new AgentFailure.EmptyOrLocked(String.valueOf(socket)));
      }
      return Optional.of(listed);
    } catch (AgentException e) {
      failed(e);
      return Optional.empty();
    }
  }
}
