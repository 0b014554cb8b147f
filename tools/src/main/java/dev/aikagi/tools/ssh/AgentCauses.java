package dev.aikagi.tools.ssh;

import dev.aikagi.agent.AgentFailure;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.trust.KnownHostsFile;
import java.util.ArrayList;
import java.util.List;

/** Why an agent was of no use, or one of its keys. */
record AgentCauses(ClientConfig config, PrivateHalves halves) {
  /** Stands for what a person has to know. */
  private static final String SOME_KEY = "KEY";

  static Finding of(AgentFailure failure, Rank rank) {
    return failure instanceof AgentFailure.EmptyOrLocked
        ? Finding.of(rank, failure, Remedy.here("ssh-add -X"), Remedy.here("ssh-add"))
        : Finding.of(rank, failure, Remedy.here("eval \"$(ssh-agent)\"", "ssh-add"));
  }

  /** Nobody but the agent could have signed by what is in this file. */
  static boolean isWithoutPrivateHalf(ClientAuthStep.IdentityNotOpened step) {
    return step.reason() instanceof IdentityReason.PrivateHalfMissing
        || (step.reason() instanceof IdentityReason.BadFile bad
            && bad.reason() instanceof KeyFileRefusal.PublicKeyOnly);
  }

  /** Adding a key again takes the place of what was said about it before. */
  Finding notLent(Considered c, IdentityReason.NotLent reason, Rank rank) {
    String file = halves.of(c.file(), reason.key()).orElse(SOME_KEY);
    List<String> here = new ArrayList<>(List.of("ssh-add"));
    if (config.isSet(ClientKeywords.USER_KNOWN_HOSTS_FILE)) {
      KnownFile.of(config).forEach(known -> here.addAll(List.of("-H", known.path())));
    }
    String name =
        config
            .value(ClientKeywords.HOST_KEY_ALIAS)
            .orElseGet(() -> KnownHostsFile.name(config.host(), config.value(ClientKeywords.PORT)));
    here.addAll(List.of("-h", name, file));
    return Finding.of(
            rank, reason, Remedy.here(Sh.line(here)), Remedy.here(Sh.line("ssh-add", file)))
        .seen(c.origin().words());
  }

  static Finding notSigned(ClientAuthStep.NotSigned step) {
    return step.reason() instanceof AgentFailure failure
        ? Finding.of(
            Rank.CERTAIN, failure, Remedy.here("ssh-add -l", Sh.line("ssh-add", step.identity())))
        : Finding.of(Rank.CERTAIN, step);
  }
}
