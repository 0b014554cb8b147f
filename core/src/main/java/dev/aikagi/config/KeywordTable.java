package dev.aikagi.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each name at the start of a line means. */
final class KeywordTable {
  /** What a name means. */
  sealed interface Meaning {
    /** It sets a value. */
    record Row(Keyword<?> keyword) implements Meaning {}

    /** Host, Match or Include, by its name in lower case. */
    record Structure(String name) implements Meaning {}

    /** A value that was dropped long ago; the line is skipped with a message. */
    record Obsolete(Scope scope) implements Meaning {}

    /** Something that this build lacks; the line is skipped with a message. */
    record Unsupported(Scope scope) implements Meaning {}

    /** Skipped in silence. */
    record Ignored() implements Meaning {}
  }

  private final List<Keyword<?>> rows;
  private final Map<String, Meaning> meanings = new HashMap<>();

  private KeywordTable(List<Keyword<?>> rows) {
    this.rows = rows;
    for (Keyword<?> row : rows) {
      meanings.put(row.lowerName(), new Meaning.Row(row));
    }
  }

  static KeywordTable of(List<Keyword<?>> rows) {
    return new KeywordTable(rows);
  }

  KeywordTable alias(String name, Keyword<?> keyword) {
    meanings.put(name, new Meaning.Row(keyword));
    return this;
  }

  KeywordTable deprecated(String names) {
    return all(names, new Meaning.Obsolete(Scope.MATCH));
  }

  KeywordTable unsupported(String names) {
    return all(names, new Meaning.Unsupported(Scope.MATCH));
  }

  KeywordTable unsupportedGlobal(String names) {
    return all(names, new Meaning.Unsupported(Scope.GLOBAL));
  }

  KeywordTable ignored(String names) {
    return all(names, new Meaning.Ignored());
  }

  KeywordTable structural(String names) {
    for (String name : Split.at(' ', names)) {
      meanings.put(name, new Meaning.Structure(name));
    }
    return this;
  }

  private KeywordTable all(String names, Meaning meaning) {
    for (String name : Split.at(' ', names)) {
      meanings.put(name, meaning);
    }
    return this;
  }

  List<Keyword<?>> rows() {
    return rows;
  }

  /** Every name that means something, in lower case. */
  Set<String> names() {
    return Set.copyOf(meanings.keySet());
  }

  /** What a name means, in whatever case it is written; null if nothing. */
  @Nullable Meaning meaning(String name) {
    return meanings.get(name.toLowerCase(Locale.ROOT));
  }
}
