package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sed;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.tools.explain.Words;
import dev.aikagi.trust.CertificateDecision;
import dev.aikagi.trust.HostKeyDecision;
import dev.aikagi.trust.KnownHostsFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why a host's key is not accepted, and how it may become so. */
record HostKeyCauses(ClientConfig config, Typed typed) {
  Finding of(Reason reason) {
    return switch (reason) {
      case HostKeyDecision.Unknown r -> broken(r).orElseGet(() -> unknown(r, r.name(), r.key()));
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

  private Finding unknown(Reason reason, String name, PublicKey key) {
    return new Finding(Rank.CERTAIN, reason, List.of(), remedies(name, key))
        .seen(Words.of("seen.fingerprint", "fingerprint", Fingerprint.of(key)));
  }

  /** Where no file keeps keys for this host, one has to be read too. */
  private List<Remedy> remedies(String name, PublicKey key) {
    String accept = accept(name, key);
    if (keeper().isPresent()) {
      return List.of(Remedy.here(accept));
    }
    return typed.set(ClientKeywords.USER_KNOWN_HOSTS_FILE, byDefault()).stream()
        .map(r -> Remedy.here(accept, r.commands().getFirst()))
        .toList();
  }

  /** This key and no other: whoever answers next time may be somebody else. */
  private String accept(String name, PublicKey key) {
    String line = name + " " + new PublicKeyFile.Entry(key, "").line().strip();
    String file = keeper().orElseGet(this::byDefault);
    return "umask 077; "
        + folder(Path.of(file))
        + "printf '%s\\n' "
        + Sh.word(line)
        + " >> "
        + Sh.word(file);
  }

  /** What a new user has not yet. */
  private static String folder(Path file) {
    Path parent = file.getParent();
    return parent == null || Files.exists(parent) ? "" : Sh.line("mkdir", "-p", parent) + "; ";
  }

  /** Scripts that want no key kept name /dev/null; "none" is no file at all. */
  private Optional<String> keeper() {
    return config.value(ClientKeywords.USER_KNOWN_HOSTS_FILE).stream()
        .map(this::expanded)
        .filter(f -> !f.equals("/dev/null"))
        .findFirst();
  }

  private String byDefault() {
    return typed.machine().homeDirectory() + "/.ssh/known_hosts";
  }

  private String expanded(String file) {
    try {
      return config.expandFile(file);
    } catch (ConfigException e) {
      // As it stands there.
      return file;
    }
  }

  private Finding changed(HostKeyDecision.Changed reason) {
    String forget = Sh.line("ssh-keygen", "-f", reason.offending().file(), "-R", reason.name());
    return Finding.of(
            Rank.CERTAIN,
            reason,
            new Remedy(
                Remedy.Where.HERE,
                List.of(forget, accept(reason.name(), reason.key())),
                Optional.empty()))
        .seen(
            place(reason.offending().file(), reason.offending().line()),
            Words.of("seen.fingerprint", "fingerprint", Fingerprint.of(reason.key())));
  }

  /** The host is unknown because the line that was to make it known cannot be read. */
  private Optional<Finding> broken(HostKeyDecision.Unknown reason) {
    for (KnownFile file : KnownFile.of(config)) {
      for (KnownHostsFile.Line line : file.parsed().faulty()) {
        if (isAbout(line, reason.name())) {
          return Optional.of(broken(file.path(), line, reason, file.text()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isAbout(KnownHostsFile.Line line, String name) {
    // A marker that was to forbid something is not deleted for being damaged.
    if (line.text().strip().startsWith("@")) {
      return false;
    }
    return line instanceof KnownHostsFile.Line.Entry entry
        ? entry.matches(name)
        : List.of(line.text().strip().split("[ \t,]+")).contains(name);
  }

  private Finding broken(
      String file, KnownHostsFile.Line line, HostKeyDecision.Unknown unknown, Bytes text) {
    String detail =
        line instanceof KnownHostsFile.Line.Broken b ? b.detail() : "the key cannot be decoded";
    String delete = Sed.command(file, line.number() + "d");
    Fix fix = new Fix.Content(Path.of(file), text, without(text, line.number()));
    return Finding.of(
        Rank.CERTAIN,
        new KnownHostsReason.BrokenLine(file, line.number(), unknown.name(), detail),
        new Remedy(
            Remedy.Where.HERE,
            List.of(delete, accept(unknown.name(), unknown.key())),
            Optional.of(fix)));
  }

  private static Bytes without(Bytes text, int number) {
    // By line feeds alone, as the lines were counted; carriage returns stay where they are.
    List<String> lines =
        new ArrayList<>(
            List.of(new String(text.toArray(), StandardCharsets.ISO_8859_1).split("\n", -1)));
    lines.remove(number - 1);
    String rest = String.join("\n", lines);
    return Bytes.of(rest.getBytes(StandardCharsets.ISO_8859_1));
  }
}
