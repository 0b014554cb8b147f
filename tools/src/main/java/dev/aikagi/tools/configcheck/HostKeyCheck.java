package dev.aikagi.tools.configcheck;

import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The host keys that a configuration names. */
final class HostKeyCheck {
  private static final int SHORTEST_RSA = 2048;

  /** Red Hat's ssh_keys, which only a program with that group can read keys by. */
  private static final String TRUSTED_GROUP = "ssh_keys";

  private final Checked checked;
  private final ServerConfig config;
  private final List<Draft> drafts = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<String> unusable = new ArrayList<>();
  private int usable;

  HostKeyCheck(Checked checked, ServerConfig config) {
    this.checked = checked;
    this.config = config;
    if (config.isSet(ServerKeywords.HOST_KEY)) {
      check();
    }
  }

  List<Draft> drafts() {
    return drafts;
  }

  List<Step> steps() {
    return steps;
  }

  private void check() {
    for (Entry entry : checked.all()) {
      if (entry.sets(ServerKeywords.HOST_KEY) && !entry.value().equalsIgnoreCase("none")) {
        Optional<Path> path = checked.path(entry.value());
        path.ifPresent(p -> check(entry, p));
        if (path.isEmpty()) {
          usable++;
          steps.add(unknown(entry.value()));
        }
      }
    }
    if (usable == 0 && !unusable.isEmpty()) {
      drafts.add(
          Draft.of(
              Rank.CERTAIN,
              new LockOutReason.NoHostKey(checked.main().name(), unusable),
              "ssh-keygen -A"));
    }
  }

  private void check(Entry entry, Path path) {
    if (Files.notExists(path)) {
      unusable.add(path.toString());
      drafts.add(
          Draft.of(
                  Rank.POSSIBLE,
                  new HostKeyFileReason.Missing(entry.file(), entry.line(), path),
                  entry)
              .with(Sh.line("ssh-keygen", "-t", type(path), "-N", "", "-f", path)));
      return;
    }
    modes(path);
    boolean agent = config.value(ServerKeywords.HOST_KEY_AGENT).isPresent();
    HostKeyFile file = HostKeyFile.read(path, agent);
    Optional<String> weak = file.key().flatMap(HostKeyCheck::weak);
    weak.ifPresent(
        w ->
            drafts.add(
                Draft.of(Rank.RISK, new HostKeyFileReason.Weak(path, w), entry)
                    .proposing(Edit.comment(entry))));
    file.refusal().ifPresent(r -> unusable(entry, path, r));
    if (file.key().isEmpty() && file.refusal().isEmpty()) {
      steps.add(unknown(path));
    }
    if (file.refusal().isEmpty() && file.key().map(this::isAllowed).orElse(true)) {
      usable++;
    } else {
      unusable.add(path.toString());
    }
  }

  private void unusable(Entry entry, Path path, KeyFileRefusal refusal) {
    Draft draft =
        Draft.of(
            Rank.POSSIBLE,
            new HostKeyFileReason.Unusable(entry.file(), entry.line(), path, refusal.summary()),
            entry);
    drafts.add(
        refusal instanceof KeyFileRefusal.PassphraseRequired
            ? draft.with(Sh.line("ssh-keygen", "-p", "-N", "", "-f", path))
            : draft);
  }

  private static Step unknown(Object path) {
    return Step.of(Mark.NOT_SEEN, Words.of("config-check.unknown-host-key", "path", path));
  }

  /** Of the usual names: the type that the file would have. */
  private static String type(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return name.contains("rsa") ? "rsa" : name.contains("ecdsa") ? "ecdsa" : "ed25519";
  }

  private void modes(Path path) {
    try {
      if (!(Files.getAttribute(path, "unix:mode") instanceof Integer all)) {
        return;
      }
      int mode = all & 07777;
      boolean byGroup =
          (mode & 077) == 040
              && TRUSTED_GROUP.equals(String.valueOf(Files.getAttribute(path, "unix:group")));
      if ((mode & 077) != 0 && !byGroup) {
        drafts.add(
            Draft.of(
                Rank.LIKELY,
                new HostKeyFileReason.TooOpen(path, mode),
                Sh.line("chmod", "600", path)));
      }
    } catch (IOException e) {
      steps.add(unknown(path));
    }
  }

  private boolean isAllowed(PublicKey key) {
    List<String> names = config.algorithms(ServerKeywords.HOST_KEY_ALGORITHMS);
    String own = key.type().wireName();
    boolean bits = key.refusal(config.value(ServerKeywords.REQUIRED_RSA_SIZE)).isEmpty();
    return bits
        && (names.contains(own)
            || (own.equals("ssh-rsa") && names.stream().anyMatch(n -> n.startsWith("rsa-sha2-"))));
  }

  private static Optional<String> weak(PublicKey key) {
    return key.type() == KeyType.SSH_DSS
        ? Optional.of("DSA")
        : key.refusal(SHORTEST_RSA).map(r -> r.summary());
  }
}
