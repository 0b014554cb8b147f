package dev.aikagi.tools.configcheck;

import dev.aikagi.config.AlgorithmNames;
import dev.aikagi.config.ConfigSyntax;
import dev.aikagi.config.Keyword;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A configuration, and what it is checked against. */
record Checked(ConfigSyntax syntax, SourceText main, Entries entries, Machine machine) {
  boolean isServer() {
    return syntax == ConfigSyntax.SERVER;
  }

  AlgorithmNames algorithms() {
    return isServer() ? AlgorithmNames.OPENSSH_SERVER : AlgorithmNames.OPENSSH_CLIENT;
  }

  ConfigSyntax otherSyntax() {
    return isServer() ? ConfigSyntax.CLIENT : ConfigSyntax.SERVER;
  }

  List<Entry> all() {
    return entries.all();
  }

  /** The line outside of all blocks that decides a keyword of which the first line wins. */
  Optional<Entry> global(Keyword<?> row) {
    return all().stream().filter(e -> e.block().isNone() && e.sets(row)).findFirst();
  }

  /** The file that a name means; empty where that is not known here, or no name of a file. */
  Optional<Path> path(String name) {
    if (name.indexOf('\0') >= 0 || (name.startsWith("~") && !name.startsWith("~/"))) {
      return Optional.empty();
    }
    String home = machine.surroundings().homeDirectory();
    return Optional.of(Path.of(name.startsWith("~/") ? home + name.substring(1) : name));
  }
}
