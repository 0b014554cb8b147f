package dev.aikagi.tools.inventory;

import dev.aikagi.Printable;
import dev.aikagi.tools.files.Shown;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Entries for a person: a heading for each place, and aligned columns. */
final class Table {
  private static final List<String> HEADINGS =
      List.of("", "TYPE", "BITS", "FINGERPRINT", "COMMENT", "CHANGED", "LAST LOGIN", "NOTES");

  private static final int MAX_TEXT = 4096;
  private static final int MAX_COMMENT = 40;

  private final Clock clock;

  Table(Clock clock) {
    this.clock = clock;
  }

  void print(List<Entry> entries, PrintStream out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    List<String> headings = new ArrayList<>();
    headings.add("");
    for (Entry entry : entries) {
      headings.add(heading(entry));
      rows.add(cells(entry));
    }
    int[] widths = widths(rows);
    String before = "";
    for (int i = 0; i < rows.size(); i++) {
      String heading = headings.get(i);
      if (!heading.equals(before)) {
        out.println(i > 1 ? "\n" + heading : heading);
        before = heading;
      }
      out.println(line(rows.get(i), widths));
    }
  }

  /** Of a file with lines the file itself, of others their folder. */
  private static String heading(Entry entry) {
    boolean lines =
        switch (entry.kind()) {
          case AUTHORIZED_KEY, BROKEN_LINE -> true;
          case PRIVATE_KEY, PUBLIC_KEY, CERTIFICATE, FILE -> false;
        };
    Path folder = lines ? null : Path.of(entry.place()).getParent();
    return text(folder == null ? entry.place() : folder.toString());
  }

  private List<String> cells(Entry entry) {
    List<String> cells = new ArrayList<>();
    String name = String.valueOf(Path.of(entry.place()).getFileName());
    boolean inFile = heading(entry).equals(text(entry.place()));
    cells.add(
        inFile
            ? "line " + entry.line()
            : text(entry.line() == 0 ? name : name + ":" + entry.line()));
    cells.add(entry.key().map(KeyFacts::type).orElse("-"));
    cells.add(entry.key().map(k -> k.bits() == 0 ? "-" : "" + k.bits()).orElse("-"));
    cells.add(entry.key().map(KeyFacts::fingerprint).orElse("-"));
    cells.add(comment(entry.comment()));
    cells.add(entry.changed().map(t -> Times.day(t, clock)).orElse("-"));
    cells.add(entry.lastLogin().map(this::login).orElse("-"));
    cells.add(notes(entry));
    return cells;
  }

  private String login(LogLine login) {
    String time = login.time().map(t -> Times.minute(t, clock)).orElse("at some time");
    return text(time + " from " + login.address());
  }

  private static String comment(String comment) {
    String shown = text(comment);
    return Shown.width(shown) > MAX_COMMENT ? Shown.cut(shown, MAX_COMMENT - 3) + "..." : shown;
  }

  private static String notes(Entry entry) {
    List<String> notes = new ArrayList<>();
    for (Mark mark : entry.marks()) {
      notes.add(mark.code().word().toUpperCase(Locale.ROOT) + ": " + mark.text());
    }
    notes.addAll(entry.words());
    return text(String.join("; ", notes));
  }

  private static String text(String text) {
    return Printable.of(text, MAX_TEXT);
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Shown.width(row.get(i)));
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(Shown.padded(row.get(i), widths[i])).append("  ");
    }
    return line.toString().stripTrailing();
  }
}
