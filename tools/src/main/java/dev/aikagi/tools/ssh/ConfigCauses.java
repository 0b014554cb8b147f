package dev.aikagi.tools.ssh;

import dev.aikagi.config.ConfigException;
import dev.aikagi.config.ConfigFileReason;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sed;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.tools.explain.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Why a configuration is not obeyed at all. */
final class ConfigCauses {
  private static final int WRITABLE_BY_OTHERS = 022;

  private ConfigCauses() {}

  /** One at least. */
  static List<Finding> of(ConfigException e, List<Diagnostic> diagnostics) {
    if (!e.reasons().isEmpty() && e.reasons().getFirst() instanceof ConfigFileReason reason) {
      return List.of(ofFile(reason));
    }
    List<Finding> findings = new ArrayList<>();
    for (Diagnostic d : diagnostics) {
      if (d.severity() == Diagnostic.Severity.ERROR) {
        findings.add(badLine(d.position().file(), d.position().line(), d.text()));
      }
    }
    if (findings.isEmpty()) {
      String text = String.valueOf(e.getMessage());
      findings.add(Finding.of(Rank.CERTAIN, new ClientConfigReason.Unusable(text)));
    }
    return findings;
  }

  private static Finding badLine(String file, int line, String text) {
    ClientConfigReason reason = new ClientConfigReason.BadLine(file, line, text);
    return line == 0
        ? Finding.of(Rank.CERTAIN, reason)
        : Finding.of(
            Rank.CERTAIN,
            reason,
            Remedy.here(Sed.comment(file, line)),
            Remedy.here(Sh.line("ssh-doctor", "--config", file)));
  }

  private static Finding ofFile(ConfigFileReason reason) {
    return switch (reason) {
      case ConfigFileReason.NotTrusted(String file, long _, int mode)
          when (mode & WRITABLE_BY_OTHERS) != 0 ->
          Finding.of(
                  Rank.CERTAIN,
                  reason,
                  Remedy.here(Sh.line("chmod", "go-w", file))
                      .with(new Fix.Mode(Path.of(file), mode, mode & ~WRITABLE_BY_OTHERS)))
              .seen(Words.of("seen.mode", "file", file, "mode", mode));
      case ConfigFileReason.NotTrusted(String file, long owner, int _) ->
          Finding.of(Rank.CERTAIN, reason, Remedy.here("sudo chown \"$(id -un)\" " + Sh.word(file)))
              .seen(Words.of("seen.owner", "file", file, "owner", owner));
    };
  }
}
