package dev.aikagi.tools.ssh;

import dev.aikagi.Reason;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.auth.OwnCertificateReason;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.Position;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.PublicKey;
import dev.aikagi.pattern.Nearest;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sed;
import dev.aikagi.tools.explain.Sh;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with keys in files, and what mends it. */
record IdentityCauses(Typed typed, List<Considered> considered, LocalMachine machine) {
  private static final int OWNER_ONLY = 0700;

  /** Of those that somebody configured, and of those with a default name that are there. */
  List<Finding> ofFiles(Rank rank) {
    List<Finding> findings = new ArrayList<>();
    for (Considered c : considered) {
      if (c.fault().isPresent() && !c.isMerelyAbsent()) {
        Rank own = isForTheServerToSay(c.fault().get()) ? Rank.POSSIBLE : rank;
        findings.add(of(c, c.fault().get(), own));
      }
    }
    return findings;
  }

  /** A certificate without the user's name may be good for him all the same. */
  static boolean isForTheServerToSay(Reason fault) {
    return fault instanceof OwnCertificateReason.NameNotListed
        || fault instanceof OwnCertificateReason.NoPrincipals;
  }

  Finding of(Considered c, Reason reason, Rank rank) {
    if (reason instanceof OwnCertificateReason own) {
      return new CertificateCauses(typed, considered, machine).of(c, own, rank);
    }
    // Of a certificate, the key that is to sign for it may be elsewhere.
    String file = reason instanceof IdentityReason r ? r.identity() : c.name();
    Finding finding =
        switch (reason) {
          case IdentityReason.TooOpen r -> tooOpen(r, rank);
          case IdentityReason.Missing r -> missing(c, r, rank);
          case IdentityReason.BadFile(String _, KeyFileRefusal.PublicKeyOnly _) ->
              publicOnly(c, file, reason, rank);
          case IdentityReason.OtherPublicHalf r ->
              Finding.of(
                  rank,
                  r,
                  Remedy.here(
                      Sh.line("ssh-keygen", "-y", "-f", file) + " > " + Sh.word(file + ".pub")));
          case IdentityReason.Locked r ->
              Finding.of(rank, r, Remedy.here("eval \"$(ssh-agent)\"", Sh.line("ssh-add", file)));
          case IdentityReason.Unreadable r when isOwn(file) ->
              Finding.of(rank, r, Remedy.here(Sh.line("chmod", "600", file)));
          case IdentityReason.Unreadable r ->
              Finding.of(
                  rank,
                  r,
                  Remedy.here(
                      "sudo chown \"$(id -un)\" " + Sh.word(file), "chmod 600 " + Sh.word(file)));
          case IdentityReason.NotConfigured r ->
              setting(r, rank, ClientKeywords.IDENTITIES_ONLY, "no");
          case IdentityReason.NotLent r -> agent().notLent(c, r, rank);
          case IdentityReason.NoProvider r ->
              setting(r, rank, ClientKeywords.SECURITY_KEY_PROVIDER, "internal");
          default -> Finding.of(rank, reason);
        };
    return finding.evidence().isEmpty() ? finding.seen(c.origin().words()) : finding;
  }

  private PrivateHalves halves() {
    return new PrivateHalves(considered, machine);
  }

  AgentCauses agent() {
    return new AgentCauses(typed, halves());
  }

  /** Enough for an agent that has the private half; for nothing else. */
  private Finding publicOnly(Considered c, String file, Reason reason, Rank rank) {
    Optional<String> half = c.key().flatMap(key -> halves().of(file, key));
    if (half.isPresent()) {
      return other(c, reason, rank, half.get());
    }
    return file.endsWith(".pub")
        ? Finding.of(rank, new IdentityReason.PrivateHalfMissing(file))
        : Finding.of(rank, reason);
  }

  private boolean isOwn(String file) {
    return KeyFolder.isOf(Path.of(file), machine.userId());
  }

  /** Lines of these files end as Windows has it; this ssh reads them, OpenSSH's does not. */
  List<Finding> carriageReturns() {
    List<Finding> findings = new ArrayList<>();
    for (Considered c : considered) {
      Path file = Path.of(c.name());
      if (!c.isInAgent() && !c.isCertificate() && PrivateKeys.hasCarriageReturns(file)) {
        findings.add(
            Finding.of(
                    Rank.RISK,
                    new IdentityReason.CarriageReturns(c.name()),
                    Remedy.here(Sed.command(file.toString(), "s/\\r$//")))
                .seen(c.origin().words()));
      }
    }
    return findings;
  }

  private static Finding tooOpen(IdentityReason.TooOpen reason, Rank rank) {
    int mode = reason.reason().mode();
    Path path = reason.reason().path();
    return Finding.of(
        rank,
        reason,
        Remedy.here(Sh.line("chmod", "600", path))
            .with(new Fix.Mode(path, mode, mode & OWNER_ONLY)));
  }

  private Finding missing(Considered c, Reason reason, Rank rank) {
    Path path = Path.of(c.name());
    Path folder = path.toAbsolutePath().getParent();
    List<String> there = folder == null ? List.of() : privateKeys(folder);
    Optional<String> meant = Nearest.to(c.name(), there);
    if (meant.isEmpty() && there.size() == 1) {
      meant = Optional.of(there.getFirst());
    }
    return meant
        .map(m -> other(c, reason, rank, m))
        .orElseGet(
            () ->
                Finding.of(
                    rank,
                    reason,
                    Remedy.here(
                        Sh.line("ssh-keygen", "-t", "ed25519", "-f", c.name()),
                        typed.copyId(c.name() + ".pub"))));
  }

  /** The file is another one. */
  private Finding other(Considered c, Reason reason, Rank rank, String meant) {
    List<Remedy> remedies = new ArrayList<>();
    if (c.origin() instanceof Origin.Configured(Position p) && p.line() > 0) {
      String text = ClientKeywords.IDENTITY_FILE.name() + " " + meant;
      remedies.add(Remedy.here(ConfigEdit.replace(p.file(), p.line(), text)));
    }
    remedies.add(Remedy.here(typed.ssh("-i", meant)));
    return new Finding(rank, reason, List.of(c.origin().words()), remedies);
  }

  /** Another value of the setting that is in the way mends it. */
  private Finding setting(Reason reason, Rank rank, Keyword<?> keyword, String value) {
    return new Finding(rank, reason, typed.seen(keyword.name()), typed.set(keyword, value));
  }

  /** Keys in ~/.ssh that have none of the default names, and that no line names. */
  List<String> notConsidered() {
    List<String> named = considered.stream().map(Considered::name).toList();
    List<PublicKey> authorities =
        considered.stream()
            .flatMap(c -> c.certificate().stream())
            .map(Certificate::signatureKey)
            .toList();
    return privateKeys(Path.of(machine.homeDirectory(), ".ssh")).stream()
        .filter(f -> !named.contains(f))
        // Who signs certificates by it does not log in by it.
        .filter(f -> ShownKey.of(f).filter(s -> authorities.contains(s.key())).isEmpty())
        .toList();
  }

  private static List<String> privateKeys(Path folder) {
    return KeyFolder.files(folder).stream()
        .filter(f -> !f.toString().endsWith(".pub"))
        .filter(PrivateKeys::looksLikeOne)
        .map(Path::toString)
        .toList();
  }
}
