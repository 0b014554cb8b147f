package dev.aikagi.tools.configcheck;

import dev.aikagi.tools.explain.Rank;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Host and Match lines, and what stands below one without looking so. */
record BlockCheck(Checked checked) {
  private static final Set<String> LISTS =
      Set.of(
          "user",
          "group",
          "host",
          "originalhost",
          "localuser",
          "tagged",
          "address",
          "localaddress");

  List<Draft> drafts() {
    List<Draft> drafts = new ArrayList<>();
    List<Entry> inBlock = new ArrayList<>();
    boolean said = false;
    for (Entry entry : checked.all()) {
      if (entry.opens()) {
        opened(entry, drafts);
        inBlock.clear();
        said = false;
      } else if (looksGlobal(entry, inBlock)) {
        // One for the whole paragraph.
        if (!said) {
          drafts.add(looksGlobal(entry));
        }
        said = true;
      } else {
        inBlock.add(entry);
      }
    }
    return drafts;
  }

  private void opened(Entry entry, List<Draft> drafts) {
    if (entry.block().isHost()) {
      comma(entry).ifPresent(drafts::add);
    }
    if (neverMatches(entry.block())) {
      drafts.add(
          Draft.of(
              Rank.RISK,
              new ShadowedLineReason.NeverMatches(
                  entry.file(), entry.line(), entry.keyword(), entry.block().text()),
              entry));
    }
  }

  private static Optional<Draft> comma(Entry entry) {
    return entry.words().stream()
        .filter(w -> w.indexOf(',') >= 0)
        .findFirst()
        .map(
            w ->
                Draft.of(
                        Rank.RISK,
                        new ClientLineReason.CommaInHost(
                            entry.file(), entry.line(), entry.keyword(), w),
                        entry)
                    .proposing(Edit.value(entry, w, String.join(" ", w.split(",+")))));
  }

  /** A list of patterns that only take away. */
  private static boolean neverMatches(Block block) {
    List<String> words = block.words();
    if (words.isEmpty()) {
      return false;
    }
    if (block.isHost()) {
      return words.stream().allMatch(w -> w.startsWith("!"));
    }
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String criterion = (equals < 0 ? word : word.substring(0, equals)).toLowerCase(Locale.ROOT);
      if (LISTS.contains(criterion)) {
        String list =
            equals >= 0 ? word.substring(equals + 1) : i + 1 < words.size() ? words.get(++i) : "";
        if (!list.isEmpty() && List.of(list.split(",")).stream().allMatch(p -> p.startsWith("!"))) {
          return true;
        }
      }
    }
    return false;
  }

  /** At the margin and set apart, below a block whose own lines are indented. */
  private static boolean looksGlobal(Entry entry, List<Entry> inBlock) {
    return !entry.block().isNone()
        && !entry.block().isForAll()
        && !entry.indented()
        && entry.setApart()
        && !inBlock.isEmpty()
        && inBlock.stream().allMatch(e -> e.indented() && e.file().equals(entry.file()));
  }

  private static Draft looksGlobal(Entry entry) {
    return Draft.of(
        Rank.RISK,
        new ShadowedLineReason.LooksGlobal(
            entry.file(), entry.line(), entry.keyword(), entry.block().text()),
        entry);
  }
}
