package dev.aikagi.trust;

import dev.aikagi.trust.AuthorizedKeys.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says more exactly why lines of authorized_keys do not count, from what people really put there.
 * It decides nothing: a line that did not count before does not count after, and one whose key is
 * not whole counted for no key that exists.
 */
final class LineFaults {
  /** For each of these, lines up to the longest key are read in vain. */
  private static final int MOST_WITHOUT_END = 64;

  private final String file;
  private final List<String> text;
  private final List<Line> out = new ArrayList<>();

  private int withoutEnd;

  private LineFaults(String file, List<String> text) {
    this.file = file;
    this.text = text;
  }

  static List<Line> named(String file, List<String> text, boolean wide, List<Line> lines) {
    boolean all = lines.stream().allMatch(l -> l instanceof Line.Entry e && !isCut(e));
    if (all) {
      // A line that begins with NUL is empty to sshd.
      return wide && lines.isEmpty()
          ? List.of(unusable(new AuthorizedKeyReason.WideText(file, 1)))
          : lines;
    }
    LineFaults faults = new LineFaults(file, text);
    faults.all(wide, lines);
    return faults.out;
  }

  private static boolean isCut(Line.Entry e) {
    return KeyBlob.isCut(e.type(), e.blob());
  }

  private void all(boolean wide, List<Line> lines) {
    int block = 0;
    int blockEnd = 0;
    for (Line line : lines) {
      int n = line.number();
      boolean counts = line instanceof Line.Entry e && !isCut(e);
      if (counts) {
        out.add(line);
        continue;
      }
      if (n <= blockEnd) {
        out.add(unusable(new AuthorizedKeyReason.Continued(file, n, block)));
        continue;
      }
      AuthorizedKeyReason reason =
          wide
              ? new AuthorizedKeyReason.WideText(file, n)
              : named(n).orElseGet(() -> ofParser(line));
      blockEnd = last(reason);
      block = n;
      out.add(unusable(reason));
    }
  }

  private static Line unusable(AuthorizedKeyReason reason) {
    return new Line.Unusable(reason.line(), reason);
  }

  private static int last(AuthorizedKeyReason reason) {
    return switch (reason) {
      case AuthorizedKeyReason.BrokenLine b -> b.last();
      case AuthorizedKeyReason.OutOfUse o -> o.last();
      case AuthorizedKeyReason.PrivateKey p -> p.last();
      case AuthorizedKeyReason.OtherForm f -> f.last();
      default -> 0;
    };
  }

  private AuthorizedKeyReason ofParser(Line line) {
    return switch (line) {
      case Line.Unusable u -> u.reason();
      case Line.Entry e -> new AuthorizedKeyReason.CutKey(file, e.number(), e.type());
    };
  }

  private Optional<AuthorizedKeyReason> named(int number) {
    String line = TextLines.untilNul(text.get(number - 1)).strip();
    Optional<KeyArmour> armour =
        withoutEnd < MOST_WITHOUT_END ? KeyArmour.at(text, number) : Optional.empty();
    if (armour.isPresent()) {
      withoutEnd += armour.get().last() == number ? 1 : 0;
      return armour.map(a -> a.reason(file, number));
    }
    Optional<BrokenKey> broken = BrokenKey.at(text, number);
    if (broken.isPresent()) {
      BrokenKey b = broken.get();
      return MisplacedKey.in(b.line())
          .flatMap(k -> k.outOfUse(file, number, b.last()))
          .or(
              () ->
                  Optional.of(
                      new AuthorizedKeyReason.BrokenLine(
                          file, number, b.last(), b.key().type(), b.key().bytes())));
    }
    Optional<MisplacedKey> misplaced = MisplacedKey.in(line);
    return misplaced.isPresent() ? misplaced.get().reason(file, number) : cut(number, line);
  }

  private Optional<AuthorizedKeyReason> cut(int number, String line) {
    return BrokenKey.beginning(line)
        .filter(b -> !b.whole())
        .map(b -> new AuthorizedKeyReason.CutKey(file, number, b.type()));
  }
}
