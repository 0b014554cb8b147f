package dev.aikagi.tools.configcheck;

import dev.aikagi.config.ClientKeywords;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Sh;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What ssh_config names on this machine. */
record ClientCheck(Checked checked) {
  List<Draft> drafts() {
    List<Draft> drafts = new ArrayList<>();
    for (Entry entry : checked.all()) {
      if (entry.sets(ClientKeywords.IDENTITY_FILE) && entry.words().size() == 1) {
        identity(entry, entry.words().getFirst()).ifPresent(drafts::add);
      }
    }
    return drafts;
  }

  private Optional<Draft> identity(Entry entry, String name) {
    if (name.equalsIgnoreCase("none") || name.indexOf('%') >= 0 || name.indexOf('$') >= 0) {
      return Optional.empty();
    }
    return checked.path(name).flatMap(p -> identity(entry, name, p));
  }

  private static Optional<Draft> identity(Entry entry, String name, Path path) {
    String file = entry.file();
    if (name.endsWith(".pub")) {
      String half = name.substring(0, name.length() - ".pub".length());
      // A public half that is there alone tells which key of the agent's is meant.
      boolean meantForAgent =
          Files.exists(path) && !Files.exists(Path.of(path.toString().replaceAll("\\.pub$", "")));
      return meantForAgent
          ? Optional.empty()
          : Optional.of(
              Draft.of(
                      Rank.RISK,
                      new ClientLineReason.PublicIdentity(
                          file, entry.line(), entry.keyword(), name),
                      entry)
                  .proposing(Edit.value(entry, name, half)));
    }
    boolean missing = path.isAbsolute() && Files.notExists(path, new LinkOption[0]);
    return missing
        ? Optional.of(
            Draft.of(
                    Rank.RISK,
                    new ClientLineReason.NoIdentity(file, entry.line(), entry.keyword(), name),
                    entry)
                .with("ls -l " + Sh.word(String.valueOf(path.getParent()))))
        : Optional.empty();
  }
}
