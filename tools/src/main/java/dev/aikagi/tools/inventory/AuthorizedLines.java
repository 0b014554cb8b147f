package dev.aikagi.tools.inventory;

import dev.aikagi.MalformedException;
import dev.aikagi.key.KeyType;
import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.trust.AuthorizedKeyReason;
import dev.aikagi.trust.AuthorizedKeys;
import dev.aikagi.trust.AuthorizedKeys.Line;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines of an authorized_keys file. When each was written, nobody knows. */
final class AuthorizedLines {
  private AuthorizedLines() {}

  static List<Entry> of(String place, byte[] content, Clock clock) {
    List<Entry> entries = new ArrayList<>();
    AuthorizedKeys keys = AuthorizedKeys.examine(place, content);
    for (Line line : keys.lines()) {
      entries.add(
          switch (line) {
            case Line.Entry e -> entry(place, e, clock);
            case Line.Unusable u -> broken(place, u.reason());
          });
    }
    for (AuthorizedKeyReason reason : keys.hidden()) {
      entries.add(broken(place, reason));
    }
    return entries;
  }

  private static Entry entry(String place, Line.Entry line, Clock clock) {
    AuthorizedKeyOptions options = line.options();
    KeyFacts key = KeyFacts.of(line.type(), line.blob());
    List<Mark> marks = new ArrayList<>(key.marks());
    List<String> restrictions = Restrictions.of(options);
    List<String> words = new ArrayList<>();
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("certAuthority", options.certAuthority());
    more.put("restrictions", restrictions);
    if (options.certAuthority()) {
      words.add("authority of certificates");
    }
    if (options.principals() != null) {
      words.add("for principals " + String.join(", ", options.principals()));
      more.put("principals", options.principals());
    }
    words.addAll(restrictions);
    if (options.expiry() != null) {
      more.put("expires", options.expiry().toString());
      if (options.expiry().isBefore(clock.instant())) {
        marks.add(new Mark(Mark.Code.EXPIRED, "expired " + Times.day(options.expiry(), clock)));
      } else {
        words.add("until " + Times.day(options.expiry(), clock));
      }
    }
    if (options.principals() != null && !options.certAuthority()) {
      marks.add(new Mark(Mark.Code.BROKEN, "principals without cert-authority: opens nothing"));
    }
    return new Entry(
        Entry.Kind.AUTHORIZED_KEY,
        place,
        line.number(),
        Optional.of(key),
        line.comment(),
        Optional.empty(),
        words,
        more,
        marks);
  }

  private static Entry broken(String place, AuthorizedKeyReason reason) {
    Mark.Code code =
        reason instanceof AuthorizedKeyReason.UnknownOption
            ? Mark.Code.UNKNOWN_OPTION
            : Mark.Code.BROKEN;
    String where = place + ":" + reason.line() + ": ";
    String summary = reason.summary();
    String text = summary.startsWith(where) ? summary.substring(where.length()) : summary;
    return new Entry(
        Entry.Kind.BROKEN_LINE,
        place,
        reason.line(),
        reason.blob().isEmpty() ? Optional.empty() : facts(reason),
        "",
        Optional.empty(),
        List.of(),
        Map.of(),
        List.of(new Mark(code, text)));
  }

  private static Optional<KeyFacts> facts(AuthorizedKeyReason reason) {
    try {
      return KeyType.ofBlob(reason.blob()).map(t -> KeyFacts.of(t, reason.blob()));
    } catch (MalformedException e) {
      // The mark says what is wrong with the line.
      return Optional.empty();
    }
  }
}
