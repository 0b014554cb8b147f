package dev.aikagi.tools.configcheck;

import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerConfigReader;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.config.Surroundings;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The server's file read as a whole, which shows what no line shows by itself, and who gets in by
 * it.
 */
record WholeCheck(Checked checked) {
  void check(List<Draft> drafts, List<Step> way) {
    List<Diagnostic> said = new ArrayList<>();
    Surroundings surroundings = checked.machine().surroundings();
    String file = checked.main().name();
    subsystems(drafts);
    try {
      ServerConfig config =
          new ServerConfigReader(surroundings, checked.algorithms(), said::add).read(file);
      HostKeyCheck hostKeys = new HostKeyCheck(checked, config);
      LoginCheck logins = new LoginCheck(checked, config);
      way.addAll(hostKeys.steps());
      way.addAll(logins.steps());
      drafts.addAll(hostKeys.drafts());
      drafts.addAll(logins.drafts());
    } catch (ConfigException e) {
      drafts.add(refused(file, String.valueOf(e.getMessage()), said));
    }
  }

  private Draft refused(String file, String message, List<Diagnostic> said) {
    Optional<Entry> named =
        checked.all().stream().filter(e -> message.startsWith(e.keyword() + " ")).findFirst();
    if (named.isPresent()) {
      return refused(named.get(), message);
    }
    int line =
        said.stream()
            .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
            .reduce((a, b) -> b)
            .map(d -> d.position().line())
            .orElse(1);
    return Draft.of(Rank.CERTAIN, new ConfigLineReason.Refused(file, line, "", message));
  }

  private static Draft refused(Entry entry, String message) {
    return Draft.of(
        Rank.CERTAIN,
        new ConfigLineReason.Refused(entry.file(), entry.line(), entry.keyword(), message),
        entry);
  }

  /** sshd before 9.5 refuses the file; later ones, and ours, take the first line. */
  private void subsystems(List<Draft> drafts) {
    Map<String, Entry> first = new HashMap<>();
    for (Entry entry : checked.all()) {
      if (!entry.sets(ServerKeywords.SUBSYSTEM) || entry.words().size() < 2) {
        continue;
      }
      String name = entry.words().getFirst();
      Entry earlier = first.putIfAbsent(entry.block().condition() + "\n" + name, entry);
      if (earlier != null) {
        drafts.add(
            Draft.of(
                    Rank.LIKELY,
                    new ConfigLineReason.DefinedTwice(
                        entry.file(), entry.line(), entry.keyword(), name, earlier.place()),
                    entry)
                .proposing(Edit.comment(entry)));
      }
    }
  }
}
