package dev.aikagi.tools.configcheck;

import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.Merge;
import dev.aikagi.pattern.Patterns;
import dev.aikagi.tools.explain.Rank;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Lines that an earlier one leaves nothing to decide. */
record ShadowCheck(Checked checked) {
  List<Draft> drafts() {
    List<Draft> drafts = new ArrayList<>();
    List<Entry> before = new ArrayList<>();
    for (Entry entry : inOrder()) {
      Optional<Keyword<?>> row = entry.row().filter(ShadowCheck::firstWins);
      if (row.isPresent()) {
        before.stream()
            .filter(e -> wins(e, entry, row.get()))
            .findFirst()
            .flatMap(e -> draft(entry, e, row.get()))
            .ifPresent(drafts::add);
        before.add(entry);
      }
    }
    return drafts;
  }

  /** As they are read: blocks of ssh's second pass come after all others, wherever they stand. */
  private List<Entry> inOrder() {
    if (checked.isServer()) {
      return checked.all();
    }
    return checked.all().stream()
        .sorted(Comparator.comparing(e -> e.block().isOfSecondPass()))
        .toList();
  }

  private static boolean firstWins(Keyword<?> row) {
    return row.merge() == Merge.FIRST || row.merge() == Merge.FIRST_ANYWHERE;
  }

  private boolean wins(Entry earlier, Entry later, Keyword<?> row) {
    boolean same = earlier.sets(row) || (isProxy(earlier) && isProxy(later));
    if (!same) {
      return false;
    }
    if (earlier.block().condition().equals(later.block().condition())) {
      return true;
    }
    // In sshd_config what a Match block says wins over what stands outside of all.
    return !checked.isServer() && covers(earlier.block(), later.block());
  }

  /** Whether whatever is in the later block is in the earlier one. */
  private static boolean covers(Block earlier, Block later) {
    if (earlier.isForAll() || (earlier.isForAllOfSecondPass() && later.isOfSecondPass())) {
      return true;
    }
    List<String> hosts = later.hosts().stream().filter(w -> !w.startsWith("!")).toList();
    return !hosts.isEmpty() && hosts.stream().allMatch(w -> takes(earlier, later, w));
  }

  private static boolean takes(Block earlier, Block later, String pattern) {
    boolean several = pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
    for (String word : earlier.hosts()) {
      boolean out =
          word.startsWith("!")
              && !later.words().contains(word)
              && (several || Patterns.matches(pattern, word.substring(1)));
      if (out) {
        return false;
      }
    }
    return earlier.hosts().stream().anyMatch(w -> isWithin(pattern, w));
  }

  /** A * takes whatever the other pattern's characters stand for; a ? takes one character only. */
  private static boolean isWithin(String pattern, String wider) {
    boolean one = wider.indexOf('?') >= 0 && pattern.indexOf('*') >= 0;
    return pattern.equals(wider) || (!one && Patterns.matches(pattern, wider));
  }

  private static boolean isProxy(Entry entry) {
    return entry.sets(ClientKeywords.PROXY_JUMP) || entry.sets(ClientKeywords.PROXY_COMMAND);
  }

  private static Optional<Draft> draft(Entry entry, Entry winner, Keyword<?> row) {
    String file = entry.file();
    int line = entry.line();
    String keyword = entry.keyword();
    String value = entry.value();
    if (winner.value().equalsIgnoreCase(value) && winner.sets(row)) {
      return Optional.empty();
    }
    if (!winner.sets(row)) {
      String winning = winner.keyword() + " " + winner.value();
      return Optional.of(
          Draft.of(
              Rank.RISK,
              new ShadowedLineReason.OtherProxy(file, line, keyword, winner.place(), winning),
              entry));
    }
    if (entry.block().isOfSecondPass() && !winner.block().isOfSecondPass()) {
      return Optional.of(
          Draft.of(
              Rank.RISK,
              new ShadowedLineReason.SecondPass(
                  file, line, keyword, value, winner.place(), winner.value()),
              entry));
    }
    boolean sameBlock = winner.block().condition().equals(entry.block().condition());
    if (sameBlock || winner.block().isNone()) {
      return Optional.of(
          Draft.of(
                  Rank.RISK,
                  new ShadowedLineReason.NoEffect(
                      file, line, keyword, value, winner.place(), winner.value()),
                  entry)
              .proposing(
                  sameBlock ? Edit.value(winner, winner.value(), value) : Optional.<Edit>empty()));
    }
    return Optional.of(
        Draft.of(
            Rank.RISK,
            new ShadowedLineReason.GeneralFirst(
                file, line, keyword, value, winner.place(), winner.block().text(), winner.value()),
            entry));
  }
}
