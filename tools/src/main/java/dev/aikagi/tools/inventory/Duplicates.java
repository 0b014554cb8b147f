package dev.aikagi.tools.inventory;

import dev.aikagi.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which keys stand in several lines, or lie in several files: one of them is easily forgotten. */
final class Duplicates {
  private Duplicates() {}

  private record Same(Entry.Kind kind, Bytes blob) {}

  /** A private key, its public half and its line in authorized_keys are no duplicates. */
  static List<Entry> marked(List<Entry> entries) {
    Map<Same, List<Entry>> groups = new HashMap<>();
    for (Entry entry : entries) {
      same(entry).ifPresent(s -> groups.computeIfAbsent(s, _ -> new ArrayList<>()).add(entry));
    }
    List<Entry> marked = new ArrayList<>();
    for (Entry entry : entries) {
      List<Entry> group = same(entry).map(groups::get).orElse(List.of());
      Optional<Entry> other =
          group.stream().filter(e -> !e.where().equals(entry.where())).findFirst();
      marked.add(
          other
              .map(o -> entry.with(new Mark(Mark.Code.DUPLICATE, "also in " + o.where())))
              .orElse(entry));
    }
    return marked;
  }

  private static Optional<Same> same(Entry entry) {
    return switch (entry.kind()) {
      case PRIVATE_KEY, AUTHORIZED_KEY -> entry.key().map(k -> new Same(entry.kind(), k.blob()));
      case PUBLIC_KEY, CERTIFICATE, BROKEN_LINE, FILE -> Optional.empty();
    };
  }
}
