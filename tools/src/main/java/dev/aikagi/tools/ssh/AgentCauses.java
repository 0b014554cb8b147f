package dev.aikagi.tools.ssh;

import dev.aikagi.agent.AgentFailure;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.trust.KnownHostsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why an agent was of no use, or one of its keys. */
record AgentCauses(Typed typed, PrivateHalves halves) {
  /** Stands for what a person has to know. */
  private static final String SOME_KEY = "KEY";

  private static final String AGENT = ClientKeywords.IDENTITY_AGENT.name();

  /**
   * One that was of no use.
   *
   * @param keys what it is to have, by their files' names; none for those with default names
   */
  Finding of(AgentFailure failure, Rank rank, String... keys) {
    List<Remedy> remedies =
        failure instanceof AgentFailure.EmptyOrLocked
            ? List.of(Remedy.here(sshAdd("-X")), Remedy.here(sshAdd(keys)))
            : List.of(another(keys));
    return new Finding(rank, failure, typed.seen(AGENT), remedies);
  }

  /** A new agent is where SSH_AUTH_SOCK says; a line that names another place would hide it. */
  private Remedy another(String... keys) {
    List<String> commands = new ArrayList<>(List.of("eval \"$(ssh-agent)\"", called("", keys)));
    if (place().filter(AgentPlace::configured).isPresent()) {
      commands.add(typed.ssh("-o", AGENT + "=SSH_AUTH_SOCK"));
    }
    return Remedy.here(commands.toArray(String[]::new));
  }

  private Optional<AgentPlace> place() {
    try {
      return Optional.of(AgentPlace.of(typed.config()));
    } catch (ConfigException e) {
      // Then no agent was asked, and a finding of its own says why.
      return Optional.empty();
    }
  }

  private String sshAdd(String... words) {
    return called(place().map(AgentPlace::forSshAdd).orElse(""), words);
  }

  private static String called(String before, String... words) {
    List<String> all = new ArrayList<>(List.of("ssh-add"));
    all.addAll(List.of(words));
    return before + Sh.line(all);
  }

  /** Nobody but the agent could have signed by what is in this file. */
  static boolean isWithoutPrivateHalf(ClientAuthStep.IdentityNotOpened step) {
    return step.reason() instanceof IdentityReason.PrivateHalfMissing
        || (step.reason() instanceof IdentityReason.BadFile bad
            && bad.reason() instanceof KeyFileRefusal.PublicKeyOnly);
  }

  /** What the agent should have, were it not for the agent; by its file's name. */
  Optional<String> meant(Considered c, ClientAuthStep.IdentityNotOpened step) {
    if (step.reason() instanceof IdentityReason.Locked) {
      return Optional.of(c.name());
    }
    return isWithoutPrivateHalf(step)
        ? c.key().flatMap(key -> halves.of(c.file(), key)).or(() -> Optional.of(SOME_KEY))
        : Optional.empty();
  }

  /** Adding a key again takes the place of what was said about it before. */
  Finding notLent(Considered c, IdentityReason.NotLent reason, Rank rank) {
    ClientConfig config = typed.config();
    String file = halves.of(c.file(), reason.key()).orElse(SOME_KEY);
    List<String> here = new ArrayList<>();
    if (config.isSet(ClientKeywords.USER_KNOWN_HOSTS_FILE)) {
      KnownFile.of(config).forEach(known -> here.addAll(List.of("-H", known.path())));
    }
    String name =
        config
            .value(ClientKeywords.HOST_KEY_ALIAS)
            .orElseGet(() -> KnownHostsFile.name(config.host(), config.value(ClientKeywords.PORT)));
    here.addAll(List.of("-h", name, file));
    return Finding.of(
            rank,
            reason,
            Remedy.here(sshAdd(here.toArray(String[]::new))),
            Remedy.here(sshAdd(file)))
        .seen(c.origin().words());
  }

  Finding notSigned(Considered c, ClientAuthStep.NotSigned step) {
    Finding finding =
        switch (step.reason()) {
          case AgentFailure.Refused _ -> refused(c, step);
          case AgentFailure failure -> of(failure, Rank.CERTAIN);
          default -> Finding.of(Rank.CERTAIN, step);
        };
    return finding.seen(c.origin().words());
  }

  private Finding refused(Considered c, ClientAuthStep.NotSigned step) {
    String file = halves.of(c.file(), step.key()).orElse(SOME_KEY);
    return Finding.of(
        Rank.CERTAIN,
        new DeniedReason.AgentSaidNo(c.file(), step.key()),
        Remedy.here(sshAdd(file)));
  }
}
