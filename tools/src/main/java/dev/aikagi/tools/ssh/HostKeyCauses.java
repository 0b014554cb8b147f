package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKey;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.tools.explain.Words;
import dev.aikagi.trust.CertificateDecision;
import dev.aikagi.trust.HostKeyDecision;
import dev.aikagi.trust.KnownHostsFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a host's key is not accepted, and how it may become so. */
record HostKeyCauses(ClientConfig config, Typed typed) {
  private static final String ACCEPT_NEW = "StrictHostKeyChecking=accept-new";

  Finding of(Reason reason) {
    return switch (reason) {
      case HostKeyDecision.Unknown r -> broken(r.name()).orElseGet(() -> unknown(r, r.key()));
      case HostKeyDecision.Changed r -> changed(r);
      case HostKeyDecision.Revoked r ->
          Finding.of(Rank.CERTAIN, r).seen(place(r.place().file(), r.place().line()));
      case CertificateDecision.Revoked r ->
          Finding.of(Rank.CERTAIN, r).seen(place(r.place().file(), r.place().line()));
      default -> Finding.of(Rank.CERTAIN, reason);
    };
  }

  private static Words place(String file, int line) {
    return Words.of("seen.place", "file", file, "line", line);
  }

  private Finding unknown(Reason reason, PublicKey key) {
    return Finding.of(Rank.CERTAIN, reason, Remedy.here(accept()))
        .seen(Words.of("seen.fingerprint", "fingerprint", Fingerprint.of(key)));
  }

  /** Logs in once, and leaves at once. */
  private String accept() {
    return typed.ssh("-o", ACCEPT_NEW) + " exit";
  }

  private Finding changed(HostKeyDecision.Changed reason) {
    String forget = Sh.line("ssh-keygen", "-f", reason.offending().file(), "-R", reason.name());
    return Finding.of(
            Rank.CERTAIN,
            reason,
            new Remedy(Remedy.Where.HERE, List.of(forget, accept()), Optional.empty()))
        .seen(
            place(reason.offending().file(), reason.offending().line()),
            Words.of("seen.fingerprint", "fingerprint", Fingerprint.of(reason.key())));
  }

  /** The host is unknown because the line that was to make it known cannot be read. */
  private Optional<Finding> broken(String name) {
    for (KnownFile file : KnownFile.of(config)) {
      for (KnownHostsFile.Line line : file.parsed().faulty()) {
        if (isAbout(line, name)) {
          return Optional.of(broken(file.path(), line, name, file.text()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isAbout(KnownHostsFile.Line line, String name) {
    return line instanceof KnownHostsFile.Line.Entry entry
        ? entry.matches(name)
        : List.of(line.text().strip().split("[ \t,]+")).contains(name);
  }

  private Finding broken(String file, KnownHostsFile.Line line, String name, Bytes text) {
    String detail =
        line instanceof KnownHostsFile.Line.Broken b ? b.detail() : "the key cannot be decoded";
    String delete = Sh.line("sed", "-i", line.number() + "d", file);
    Fix fix = new Fix.Content(Path.of(file), text, without(text, line.number()));
    return Finding.of(
        Rank.CERTAIN,
        new KnownHostsReason.BrokenLine(file, line.number(), name, detail),
        new Remedy(Remedy.Where.HERE, List.of(delete, accept()), Optional.of(fix)));
  }

  private static Bytes without(Bytes text, int number) {
    List<String> lines =
        new String(text.toArray(), StandardCharsets.ISO_8859_1)
            .lines()
            .collect(Collectors.toList());
    lines.remove(number - 1);
    String rest = lines.stream().map(l -> l + "\n").collect(Collectors.joining());
    return Bytes.of(rest.getBytes(StandardCharsets.ISO_8859_1));
  }
}
