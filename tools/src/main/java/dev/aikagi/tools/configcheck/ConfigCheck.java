package dev.aikagi.tools.configcheck;

import dev.aikagi.config.ConfigSyntax;
import dev.aikagi.config.ConfigSyntax.Meaning;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks a configuration file of ssh or sshd without obeying it. */
public final class ConfigCheck {
  private static final String SYSTEM_FOLDER = "/etc/ssh";

  private final Checked checked;
  private final List<Draft> drafts = new ArrayList<>();
  private final List<Step> way = new ArrayList<>();

  private ConfigCheck(Checked checked) {
    this.checked = checked;
  }

  /**
   * Checks a file and those that it includes, for this machine.
   *
   * @param type which of the two files it is; by its words where this is empty
   */
  public static Report of(String file, Optional<ConfigSyntax> type) {
    return of(file, type, new ThisMachine());
  }

  static Report of(String file, Optional<ConfigSyntax> type, Machine machine) {
    SourceText source;
    try {
      source = SourceText.read(file);
    } catch (IOException e) {
      ConfigSyntax named =
          type.orElse(file.contains("sshd") ? ConfigSyntax.SERVER : ConfigSyntax.CLIENT);
      Finding finding = Finding.of(Rank.CERTAIN, Faults.notReadable(file, e));
      return new Report(subject(file, named), List.of(), List.of(finding));
    }
    ConfigSyntax syntax = type.orElseGet(() -> FileType.of(source));
    Path path = source.path().toAbsolutePath().normalize();
    boolean own = syntax == ConfigSyntax.CLIENT && !path.startsWith(SYSTEM_FOLDER);
    String folder = own ? machine.surroundings().homeDirectory() + "/.ssh" : SYSTEM_FOLDER;
    Entries entries = Entries.of(source, syntax, machine.surroundings(), folder);
    return new ConfigCheck(new Checked(syntax, source, entries, machine)).report();
  }

  private static Words subject(String file, ConfigSyntax syntax) {
    return Words.of(
        syntax == ConfigSyntax.SERVER
            ? "config-check.subject-server"
            : "config-check.subject-client",
        "file",
        file);
  }

  private Report report() {
    for (SourceText source : checked.entries().sources()) {
      long lines = checked.all().stream().filter(e -> e.file().equals(source.name())).count();
      way.add(
          Step.of(Mark.OK, Words.of("config-check.read", "file", source.name(), "count", lines)));
    }
    notes();
    drafts.addAll(new FileCheck(checked).drafts());
    drafts.addAll(new LineCheck(checked).drafts());
    long refused = drafts.stream().filter(d -> d.rank() == Rank.CERTAIN).count();
    way.add(
        refused == 0
            ? Step.of(Mark.OK, Words.of("config-check.lines-right"))
            : Step.of(Mark.BAD, Words.of("config-check.lines-wrong", "count", refused)));
    if (checked.isServer() && refused == 0) {
      new WholeCheck(checked).check(drafts, way);
    } else if (checked.isServer()) {
      way.add(Step.of(Mark.NOT_SEEN, Words.of("config-check.logins-not-seen")));
    }
    drafts.addAll(new RiskCheck(checked).drafts());
    drafts.addAll(new ShadowCheck(checked).drafts());
    drafts.addAll(new BlockCheck(checked).drafts());
    if (!checked.isServer()) {
      drafts.addAll(new ClientCheck(checked).drafts());
    }
    return new Report(
        subject(checked.main().name(), checked.syntax()),
        way,
        new Mending(drafts, reload()).findings());
  }

  private void notes() {
    checked
        .entries()
        .includes()
        .forEach(
            (include, files) ->
                way.add(
                    Step.of(
                        Mark.NOTE,
                        Words.of(
                            "config-check.include",
                            "file",
                            include.entry().file(),
                            "line",
                            include.entry().line(),
                            "pattern",
                            include.pattern(),
                            "count",
                            files.size()))));
    for (Entry entry : checked.all()) {
      boolean absent = entry.meaning().isEmpty() || entry.meaning().get() instanceof Meaning.Absent;
      if (absent && OldWords.isAddition(entry.keyword())) {
        way.add(
            Step.of(
                Mark.NOTE,
                Words.of(
                    "config-check.absent",
                    "file",
                    entry.file(),
                    "line",
                    entry.line(),
                    "keyword",
                    entry.keyword())));
      }
    }
  }

  /** What makes a running sshd use the file, once it is right. */
  private List<String> reload() {
    if (!checked.isServer()) {
      return List.of();
    }
    String pidFile =
        checked
            .global(ServerKeywords.PID_FILE)
            .map(Entry::value)
            .or(ServerKeywords.PID_FILE::fallback)
            .orElse("none");
    List<String> commands = new ArrayList<>();
    commands.add(Sh.line("sshd", "-t", "-f", checked.main().name()));
    // Where none runs, there is nobody to be told.
    if (!pidFile.equalsIgnoreCase("none")
        && checked.path(pidFile).filter(Files::exists).isPresent()) {
      commands.add("kill -HUP \"$(cat " + Sh.word(pidFile) + ")\"");
    }
    return commands;
  }
}
