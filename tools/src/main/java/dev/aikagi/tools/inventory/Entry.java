package dev.aikagi.tools.inventory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One key in one place.
 *
 * @param place the file, or the file at a host
 * @param line counted from 1; 0 where a file is one key
 * @param changed when the file was
 * @param words what it may do and how it is kept, for a person
 * @param more the same for programs, under names that stay
 * @param lastLogin empty where it is not known, too
 */
record Entry(
    Kind kind,
    String place,
    int line,
    Optional<KeyFacts> key,
    String comment,
    Optional<Instant> changed,
    List<String> words,
    Map<String, Object> more,
    List<Mark> marks,
    Optional<LogLine> lastLogin) {
  /** What it is. */
  enum Kind {
    PRIVATE_KEY,
    PUBLIC_KEY,
    CERTIFICATE,
    AUTHORIZED_KEY,
    BROKEN_LINE,
    FILE;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  Entry {
    words = List.copyOf(words);
    more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
    marks = List.copyOf(marks);
  }

  /** Before anybody has looked into a log. */
  Entry(
      Kind kind,
      String place,
      int line,
      Optional<KeyFacts> key,
      String comment,
      Optional<Instant> changed,
      List<String> words,
      Map<String, Object> more,
      List<Mark> marks) {
    this(kind, place, line, key, comment, changed, words, more, marks, Optional.empty());
  }

  Entry with(LogLine login) {
    return new Entry(
        kind, place, line, key, comment, changed, words, more, marks, Optional.of(login));
  }

  /** Of a file that has no other line. */
  Entry whole() {
    return new Entry(kind, place, 0, key, comment, changed, words, more, marks, lastLogin);
  }

  Entry with(Mark mark) {
    List<Mark> all = new ArrayList<>(marks);
    all.add(mark);
    return new Entry(kind, place, line, key, comment, changed, words, more, all, lastLogin);
  }

  Entry with(String word, String name, Object value) {
    List<String> allWords = new ArrayList<>(words);
    allWords.add(word);
    Map<String, Object> all = new LinkedHashMap<>(more);
    all.put(name, value);
    return new Entry(kind, place, line, key, comment, changed, allWords, all, marks, lastLogin);
  }

  /** For a person: the file, and the line in it. */
  String where() {
    return line == 0 ? place : place + ":" + line;
  }
}
