package dev.aikagi.tools.ssh;

import dev.aikagi.agent.AgentFailure;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.auth.GssReason;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.auth.OwnCertificateReason;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
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
      refused(steps, methods, signatures);
    }
    answers(steps);
    hosts(steps);
    tickets(steps);
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
            findings.add(Finding.of(Rank.LIKELY, r, Remedy.server(atServer())));
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
        case ClientAuthStep.GssapiNotUsed n ->
            findings.add(Finding.of(Rank.LIKELY, n.reason(), Remedy.here("klist")));
        case ClientAuthStep.GssapiFailed f -> findings.add(Finding.of(Rank.LIKELY, f.reason()));
        case ClientAuthStep.GssapiRefused r ->
            findings.add(Finding.of(Rank.LIKELY, r, Remedy.server(atServer())));
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
          Considered c = meant(s);
          Rank rank = accepted(steps, c) ? Rank.CERTAIN : Rank.LIKELY;
          findings.add(files.of(c, s.reason(), rank));
        }
        case ClientAuthStep.NotSigned s -> findings.add(notSigned(s));
        default -> {}
      }
    }
  }

  private static boolean accepted(List<ClientAuthStep> steps, Considered c) {
    return steps.stream()
        .anyMatch(s -> s instanceof ClientAuthStep.KeyAccepted a && c.isMeantBy(a));
  }

  private Considered meant(ClientAuthStep.OfIdentity step) {
    return considered.stream()
        .filter(c -> c.isMeantBy(step))
        .findFirst()
        .orElseGet(
            () ->
                step.certificate().isPresent()
                    ? Considered.certificate(
                        step.identity(),
                        step.identity(),
                        new Origin.ByDefault(),
                        step.certificate().get())
                    : Considered.key(step.identity(), new Origin.ByDefault(), Optional.empty()));
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
    KeyType type = step.type();
    boolean rsa = type.plain() == KeyType.SSH_RSA;
    boolean sha1 = rsa && step.servers().stream().noneMatch(s -> s.startsWith("rsa-sha2-"));
    if (sha1) {
      return new Finding(
          Rank.CERTAIN,
          new DeniedReason.OnlySha1(step.identity(), step.key(), step.servers()),
          typed.seen(keyword),
          joined(typed.widen(keyword, type.wireName()), newKey()));
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
    for (Considered c : considered) {
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

  private static boolean refused(List<ClientAuthStep> steps, Considered c) {
    return c.isCertificate()
        && steps.stream().anyMatch(s -> s instanceof ClientAuthStep.KeyRefused r && c.isMeantBy(r));
  }

  /** Certificates first: whoever has one means to get in by it. */
  private void refused(List<ClientAuthStep> steps, List<String> methods, List<String> signatures) {
    List<Finding> ofKeys = new ArrayList<>();
    boolean any = false;
    for (ClientAuthStep step : steps) {
      if (step instanceof ClientAuthStep.KeyRefused r) {
        any = true;
        if (isUnheardOf(r, signatures)) {
          findings.add(unheardOf(r, signatures));
        } else if (r.certificate().isPresent()) {
          findings.add(refused(r, r.certificate().get()));
        } else {
          ofKeys.add(refused(r, methods));
        }
      }
    }
    findings.addAll(ofKeys);
    if (!any && findings.isEmpty()) {
      String folder = machine.homeDirectory() + "/.ssh";
      findings.add(Finding.of(Rank.CERTAIN, new DeniedReason.NoIdentities(folder), newKey()));
    }
  }

  /** RSA is not offered then; of other types OpenSSH offers what it has, and so does this. */
  private static boolean isUnheardOf(ClientAuthStep.KeyRefused step, List<String> signatures) {
    return !signatures.isEmpty()
        && step.key().type() != KeyType.SSH_RSA
        && !signatures.contains(step.key().type().wireName())
        && step.certificate().filter(c -> signatures.contains(c.type().wireName())).isEmpty();
  }

  private Finding unheardOf(ClientAuthStep.KeyRefused step, List<String> signatures) {
    Considered c = meant(step);
    String algorithm = step.key().type().wireName();
    return new Finding(
        Rank.CERTAIN,
        new DeniedReason.SignatureNotKnown(c.file(), algorithm, signatures),
        List.of(c.origin().words()),
        List.of(Remedy.server(atServer())));
  }

  private Finding refused(ClientAuthStep.KeyRefused step, Certificate certificate) {
    Considered c = meant(step);
    if (c.fault().isPresent()) {
      return files.of(c, c.fault().get(), Rank.LIKELY);
    }
    PublicKey authority = certificate.signatureKey();
    String line = "cert-authority " + new PublicKeyFile.Entry(authority, "").line();
    return new Finding(
        Rank.LIKELY,
        new DeniedReason.CertificateRefused(c.file(), certificate, authority),
        List.of(c.origin().words()),
        List.of(Remedy.server(add(line)), Remedy.server(atServer())));
  }

  private Finding refused(ClientAuthStep.KeyRefused step, List<String> methods) {
    String half = step.identity() + ".pub";
    // The name of an agent's key is whatever somebody called it.
    boolean file = !meant(step).isInAgent() && Files.isRegularFile(Path.of(half));
    List<Remedy> remedies = new ArrayList<>();
    if (file && methods.size() > 1) {
      remedies.add(Remedy.here(typed.copyId(half)));
    }
    remedies.add(Remedy.server(add(new PublicKeyFile.Entry(step.key(), "").line())));
    remedies.add(Remedy.server(atServer()));
    List<Words> seen = new ArrayList<>();
    seen.add(meant(step).origin().words());
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
  private String add(String line) {
    // A last line without its end would swallow the new one.
    String append =
        "umask 077; f=~/.ssh/authorized_keys; mkdir -p ~/.ssh;"
            + " [ -z \"$(tail -c1 $f 2>/dev/null)\" ] || echo >> $f; echo "
            + Sh.word(line)
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
