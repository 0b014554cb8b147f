package dev.aikagi.tools.ssh;

import dev.aikagi.auth.ClientAuthStep;
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

/** The keys and certificates that a server was shown and did not take. */
record RefusedCauses(Typed typed, List<Considered> considered, IdentityCauses files) {
  /** Certificates first: whoever has one means to get in by it. */
  List<Finding> of(List<ClientAuthStep> steps, List<String> methods, List<String> signatures) {
    List<Finding> findings = new ArrayList<>();
    List<Finding> ofKeys = new ArrayList<>();
    for (ClientAuthStep step : steps) {
      if (step instanceof ClientAuthStep.KeyRefused r) {
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
    return findings;
  }

  /** RSA is not offered then; of other types OpenSSH offers what it has, and so does this. */
  private static boolean isUnheardOf(ClientAuthStep.KeyRefused step, List<String> signatures) {
    return !signatures.isEmpty()
        && step.key().type() != KeyType.SSH_RSA
        && !signatures.contains(step.key().type().wireName())
        && step.certificate().filter(c -> signatures.contains(c.type().wireName())).isEmpty();
  }

  private Finding unheardOf(ClientAuthStep.KeyRefused step, List<String> signatures) {
    Considered c = Considered.meant(considered, step);
    String algorithm = step.key().type().wireName();
    return new Finding(
        Rank.CERTAIN,
        new DeniedReason.SignatureNotKnown(c.file(), algorithm, signatures),
        List.of(c.origin().words()),
        List.of(Remedy.server(atServer())));
  }

  private Finding refused(ClientAuthStep.KeyRefused step, Certificate certificate) {
    Considered c = Considered.meant(considered, step);
    if (c.fault().isPresent() && !c.isWithheld()) {
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
    boolean file =
        !Considered.meant(considered, step).isInAgent() && Files.isRegularFile(Path.of(half));
    List<Remedy> remedies = new ArrayList<>();
    if (file && methods.size() > 1) {
      remedies.add(Remedy.here(typed.copyId(half)));
    }
    remedies.add(Remedy.server(add(new PublicKeyFile.Entry(step.key(), "").line())));
    remedies.add(Remedy.server(atServer()));
    List<Words> seen = new ArrayList<>();
    seen.add(Considered.meant(considered, step).origin().words());
    typed
        .position(ClientKeywords.USER)
        .ifPresentOrElse(
            p -> seen.add(typed.lineOf(p)),
            () -> {
              if (!typed.config().isSet(ClientKeywords.USER)) {
                seen.add(Words.of("way.config.local-user", "user", typed.config().user()));
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
    return Sh.line("su", typed.config().user(), "-s", "/bin/sh", "-c", append);
  }

  /** What to run over there. */
  String atServer() {
    return Sh.line("sudo", "ssh-doctor", "--server", "--user", typed.config().user());
  }
}
