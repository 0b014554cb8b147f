package dev.aikagi.tools.configcheck;

import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigSyntax;
import dev.aikagi.config.ConfigSyntax.Meaning;
import dev.aikagi.config.Keyword;
import dev.aikagi.pattern.Nearest;
import dev.aikagi.pattern.Patterns;
import dev.aikagi.tools.explain.Rank;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A first word that is no keyword. */
record WordCheck(Checked checked) {
  /** Empty where the program passes over the line. */
  Optional<Draft> draft(Entry entry) {
    return isIgnored(entry) || OldWords.isAddition(entry.keyword())
        ? Optional.empty()
        : Optional.of(fault(entry));
  }

  private boolean isIgnored(Entry entry) {
    String word = entry.keyword().toLowerCase(Locale.ROOT);
    return !checked.isServer()
        && checked.all().stream()
            .takeWhile(e -> !e.equals(entry))
            .filter(e -> e.sets(ClientKeywords.IGNORE_UNKNOWN))
            .anyMatch(e -> Patterns.matchesList(word, e.value().toLowerCase(Locale.ROOT)));
  }

  private Draft fault(Entry entry) {
    String file = entry.file();
    int line = entry.line();
    String word = entry.keyword();
    Optional<String> released =
        checked.isServer() ? OldWords.released(word) : Optional.<String>empty();
    if (released.isPresent()) {
      return Draft.of(
              Rank.CERTAIN,
              new OldKeywordReason.NeverReleased(file, line, word, released.get()),
              entry)
          .fixing(Edit.keyword(entry, released.get()));
    }
    if (checked.otherSyntax().meaning(word).isPresent()) {
      String belongs = checked.isServer() ? "ssh_config" : "sshd_config";
      return Draft.of(
              Rank.CERTAIN, new ConfigLineReason.WrongFile(file, line, word, belongs), entry)
          .proposing(Edit.comment(entry));
    }
    Optional<String> system = OldWords.system(word);
    if (system.isPresent()) {
      return Draft.of(
              Rank.CERTAIN, new ConfigLineReason.OtherSystem(file, line, word, system.get()), entry)
          .proposing(Edit.comment(entry));
    }
    Optional<String> meant = Nearest.to(word, spelled());
    if (meant.isPresent()) {
      return misspelt(entry, meant.get());
    }
    return Draft.of(Rank.CERTAIN, new ConfigLineReason.UnknownKeyword(file, line, word), entry)
        .proposing(Edit.comment(entry));
  }

  private Draft misspelt(Entry entry, String meant) {
    String name = current(meant);
    Draft draft =
        Draft.of(
            Rank.CERTAIN,
            new ConfigLineReason.Misspelt(entry.file(), entry.line(), entry.keyword(), name),
            entry);
    boolean dead =
        checked.syntax().meaning(name).filter(Meaning.Gone.class::isInstance).isPresent();
    return draft.fixing(dead ? Edit.comment(entry) : Edit.keyword(entry, name));
  }

  /** The name that an old one has now. */
  private String current(String name) {
    return checked.syntax().meaning(name).orElse(null) instanceof Meaning.Sets(Keyword<?> row)
        ? row.name()
        : name;
  }

  private List<String> spelled() {
    List<String> words = new ArrayList<>();
    ConfigSyntax syntax = checked.syntax();
    syntax.keywords().forEach(k -> words.add(k.name()));
    for (String word : new String[] {"Host", "Match", "Include"}) {
      if (syntax.meaning(word).isPresent()) {
        words.add(word);
      }
    }
    OldWords.SPELLED.stream().filter(w -> syntax.meaning(w).isPresent()).forEach(words::add);
    return words;
  }
}
