package dev.aikagi.tools.ssh;

import dev.aikagi.agent.AgentFailure;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.tools.explain.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why a server said "Permission denied", as far as it shows on this side. */
final class DeniedCauses {
  private static final String PUBLICKEY = "publickey";

  private final ClientConfig config;
  private final Typed typed;
  private final List<Considered> considered;
  private final Identities identities;
  private final IdentityCauses files;
  private final LocalMachine machine;
  private final List<Finding> findings = new ArrayList<>();

  DeniedCauses(
      ClientConfig config,
      Typed typed,
      List<Considered> considered,
      Identities identities,
      LocalMachine machine) {
    this.config = config;
    this.typed = typed;
    this.considered = considered;
    this.identities = identities;
    this.machine = machine;
    this.files = new IdentityCauses(typed, considered, machine);
  }

  /** One at least; those of one rank with the most telling first. */
  List<Finding> of(List<ClientAuthStep> steps, List<String> methods) {
    boolean keysTaken =
        methods.contains(PUBLICKEY)
            || steps.stream().anyMatch(ClientAuthStep.Offered.class::isInstance);
    partial(steps, methods);
    switchedOff(methods);
    opened(steps);
    if (keysTaken) {
      unfit(steps);
      leftOut(steps);
      refused(steps, methods);
    }
    answers(steps);
    if (!keysTaken && findings.isEmpty()) {
      findings.add(
          Finding.of(
              Rank.LIKELY, new DeniedReason.KeysNotTaken(methods), Remedy.server(atServer())));
    }
    if (findings.isEmpty()) {
      steps.stream()
          .filter(ClientAuthStep::refuses)
          .forEach(s -> findings.add(Finding.of(Rank.LIKELY, s)));
    }
    return findings;
  }

  /** The server had enough of keys before the right one came, or before a password could. */
  List<Finding> tooMany(List<ClientAuthStep> steps) {
    List<String> offered = new ArrayList<>();
    for (ClientAuthStep step : steps) {
      if (step instanceof ClientAuthStep.Offered o) {
        offered.add(o.identity());
      }
    }
    Optional<Considered> first =
        considered.stream()
            .filter(c -> !(c.origin() instanceof Origin.InAgent))
            .filter(c -> c.fault().isEmpty() && !offered.contains(c.name()))
            .findFirst();
    List<Remedy> remedies = new ArrayList<>();
    first.ifPresent(
        c -> {
          remedies.addAll(
              typed.remedies(
                  ClientKeywords.IDENTITIES_ONLY.name(),
                  () -> typed.addHost("IdentitiesOnly yes", "IdentityFile " + c.name()),
                  "-o",
                  "IdentitiesOnly=yes",
                  "-i",
                  c.name()));
        });
    remedies.add(Remedy.here("ssh-add -l", "ssh-add -d KEY"));
    return List.of(
        new Finding(
            Rank.CERTAIN,
            new DeniedReason.TooManyOffers(offered.size(), offered),
            List.of(),
            remedies));
  }

  private void partial(List<ClientAuthStep> steps, List<String> methods) {
    for (ClientAuthStep step : steps) {
      if (step instanceof ClientAuthStep.Succeeded s && s.partial()) {
        findings.add(
            Finding.of(Rank.CERTAIN, new DeniedReason.MoreRequired(s.methodName(), methods)));
        return;
      }
    }
  }

  private void switchedOff(List<String> methods) {
    if (!methods.contains(PUBLICKEY)) {
      return;
    }
    String preferred = config.value(ClientKeywords.PREFERRED_AUTHENTICATIONS).orElse(PUBLICKEY);
    if (config.value(ClientKeywords.PUBKEY_AUTHENTICATION).equals("no")) {
      findings.add(
          new Finding(
              Rank.CERTAIN,
              new DeniedReason.MethodSwitchedOff(
                  PUBLICKEY, ClientKeywords.PUBKEY_AUTHENTICATION.name(), "no"),
              typed.seen(ClientKeywords.PUBKEY_AUTHENTICATION.name()),
              typed.set(ClientKeywords.PUBKEY_AUTHENTICATION, "yes")));
    } else if (!List.of(preferred.split(",", -1)).contains(PUBLICKEY)) {
      findings.add(
          new Finding(
              Rank.CERTAIN,
              new DeniedReason.MethodSwitchedOff(
                  PUBLICKEY, ClientKeywords.PREFERRED_AUTHENTICATIONS.name(), preferred),
              typed.seen(ClientKeywords.PREFERRED_AUTHENTICATIONS.name()),
              typed.set(ClientKeywords.PREFERRED_AUTHENTICATIONS, PUBLICKEY + "," + preferred)));
    }
  }

  /** The server would have taken these keys, or was never asked because they could not be read. */
  private void opened(List<ClientAuthStep> steps) {
    for (ClientAuthStep step : steps) {
      switch (step) {
        case ClientAuthStep.IdentityNotOpened s -> {
          Considered c = named(s.identity());
          Rank rank = accepted(steps, s.identity()) ? Rank.CERTAIN : Rank.LIKELY;
          findings.add(files.of(c, s.reason(), rank));
        }
        case ClientAuthStep.NotSigned s -> findings.add(notSigned(s));
        default -> {}
      }
    }
  }

  private static boolean accepted(List<ClientAuthStep> steps, String identity) {
    return steps.stream()
        .anyMatch(s -> s instanceof ClientAuthStep.KeyAccepted a && a.identity().equals(identity));
  }

  private Considered named(String identity) {
    return considered.stream()
        .filter(c -> c.name().equals(identity))
        .findFirst()
        .orElseGet(
            () ->
                new Considered(
                    identity, new Origin.ByDefault(), Optional.empty(), Optional.empty()));
  }

  private static Finding notSigned(ClientAuthStep.NotSigned step) {
    return step.reason() instanceof AgentFailure failure
        ? Finding.of(
            Rank.CERTAIN, failure, Remedy.here("ssh-add -l", Sh.line("ssh-add", step.identity())))
        : Finding.of(Rank.CERTAIN, step);
  }

  private void unfit(List<ClientAuthStep> steps) {
    for (ClientAuthStep step : steps) {
      switch (step) {
        case ClientAuthStep.NoMutualAlgorithm s -> findings.add(algorithm(s));
        case ClientAuthStep.KeyUnfit s ->
            findings.add(
                new Finding(
                    Rank.CERTAIN,
                    s,
                    typed.seen(ClientKeywords.REQUIRED_RSA_SIZE.name()),
                    List.of(newKey())));
        default -> {}
      }
    }
  }

  private Remedy newKey() {
    String key = machine.homeDirectory() + "/.ssh/id_ed25519";
    return Remedy.here(
        Sh.line("ssh-keygen", "-t", "ed25519", "-f", key), typed.copyId(key + ".pub"));
  }

  private Finding algorithm(ClientAuthStep.NoMutualAlgorithm step) {
    String keyword = ClientKeywords.PUBKEY_ACCEPTED_ALGORITHMS.name();
    KeyType type = step.key().type();
    boolean sha1 =
        type == KeyType.SSH_RSA
            && step.servers().stream().noneMatch(s -> s.startsWith("rsa-sha2-"));
    if (sha1) {
      return new Finding(
          Rank.CERTAIN,
          new DeniedReason.OnlySha1(step.identity(), step.key(), step.servers()),
          typed.seen(keyword),
          joined(typed.widen(keyword, "ssh-rsa"), newKey()));
    }
    String wanted = type == KeyType.SSH_RSA ? "rsa-sha2-512" : type.wireName();
    return new Finding(Rank.CERTAIN, step, typed.seen(keyword), typed.widen(keyword, wanted));
  }

  private static List<Remedy> joined(List<Remedy> first, Remedy last) {
    List<Remedy> all = new ArrayList<>(first);
    all.add(last);
    return all;
  }

  /** What was there and was not offered. */
  private void leftOut(List<ClientAuthStep> steps) {
    for (Considered c : considered) {
      boolean known =
          findings.stream()
              .anyMatch(
                  f -> f.reason() instanceof IdentityReason r && r.identity().equals(c.name()));
      if (c.fault().isPresent() && !c.isMerelyAbsent() && !known) {
        findings.add(files.of(c, c.fault().get(), Rank.LIKELY));
      }
    }
    identities
        .agentFailure()
        .ifPresent(
            f ->
                findings.add(
                    Finding.of(Rank.LIKELY, f, Remedy.here("eval \"$(ssh-agent)\"", "ssh-add"))));
    for (String file : files.notConsidered()) {
      boolean offered = steps.stream().anyMatch(ClientAuthStep.Offered.class::isInstance);
      findings.add(
          new Finding(
              offered ? Rank.POSSIBLE : Rank.LIKELY,
              new DeniedReason.KeyNotConsidered(file),
              List.of(),
              typed.remedies(
                  ClientKeywords.IDENTITIES_ONLY.name(),
                  () -> typed.addHost("IdentityFile " + file),
                  "-i",
                  file)));
    }
  }

  private void refused(List<ClientAuthStep> steps, List<String> methods) {
    boolean any = false;
    for (ClientAuthStep step : steps) {
      if (step instanceof ClientAuthStep.KeyRefused r) {
        any = true;
        findings.add(refused(r, methods));
      }
    }
    if (!any && findings.isEmpty()) {
      String folder = machine.homeDirectory() + "/.ssh";
      findings.add(Finding.of(Rank.CERTAIN, new DeniedReason.NoIdentities(folder), newKey()));
    }
  }

  private Finding refused(ClientAuthStep.KeyRefused step, List<String> methods) {
    String half = step.identity() + ".pub";
    // The name of an agent's key is whatever somebody called it.
    boolean file =
        !(named(step.identity()).origin() instanceof Origin.InAgent)
            && Files.isRegularFile(Path.of(half));
    List<Remedy> remedies = new ArrayList<>();
    if (file && methods.size() > 1) {
      remedies.add(Remedy.here(typed.copyId(half)));
    }
    remedies.add(Remedy.server(add(step)));
    remedies.add(Remedy.server(atServer()));
    List<Words> seen = new ArrayList<>();
    seen.add(named(step.identity()).origin().words());
    typed
        .position(ClientKeywords.USER)
        .ifPresentOrElse(
            p -> seen.add(typed.lineOf(p)),
            () -> {
              if (!config.isSet(ClientKeywords.USER)) {
                seen.add(Words.of("way.config.local-user", "user", config.user()));
              }
            });
    return new Finding(Rank.LIKELY, step, seen, remedies);
  }

  /** For root over there: the user's own rights make the file, so its owner is right. */
  private String add(ClientAuthStep.KeyRefused step) {
    String key = new PublicKeyFile.Entry(step.key(), "").line().strip();
    // A last line without its end would swallow the new one.
    String append =
        "umask 077; f=~/.ssh/authorized_keys; mkdir -p ~/.ssh;"
            + " [ -z \"$(tail -c1 $f 2>/dev/null)\" ] || echo >> $f; echo "
            + Sh.word(key)
            + " >> $f";
    return Sh.line("su", config.user(), "-s", "/bin/sh", "-c", append);
  }

  private String atServer() {
    return Sh.line("sudo", "ssh-doctor", "--server", "--user", config.user());
  }

  private void answers(List<ClientAuthStep> steps) {
    for (ClientAuthStep step : steps) {
      switch (step) {
        case ClientAuthStep.AnswerRefused s -> findings.add(Finding.of(Rank.LIKELY, s));
        case ClientAuthStep.NotAnswered s -> findings.add(Finding.of(Rank.POSSIBLE, s));
        default -> {}
      }
    }
  }
}
