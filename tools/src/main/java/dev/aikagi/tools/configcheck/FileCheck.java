package dev.aikagi.tools.configcheck;

import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Sh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files themselves: who can write to them, and which are missing. */
record FileCheck(Checked checked) {
  private static final int GROUP_OR_OTHERS = 022;

  List<Draft> drafts() {
    List<Draft> drafts = new ArrayList<>();
    for (SourceText source : checked.entries().sources()) {
      writable(source, drafts);
    }
    checked.entries().unreadable().forEach(r -> drafts.add(Draft.of(Rank.LIKELY, r)));
    checked.entries().includes().forEach((i, files) -> include(i, files, drafts));
    return drafts;
  }

  private void writable(SourceText source, List<Draft> drafts) {
    try {
      if (!(Files.getAttribute(source.path(), "unix:mode") instanceof Integer all)) {
        return;
      }
      int mode = all & 07777;
      if ((mode & GROUP_OR_OTHERS) != 0) {
        drafts.add(
            Draft.of(
                isRefused(source, mode) ? Rank.CERTAIN : Rank.RISK,
                new ConfigFileReason.WritableByOthers(source.path(), mode),
                source.changing(Sh.line("chmod", "go-w", source.name()))));
      }
    } catch (IOException e) {
      drafts.add(Draft.of(Rank.LIKELY, Faults.notReadable(source.name(), e)));
    }
  }

  /** ssh refuses the user's own file; one that -F names or the system's is not looked at so. */
  private boolean isRefused(SourceText source, int mode) {
    Path own = Path.of(checked.machine().surroundings().homeDirectory(), ".ssh", "config");
    return (mode & GROUP_OR_OTHERS) != 0
        && !checked.isServer()
        && source.path().toAbsolutePath().normalize().equals(own);
  }

  private static void include(Entries.Include include, List<String> files, List<Draft> drafts) {
    String pattern = include.pattern();
    boolean literal =
        pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0 && pattern.indexOf('[') < 0;
    // A folder for additions is often empty.
    if (files.isEmpty() && literal) {
      Entry entry = include.entry();
      drafts.add(
          Draft.of(
              Rank.RISK,
              new ShadowedLineReason.IncludesNothing(
                  entry.file(), entry.line(), entry.keyword(), pattern),
              entry));
    }
  }
}
