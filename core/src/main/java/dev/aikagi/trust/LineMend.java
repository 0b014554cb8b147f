package dev.aikagi.trust;

import dev.aikagi.Bytes;
import dev.aikagi.key.KeyFileException;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What should stand in authorized_keys instead of lines that do not count: the same key, and no
 * restriction less.
 *
 * @param first counted from 1
 * @param lines without line feeds
 */
public record LineMend(int first, int last, List<String> lines) {
  public LineMend {
    lines = List.copyOf(lines);
  }

  /** Empty where only a person can know what was meant. */
  public static Optional<LineMend> of(byte[] text, AuthorizedKeyReason reason) {
    return meant(text, reason).filter(mend -> mend.keepsKeysOf(text));
  }

  /**
   * Whether all keys that count go on counting. Of a file in UTF-16 to which somebody has added
   * lines as they should be, those would become something else.
   */
  private boolean keepsKeysOf(byte[] text) {
    return keys(applied(text).toArray()).containsAll(keys(text));
  }

  private static Set<Bytes> keys(byte[] text) {
    return AuthorizedKeys.examine("", text).lines().stream()
        .filter(AuthorizedKeys.Line.Entry.class::isInstance)
        .map(line -> ((AuthorizedKeys.Line.Entry) line).blob())
        .collect(Collectors.toSet());
  }

  private static Optional<LineMend> meant(byte[] text, AuthorizedKeyReason reason) {
    List<String> all = TextLines.split(new String(text, StandardCharsets.UTF_8));
    int n = reason.line();
    if (reason instanceof AuthorizedKeyReason.WideText) {
      List<String> read = new String(text, WideText.charset(text)).lines().toList();
      return Optional.of(new LineMend(1, all.size(), withoutMark(read)));
    }
    if (n < 1 || n > all.size()) {
      return Optional.empty();
    }
    String line = all.get(n - 1).strip();
    return switch (reason) {
      case AuthorizedKeyReason.BrokenLine _ ->
          BrokenKey.at(all, n).map(b -> new LineMend(n, b.last(), List.of(b.line())));
      case AuthorizedKeyReason.OtherForm f -> converted(all, n, f.last());
      case AuthorizedKeyReason.PrivateKey p -> publicHalf(all, n, p.last());
      case AuthorizedKeyReason.ByteOrderMark _ -> one(n, line.substring(1));
      case AuthorizedKeyReason.LeadingText t -> unquoted(n, line, t);
      case AuthorizedKeyReason.WrongType t -> typed(n, line, t);
      case AuthorizedKeyReason.TwoKeys t -> split(n, line, t);
      case AuthorizedKeyReason.CarriageReturns _ ->
          Optional.of(new LineMend(n, n, List.of(line.split("\r"))));
      case AuthorizedKeyReason.UnknownOption o ->
          o.nearest()
              .flatMap(
                  known ->
                      one(
                          n,
                          line.replaceFirst(
                              java.util.regex.Pattern.quote(name(o.option())),
                              java.util.regex.Matcher.quoteReplacement(known))));
      default -> Optional.empty();
    };
  }

  /** The whole text with these lines in it. */
  public Bytes applied(byte[] text) {
    List<String> all =
        new ArrayList<>(TextLines.split(new String(text, StandardCharsets.ISO_8859_1)));
    List<String> raw = lines.stream().map(l -> bytes(l)).toList();
    all.subList(first - 1, Math.min(last, all.size())).clear();
    all.addAll(first - 1, raw);
    return Bytes.of((String.join("\n", all) + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String bytes(String line) {
    return new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static Optional<LineMend> one(int n, String line) {
    return Optional.of(new LineMend(n, n, List.of(line)));
  }

  private static List<String> withoutMark(List<String> lines) {
    return lines.stream().map(l -> l.startsWith("\uFEFF") ? l.substring(1) : l).toList();
  }

  private static byte[] block(List<String> all, int first, int last) {
    String text = String.join("\n", all.subList(first - 1, last)) + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<LineMend> converted(List<String> all, int first, int last) {
    try {
      String line = PublicKeyFile.read(block(all, first, last)).line();
      return Optional.of(new LineMend(first, last, List.of(line)));
    } catch (KeyFileException e) {
      return Optional.empty();
    }
  }

  /** The file is no place for the private half, whoever can read it now has it. */
  private static Optional<LineMend> publicHalf(List<String> all, int first, int last) {
    try {
      PublicKey key = PrivateKeyFile.publicHalf(block(all, first, last));
      return Optional.of(new LineMend(first, last, List.of(key.line())));
    } catch (KeyFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether an option could be meant, however it is written: without it the key could do more than
   * whoever wrote the line wanted, so that only a person may take it out.
   */
  private static boolean couldRestrict(String text) {
    return text.contains("=")
        || text.contains("\"")
        || text.contains(",")
        || KeyOptionNames.areIn(text);
  }

  private static Optional<LineMend> unquoted(
      int n, String line, AuthorizedKeyReason.LeadingText t) {
    String before = t.text();
    if (couldRestrict(before) || !line.startsWith(before)) {
      return Optional.empty();
    }
    String rest = line.substring(before.length()).strip();
    if (!rest.startsWith(t.type().wireName())) {
      return Optional.empty();
    }
    boolean quoted = before.endsWith("'") && rest.endsWith("'");
    return one(n, quoted ? rest.substring(0, rest.length() - 1) : rest);
  }

  private static Optional<LineMend> typed(int n, String line, AuthorizedKeyReason.WrongType t) {
    if (couldRestrict(t.name())) {
      return Optional.empty();
    }
    int key = line.startsWith("AAAA") ? 0 : line.indexOf(" AAAA") + 1;
    String before = line.substring(0, key).strip();
    String options = before.substring(0, before.length() - t.name().length());
    return one(n, options + t.type().wireName() + " " + line.substring(key));
  }

  private static String name(String option) {
    int equals = option.indexOf('=');
    return equals < 0 ? option : option.substring(0, equals);
  }

  /** Before the name of the type of the key that is hidden. */
  private static Optional<LineMend> split(int n, String line, AuthorizedKeyReason.TwoKeys t) {
    String base64 = java.util.Base64.getEncoder().encodeToString(t.blob().toArray());
    String type = t.type().wireName();
    int key = line.indexOf(base64);
    int at = key < 0 ? -1 : line.lastIndexOf(type, key);
    if (at < 0 || !line.substring(at + type.length(), key).isBlank()) {
      return Optional.empty();
    }
    if (DisablingWords.areIn(line.substring(0, Math.max(0, line.indexOf("AAAA"))))) {
      // Whether the second key was meant as well, nobody can tell.
      return Optional.empty();
    }
    if (at == 0) {
      // The first of two that run into each other: the second one begins where it ends.
      int end = base64.length() + key;
      String second = line.substring(end);
      return KeyText.startsKey(second, 0)
          ? Optional.of(new LineMend(n, n, List.of(line.substring(0, end), second)))
          : Optional.empty();
    }
    String between = behindFirst(line.substring(0, at));
    return couldRestrict(between) || DisablingWords.areIn(between)
        ? Optional.empty()
        : Optional.of(
            new LineMend(n, n, List.of(line.substring(0, at).strip(), line.substring(at))));
  }

  /** What stands behind the first key; all of the text where none is found. */
  private static String behindFirst(String text) {
    int end = text.indexOf(" AAAA") + 1;
    while (end > 0 && end < text.length() && KeyBlob.isDigit(text.charAt(end))) {
      end++;
    }
    while (end > 0 && end < text.length() && text.charAt(end) == '=') {
      end++;
    }
    return text.substring(end);
  }
}
