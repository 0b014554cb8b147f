package dev.aikagi.tools.ssh;

import dev.aikagi.auth.AuthenticationException;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.posix.Terminal;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Texts;
import dev.aikagi.tools.explain.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * At most three lines after "Permission denied": the likeliest cause, what mends it, and who knows
 * more. For people at a terminal only: what scripts read stays what OpenSSH prints.
 */
record Hint(
    ClientConfig config, CommandLine line, Identities identities, LocalMachine machine, Log log) {

  void after(AuthenticationException denied) {
    boolean wanted =
        log.isInfo()
            && log.isAtTerminal()
            && Terminal.isTerminal(1)
            && !config.value(ClientKeywords.BATCH_MODE);
    if (!wanted) {
      return;
    }
    try {
      lines(denied, Texts.ofEnvironment(n -> Optional.ofNullable(System.getenv(n))))
          .forEach(log::person);
    } catch (RuntimeException e) {
      // A hint is an extra: whatever it stumbles over, the refusal and the exit code stand.
      log.debug(1, "no hint: " + e);
    }
  }

  List<String> lines(AuthenticationException denied, Texts texts) {
    Causes causes = new Causes(config, line, identities, machine);
    List<Finding> findings = new ArrayList<>(causes.of(denied));
    findings.sort(Comparator.comparing(Finding::rank));
    List<String> lines = new ArrayList<>();
    findings.stream()
        .findFirst()
        .filter(f -> f.rank() != Rank.RISK)
        .ifPresent(f -> lines.addAll(lines(f, texts)));
    String doctor = causes.typed().doctor();
    lines.add(texts.text(Words.of("hint.more", "command", doctor)));
    return lines;
  }

  private static List<String> lines(Finding finding, Texts texts) {
    List<String> lines = new ArrayList<>(List.of(texts.title(finding.reason())));
    finding.remedies().stream()
        .filter(r -> r.where() == Remedy.Where.HERE && !r.commands().isEmpty())
        .findFirst()
        .ifPresent(
            r ->
                lines.add(
                    texts.text(
                        Words.of("hint.mend", "command", String.join(" && ", r.commands())))));
    return lines;
  }
}
