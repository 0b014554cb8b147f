package dev.aikagi.tools.configcheck;

import dev.aikagi.Bytes;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts the remedies of all findings together. What --fix does to a file is one change, and the same
 * one in each finding that it mends: the first that is made makes them all.
 *
 * @param reload what makes the server use a changed file
 */
record Mending(List<Draft> drafts, List<String> reload) {
  Mending {
    drafts = List.copyOf(drafts);
    reload = List.copyOf(reload);
  }

  List<Finding> findings() {
    Map<String, Fix.Content> fixes = fixes();
    return drafts.stream().map(d -> finding(d, fixes)).toList();
  }

  private Finding finding(Draft draft, Map<String, Fix.Content> fixes) {
    List<String> commands = new ArrayList<>(draft.commands());
    draft.edit().ifPresent(e -> commands.add(e.source().changing(e.command())));
    List<Remedy> remedies = new ArrayList<>();
    if (!commands.isEmpty()) {
      if (commands.stream().anyMatch(c -> c.contains("sed -i "))) {
        commands.addAll(reload);
      }
      Remedy remedy = Remedy.here(commands.toArray(String[]::new));
      Fix.Content fix =
          draft.automatic() ? fixes.get(draft.edit().orElseThrow().source().name()) : null;
      remedies.add(fix == null ? remedy : remedy.with(fix));
    }
    Words[] seen = draft.entry().stream().map(Entry::seen).toArray(Words[]::new);
    return new Finding(draft.rank(), draft.reason(), List.of(seen), remedies);
  }

  private Map<String, Fix.Content> fixes() {
    Map<String, Set<Edit>> edits = new TreeMap<>();
    drafts.stream()
        .filter(Draft::automatic)
        .flatMap(d -> d.edit().stream())
        // A value before the keyword, which may stand in what is looked for; a # at last.
        .sorted(Comparator.comparing(Edit::comments))
        .forEach(e -> edits.computeIfAbsent(e.source().name(), n -> new LinkedHashSet<>()).add(e));
    Map<String, Fix.Content> fixes = new TreeMap<>();
    edits.forEach((name, changes) -> fixes.put(name, fix(changes)));
    return fixes;
  }

  private static Fix.Content fix(Set<Edit> edits) {
    SourceText source = edits.iterator().next().source();
    List<String> lines = new ArrayList<>(source.lines());
    for (Edit edit : edits) {
      lines.set(edit.line() - 1, edit.in(lines.get(edit.line() - 1)));
    }
    byte[] after = String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
    return new Fix.Content(source.path(), source.content(), Bytes.of(after));
  }
}
