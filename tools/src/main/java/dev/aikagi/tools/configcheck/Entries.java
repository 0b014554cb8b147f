package dev.aikagi.tools.configcheck;

import dev.aikagi.config.ConfigSyntax;
import dev.aikagi.config.ConfigSyntax.Meaning;
import dev.aikagi.config.ConfigSyntax.Statement;
import dev.aikagi.config.Surroundings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The lines of a file and of those that it includes, in the order in which they count. */
final class Entries {
  private static final int MAX_DEPTH = 16;

  /** Two files that include each other twice would be read without an end. */
  private static final int MAX_FILES = 1000;

  private final ConfigSyntax syntax;
  private final Surroundings surroundings;
  private final String folder;
  private final List<Entry> all = new ArrayList<>();
  private final Map<Include, List<String>> includes = new LinkedHashMap<>();
  private final List<SourceText> sources = new ArrayList<>();
  private final List<ConfigFileReason.NotReadable> unreadable = new ArrayList<>();
  private int filesRead;
  private Block block = Block.NONE;

  /** A pattern of an Include line. */
  record Include(Entry entry, String pattern) {}

  private Entries(ConfigSyntax syntax, Surroundings surroundings, String folder) {
    this.syntax = syntax;
    this.surroundings = surroundings;
    this.folder = folder;
  }

  /**
   * Reads what a file includes.
   *
   * @param folder what relative names are relative to
   */
  static Entries of(
      SourceText file, ConfigSyntax syntax, Surroundings surroundings, String folder) {
    Entries entries = new Entries(syntax, surroundings, folder);
    entries.file(file, 0);
    return entries;
  }

  List<Entry> all() {
    return all;
  }

  /** What each pattern of an Include line names. */
  Map<Include, List<String>> includes() {
    return includes;
  }

  /** The files, each once. */
  List<SourceText> sources() {
    return sources;
  }

  List<ConfigFileReason.NotReadable> unreadable() {
    return unreadable;
  }

  private void file(SourceText file, int depth) {
    if (sources.stream().noneMatch(s -> s.name().equals(file.name()))) {
      sources.add(file);
    }
    for (int i = 0; i < file.lines().size(); i++) {
      Optional<Statement> statement = ConfigSyntax.statement(file.line(i + 1));
      if (statement.isPresent()) {
        statement(file, i + 1, statement.get(), depth);
      }
    }
  }

  private void statement(SourceText file, int line, Statement statement, int depth) {
    Optional<Meaning> meaning = syntax.meaning(statement.keyword());
    if (meaning.orElse(null) instanceof Meaning.Opens) {
      block =
          new Block(
              statement.keyword().toLowerCase(Locale.ROOT),
              statement.words().orElse(List.of()),
              file.name() + ":" + line);
    }
    Entry entry = new Entry(file, line, block, statement, meaning);
    all.add(entry);
    if (meaning.orElse(null) instanceof Meaning.Includes) {
      entry.words().forEach(w -> include(entry, w, depth));
    }
  }

  private void include(Entry entry, String pattern, int depth) {
    List<String> files;
    try {
      files = ConfigSyntax.included(pattern, folder, surroundings);
    } catch (IOException e) {
      files = List.of();
    }
    includes.put(new Include(entry, pattern), files);
    Block outer = block;
    for (String name : files) {
      if (depth < MAX_DEPTH && ++filesRead <= MAX_FILES) {
        read(name, depth + 1);
      }
      // A Match or Host in the included file ends with it.
      block = outer;
    }
  }

  private void read(String name, int depth) {
    SourceText file;
    try {
      file = SourceText.read(name);
    } catch (IOException e) {
      unreadable.add(Faults.notReadable(name, e));
      return;
    }
    file(file, depth);
  }
}
