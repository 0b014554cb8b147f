package dev.aikagi.tools.ssh;

import dev.aikagi.agent.AgentFailure;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.auth.GssReason;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.auth.OwnCertificateReason;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.key.KeyType;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why a server said "Permission denied", as far as it shows on this side. */
final class DeniedCauses {
  private static final String PUBLICKEY = "publickey";

  /** The name of the usual cache, which every program of Kerberos reads. */
  private static final String INTO_A_FILE = "export KRB5CCNAME=FILE:/tmp/krb5cc_$(id -u); kinit";

  private final ClientConfig config;
  private final Typed typed;
  private final List<Considered> considered;
  private final Identities identities;
  private final IdentityCauses files;
  private final RefusedCauses refusals;
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
    this.refusals = new RefusedCauses(typed, considered, files);
  }

  /**
   * One at least; those of one rank with the most telling first.
   *
   * @param signatures what the server says that it signs by; none where it says nothing
   */
  List<Finding> of(List<ClientAuthStep> steps, List<String> methods, List<String> signatures) {
    boolean keysTaken =
        methods.contains(PUBLICKEY)
            || steps.stream().anyMatch(ClientAuthStep.Offered.class::isInstance);
    partial(steps, methods);
    switchedOff(methods);
    opened(steps);
    if (keysTaken) {
      unfit(steps);
      leftOut(steps);
      findings.addAll(refusals.of(steps, methods, signatures));
      if (findings.isEmpty()) {
        String folder = machine.homeDirectory() + "/.ssh";
        findings.add(
            Finding.of(Rank.CERTAIN, new DeniedReason.NoIdentities(folder), typed.newKey()));
      }
    }
    answers(steps);
    hosts(steps);
    tickets(steps);
    if (!keysTaken && findings.isEmpty()) {
      findings.add(
          Finding.of(
              Rank.LIKELY,
              new DeniedReason.KeysNotTaken(methods),
              Remedy.server(refusals.atServer())));
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
            .filter(c -> !c.isInAgent() && !c.isCertificate())
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

  /** What became of this host's word for its user: whoever asks for that means to get in by it. */
  private void hosts(List<ClientAuthStep> steps) {
    for (ClientAuthStep step : steps) {
      switch (step) {
        case ClientAuthStep.HostRefused r ->
            findings.add(Finding.of(Rank.LIKELY, r, Remedy.server(refusals.atServer())));
        case ClientAuthStep.HostNotSigned n -> findings.add(Finding.of(Rank.LIKELY, n));
        case ClientAuthStep.HostNotUsed n -> findings.add(Finding.of(Rank.LIKELY, n));
        default -> {}
      }
    }
  }

  /** A ticket is what whoever has one means to get in by; who never has one is told at last. */
  private void tickets(List<ClientAuthStep> steps) {
    for (ClientAuthStep step : steps) {
      switch (step) {
        case ClientAuthStep.GssapiNotUsed(GssReason.NoTicket none) ->
            findings.add(Finding.of(Rank.POSSIBLE, none, Remedy.here("kinit")));
        case ClientAuthStep.GssapiNotUsed(GssReason.TicketExpired over) ->
            findings.add(Finding.of(Rank.LIKELY, over, Remedy.here("kinit")));
        case ClientAuthStep.GssapiNotUsed(GssReason.CacheNotReadable cache) ->
            findings.add(Finding.of(Rank.LIKELY, cache, Remedy.here(INTO_A_FILE)));
        case ClientAuthStep.GssapiNotUsed n ->
            findings.add(Finding.of(Rank.LIKELY, n.reason(), Remedy.here("klist")));
        case ClientAuthStep.GssapiFailed f -> findings.add(Finding.of(Rank.LIKELY, f.reason()));
        case ClientAuthStep.GssapiRefused r ->
            findings.add(Finding.of(Rank.LIKELY, r, Remedy.server(refusals.atServer())));
        default -> {}
      }
    }
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
          Considered c = Considered.meant(considered, s);
          Rank rank = accepted(steps, c) ? Rank.CERTAIN : Rank.LIKELY;
          if (c.isWithheld()) {
            findings.add(files.of(c, c.fault().orElseThrow(), rank));
          } else {
            files.agent().meant(c, s).ifPresent(key -> agentFailed(rank, key));
          }
          if (!c.isWithheld() || !AgentCauses.isWithoutPrivateHalf(s)) {
            findings.add(files.of(c, s.reason(), rank));
          }
        }
        case ClientAuthStep.NotSigned s ->
            findings.add(files.agent().notSigned(Considered.meant(considered, s), s));
        default -> {}
      }
    }
  }

  private static Rank rank(AgentFailure failure, boolean offered) {
    return switch (failure) {
      case AgentFailure.Silent _ -> Rank.CERTAIN;
      // One that is merely empty, which many are, is not why a key was refused.
      case AgentFailure.EmptyOrLocked _ when offered -> Rank.POSSIBLE;
      default -> Rank.LIKELY;
    };
  }

  private void agentFailed(Rank rank, String... keys) {
    AgentFailure failure = identities.agentFailure().orElse(null);
    if (failure != null && findings.stream().noneMatch(f -> f.reason().equals(failure))) {
      findings.add(files.agent().of(failure, rank, keys));
    }
  }

  private static boolean accepted(List<ClientAuthStep> steps, Considered c) {
    return steps.stream()
        .anyMatch(s -> s instanceof ClientAuthStep.KeyAccepted a && c.isMeantBy(a));
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
                    List.of(typed.newKey())));
        default -> {}
      }
    }
  }

  private Finding algorithm(ClientAuthStep.NoMutualAlgorithm step) {
    String keyword = ClientKeywords.PUBKEY_ACCEPTED_ALGORITHMS.name();
    KeyType type = step.type();
    boolean rsa = type.plain() == KeyType.SSH_RSA;
    boolean sha1 = rsa && step.servers().stream().noneMatch(s -> s.startsWith("rsa-sha2-"));
    if (sha1) {
      return new Finding(
          Rank.CERTAIN,
          new DeniedReason.OnlySha1(step.identity(), step.key(), step.servers()),
          typed.seen(keyword),
          joined(typed.widen(keyword, type.wireName()), typed.newKey()));
    }
    String wanted = rsa ? type.wireName().replace("ssh-rsa", "rsa-sha2-512") : type.wireName();
    return new Finding(Rank.CERTAIN, step, typed.seen(keyword), typed.widen(keyword, wanted));
  }

  private static List<Remedy> joined(List<Remedy> first, Remedy last) {
    List<Remedy> all = new ArrayList<>(first);
    all.add(last);
    return all;
  }

  /** What was there and was not offered. */
  private void leftOut(List<ClientAuthStep> steps) {
    boolean offered = steps.stream().anyMatch(ClientAuthStep.Offered.class::isInstance);
    for (Considered c : considered) {
      if (c.isWithheld()) {
        withheld(steps, c, offered);
        continue;
      }
      boolean known =
          findings.stream()
              .anyMatch(
                  f ->
                      f.reason() instanceof IdentityReason r
                          && r.identity().equals(c.file())
                          && r instanceof OwnCertificateReason == c.isCertificate());
      // What the server refused is looked at with its refusal.
      if (refused(steps, c)) {
        continue;
      }
      if (c.fault().isPresent() && !c.isMerelyAbsent() && !known) {
        findings.add(files.of(c, c.fault().get(), Rank.LIKELY));
      }
    }
    identities.agentFailure().ifPresent(f -> agentFailed(rank(f, offered)));
    // With a key that the server takes, no other one is missing.
    if (steps.stream().noneMatch(ClientAuthStep.KeyAccepted.class::isInstance)) {
      notConsidered(files.notConsidered(), offered ? Rank.POSSIBLE : Rank.LIKELY);
    }
  }

  private void notConsidered(List<String> keys, Rank rank) {
    if (keys.size() == 1) {
      String file = keys.getFirst();
      List<Remedy> remedies =
          typed.remedies(
              ClientKeywords.IDENTITIES_ONLY.name(),
              () -> typed.addHost("IdentityFile " + file),
              "-i",
              file);
      findings.add(new Finding(rank, new DeniedReason.KeyNotConsidered(file), List.of(), remedies));
    } else if (!keys.isEmpty()) {
      // Which one is for this host shows when it is tried.
      List<Remedy> remedies = keys.stream().map(key -> Remedy.here(typed.ssh("-i", key))).toList();
      findings.add(
          new Finding(rank, new DeniedReason.KeysNotConsidered(keys), List.of(), remedies));
    }
  }

  /** Of a file that was offered in its place, the server said what it thinks of it. */
  private void withheld(List<ClientAuthStep> steps, Considered c, boolean others) {
    if (steps.stream().noneMatch(s -> s instanceof ClientAuthStep.Offered o && c.isMeantBy(o))) {
      Rank rank = others ? Rank.POSSIBLE : Rank.LIKELY;
      findings.add(files.of(c, c.fault().orElseThrow(), rank));
    }
  }

  private static boolean refused(List<ClientAuthStep> steps, Considered c) {
    return c.isCertificate()
        && steps.stream().anyMatch(s -> s instanceof ClientAuthStep.KeyRefused r && c.isMeantBy(r));
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
