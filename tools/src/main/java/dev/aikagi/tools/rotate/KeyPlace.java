package dev.aikagi.tools.rotate;

import dev.aikagi.Bytes;
import dev.aikagi.key.PublicKey;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.copyid.InstallKey;
import dev.aikagi.trust.AuthorizedKeys;
import dev.aikagi.trust.AuthorizedKeys.Line;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Where two keys stand in a file of authorized_keys lines, and what makes the one of the other. */
public sealed interface KeyPlace {
  /**
   * The old one is there, and may go once the new one is seen to work.
   *
   * @param lines counted from 1
   * @param added to the end of the file; nothing where the new one is there already
   * @param without the file as it was read without the old one's lines, and with nothing added
   */
  record Ready(List<Integer> lines, Bytes added, Bytes without) implements KeyPlace {}

  /** The new one is there and the old one is not. */
  record Done() implements KeyPlace {}

  /** Neither is there. */
  record Absent() implements KeyPlace {}

  /** What a person has to decide. */
  record Unclear(String why) implements KeyPlace {}

  /** Of a file as it was read. */
  static KeyPlace of(byte[] content, PublicKey old, InstallKey fresh) {
    List<String> raw = lines(content);
    List<Line.Entry> olds = new ArrayList<>();
    List<Line.Entry> news = new ArrayList<>();
    List<String> ignored = new ArrayList<>();
    for (Line line : AuthorizedKeys.parse("", content).lines()) {
      switch (line) {
        case Line.Entry e when e.blob().equals(old.blob()) -> olds.add(e);
        case Line.Entry e when e.blob().equals(fresh.key().blob()) -> news.add(e);
        case Line.Entry _ -> {}
        case Line.Unusable u when u.reason().isAbout(old) ->
            ignored.add("line " + u.number() + ", which sshd ignores" + because(u));
        case Line.Unusable _ -> {}
      }
    }
    if (!ignored.isEmpty()) {
      return new Unclear("the old key stands in " + ignored.getFirst() + ": mend or remove it");
    }
    if (olds.isEmpty()) {
      return news.isEmpty() ? new Absent() : new Done();
    }
    return ofOld(content, raw, olds, news, fresh);
  }

  private static String because(Line.Unusable line) {
    String summary = line.reason().summary();
    return " (" + summary.substring(summary.indexOf(": ") + 2) + ")";
  }

  private static KeyPlace ofOld(
      byte[] content,
      List<String> raw,
      List<Line.Entry> olds,
      List<Line.Entry> news,
      InstallKey fresh) {
    for (Line.Entry e : olds) {
      if (e.options().certAuthority()) {
        return new Unclear(
            "line "
                + e.number()
                + " has the old key as an authority of certificates (cert-authority): what it has"
                + " signed stays valid, and whether another key may sign is yours to decide");
      }
    }
    String options = options(raw, olds.getFirst());
    if (olds.stream().anyMatch(e -> !options(raw, e).equals(options))) {
      return new Unclear(
          "the old key stands in lines " + numbers(olds) + " with different options: leave one");
    }
    // A line for the new key that permits more than the old one's would be a hole.
    for (Line.Entry e : news) {
      if (!options(raw, e).equals(options)) {
        return new Unclear(
            "line "
                + e.number()
                + " has the new key with other options than the old key's line "
                + olds.getFirst().number());
      }
    }
    Bytes added = news.isEmpty() ? added(content, options, fresh) : Bytes.EMPTY;
    if (news.isEmpty() && !says(added, olds.getFirst(), fresh)) {
      return new Unclear(
          "the options of line " + olds.getFirst().number() + " cannot be given to another key");
    }
    Set<Integer> gone = new HashSet<>(olds.stream().map(Line.Entry::number).toList());
    return new Ready(olds.stream().map(Line.Entry::number).toList(), added, without(raw, gone));
  }

  private static String numbers(List<Line.Entry> entries) {
    return entries.stream().map(e -> "" + e.number()).collect(Collectors.joining(" and "));
  }

  private static Bytes added(byte[] content, String options, InstallKey fresh) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (content[content.length - 1] != '\n') {
      // Else the last line and the new one would be one.
      out.write('\n');
    }
    if (!options.isEmpty()) {
      out.writeBytes(Octets.array(options + " "));
    }
    out.writeBytes((fresh.line() + "\n").getBytes(StandardCharsets.UTF_8));
    return Bytes.of(out.toByteArray());
  }

  /** Whether it means for the new key what the line means for the old one. */
  private static boolean says(Bytes added, Line.Entry old, InstallKey fresh) {
    List<Line> read = AuthorizedKeys.parse("", added.toArray()).lines();
    return read.size() == 1
        && read.getFirst() instanceof Line.Entry e
        && e.blob().equals(fresh.key().blob())
        && e.options().equals(old.options());
  }

  /** As octets, since a line need not be UTF-8, each with what ends it. */
  private static List<String> lines(byte[] content) {
    String text = Octets.of(content);
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int end = text.indexOf('\n', from) + 1;
      end = end == 0 ? text.length() : end;
      lines.add(text.substring(from, end));
      from = end;
    }
    return lines;
  }

  private static String options(List<String> raw, Line.Entry entry) {
    return AuthorizedKeys.optionText(raw.get(entry.number() - 1));
  }

  private static Bytes without(List<String> raw, Set<Integer> gone) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < raw.size(); i++) {
      if (!gone.contains(i + 1)) {
        out.append(raw.get(i));
      }
    }
    return Octets.bytes(out.toString());
  }
}
