package dev.aikagi.tools.doctor;

import dev.aikagi.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of a text becomes another, line by line, so that several changes of the same text can be
 * made together: none of them knows of the others.
 */
record LineChanges(List<Hunk> hunks) {
  LineChanges {
    hunks =
        hunks.stream()
            .sorted(Comparator.comparingInt(Hunk::first).thenComparingInt(Hunk::end))
            .toList();
  }

  /**
   * Lines that others stand in the place of. Each char is a byte, and the ends are part of them.
   *
   * @param first counted from 0
   * @param end behind the last one; the same as first where nothing goes
   */
  record Hunk(int first, int end, List<String> lines) {
    Hunk {
      lines = List.copyOf(lines);
    }

    private boolean touches(Hunk other) {
      return first < other.end && other.first < end;
    }
  }

  /** Where the texts differ in one place, its lines; where as many lines stand there, each one. */
  static LineChanges of(Bytes before, Bytes after) {
    List<String> old = lines(before);
    List<String> now = lines(after);
    int most = Math.min(old.size(), now.size());
    int start = 0;
    while (start < most && old.get(start).equals(now.get(start))) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && old.get(old.size() - 1 - end).equals(now.get(now.size() - 1 - end))) {
      end++;
    }
    if (old.size() != now.size()) {
      List<String> lines = now.subList(start, now.size() - end);
      return new LineChanges(List.of(new Hunk(start, old.size() - end, lines)));
    }
    List<Hunk> hunks = new ArrayList<>();
    for (int i = start; i < old.size() - end; i++) {
      if (!old.get(i).equals(now.get(i))) {
        hunks.add(new Hunk(i, i + 1, List.of(now.get(i))));
      }
    }
    return new LineChanges(hunks);
  }

  static List<String> lines(Bytes text) {
    List<String> lines = new ArrayList<>();
    String all = new String(text.toArray(), StandardCharsets.ISO_8859_1);
    int start = 0;
    while (start < all.length()) {
      int newline = all.indexOf('\n', start);
      int end = newline < 0 ? all.length() : newline + 1;
      lines.add(all.substring(start, end));
      start = end;
    }
    return lines;
  }

  /** Both; empty where they make different things of the same line. */
  Optional<LineChanges> with(LineChanges more) {
    Set<Hunk> all = new LinkedHashSet<>(hunks);
    for (Hunk hunk : more.hunks) {
      if (hunks.stream().anyMatch(h -> h.touches(hunk) && !h.equals(hunk))) {
        return Optional.empty();
      }
      all.add(hunk);
    }
    return Optional.of(new LineChanges(List.copyOf(all)));
  }

  /** The text that they are changes of, with them. */
  Bytes applied(Bytes before) {
    List<String> old = lines(before);
    List<String> now = new ArrayList<>();
    int done = 0;
    for (Hunk hunk : hunks) {
      now.addAll(old.subList(done, hunk.first));
      now.addAll(hunk.lines);
      done = hunk.end;
    }
    now.addAll(old.subList(done, old.size()));
    return Bytes.of(String.join("", now).getBytes(StandardCharsets.ISO_8859_1));
  }
}
