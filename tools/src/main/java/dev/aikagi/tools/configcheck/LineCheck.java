package dev.aikagi.tools.configcheck;

import dev.aikagi.config.ConfigSyntax;
import dev.aikagi.config.ConfigSyntax.Fault;
import dev.aikagi.config.ConfigSyntax.Meaning;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.Scope;
import dev.aikagi.pattern.Nearest;
import dev.aikagi.tools.explain.Rank;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Each line by itself: whether the program takes it, and whether it still means anything. */
final class LineCheck {
  /** Dead words that may stand in a Match block even so. */
  private static final Set<String> GONE_ANYWHERE =
      Set.of("rsaauthentication", "rhostsrsaauthentication", "authorizedkeysfile2");

  private final Checked checked;

  LineCheck(Checked checked) {
    this.checked = checked;
  }

  List<Draft> drafts() {
    List<Draft> drafts = new ArrayList<>();
    for (Entry entry : checked.all()) {
      if (entry.meaning().isEmpty()) {
        new WordCheck(checked).draft(entry).ifPresent(drafts::add);
      } else {
        known(entry, entry.meaning().get(), drafts);
      }
    }
    return drafts;
  }

  private void known(Entry entry, Meaning meaning, List<Draft> drafts) {
    switch (meaning) {
      case Meaning.Gone g -> drafts.add(gone(entry));
      case Meaning.Absent a when OldWords.isDead(entry.keyword()) -> drafts.add(gone(entry));
      case Meaning.Sets(Keyword<?> row) -> {
        sets(entry, row, drafts);
        renamed(entry, row).ifPresent(drafts::add);
      }
      default -> fault(entry).ifPresent(drafts::add);
    }
  }

  private Draft gone(Entry entry) {
    boolean refused =
        isLimited(entry.block())
            && checked.isServer()
            && !GONE_ANYWHERE.contains(entry.keyword().toLowerCase(Locale.ROOT));
    Draft draft =
        refused
            ? notInMatch(entry)
            : Draft.of(
                Rank.RISK,
                new OldKeywordReason.Gone(entry.file(), entry.line(), entry.keyword()),
                entry);
    return draft.fixing(Edit.comment(entry));
  }

  private static Optional<Draft> renamed(Entry entry, Keyword<?> row) {
    return entry.keyword().equalsIgnoreCase(row.name())
        ? Optional.empty()
        : Optional.of(
            Draft.of(
                    Rank.RISK,
                    new OldKeywordReason.Renamed(
                        entry.file(), entry.line(), entry.keyword(), row.name()),
                    entry)
                .fixing(Edit.keyword(entry, row.name())));
  }

  private void sets(Entry entry, Keyword<?> row, List<Draft> drafts) {
    if (checked.isServer() && row.scope() == Scope.GLOBAL && isLimited(entry.block())) {
      drafts.add(notInMatch(entry));
      return;
    }
    boolean list = ConfigSyntax.algorithms(row).isPresent() && entry.words().size() == 1;
    List<Draft> algorithms =
        list ? new AlgorithmCheck(checked, entry, row).drafts() : List.<Draft>of();
    drafts.addAll(algorithms);
    if (algorithms.stream().noneMatch(d -> d.rank() == Rank.CERTAIN)) {
      fault(entry).ifPresent(drafts::add);
    }
  }

  private static boolean isLimited(Block block) {
    return block.isMatch() && !block.isForAll();
  }

  private static Draft notInMatch(Entry entry) {
    return Draft.of(
        Rank.CERTAIN,
        new ConfigLineReason.NotInMatch(
            entry.file(), entry.line(), entry.keyword(), entry.block().text()),
        entry);
  }

  private Optional<Draft> fault(Entry entry) {
    return checked
        .syntax()
        .fault(entry.statement(), checked.machine().surroundings(), checked.algorithms())
        .map(f -> fault(entry, f));
  }

  private Draft fault(Entry entry, Fault fault) {
    String file = entry.file();
    int line = entry.line();
    String keyword = entry.keyword();
    return switch (fault) {
      case Fault.NoArgument n ->
          Draft.of(Rank.CERTAIN, new ConfigLineReason.NoValue(file, line, keyword), entry)
              .proposing(Edit.comment(entry));
      case Fault.OpenQuote q ->
          Draft.of(Rank.CERTAIN, new ConfigLineReason.OpenQuote(file, line, keyword), entry);
      case Fault.ExtraWords(List<String> words) ->
          Draft.of(Rank.CERTAIN, new ConfigLineReason.ExtraWords(file, line, keyword, words), entry)
              .proposing(Edit.value(entry, " " + String.join(" ", words), ""));
      case Fault.BadArgument(String text) -> badArgument(entry, text);
    };
  }

  private Draft badArgument(Entry entry, String text) {
    List<String> choices = entry.row().map(checked.syntax()::choices).orElse(List.of());
    String value = entry.value();
    if (choices.isEmpty()) {
      return Draft.of(
          Rank.CERTAIN,
          new ConfigLineReason.BadArgument(
              entry.file(), entry.line(), entry.keyword(), value, text),
          entry);
    }
    Optional<Edit> edit =
        Nearest.to(value, choices).flatMap(meant -> Edit.value(entry, value, meant));
    return Draft.of(
            Rank.CERTAIN,
            new ConfigLineReason.BadValue(
                entry.file(), entry.line(), entry.keyword(), value, choices),
            entry)
        .proposing(edit);
  }
}
