package dev.aikagi.tools.configcheck;

import dev.aikagi.config.AlgorithmNames;
import dev.aikagi.config.ConfigSyntax;
import dev.aikagi.config.Keyword;
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
}
