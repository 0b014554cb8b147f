package dev.aikagi.tools.sftp;

import dev.aikagi.sftp.DirectoryEntry;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.Faults;
import dev.aikagi.tools.files.Glob;
import dev.aikagi.tools.files.Output;
import dev.aikagi.tools.files.Paths;
import dev.aikagi.tools.files.RemoteFiles;
import dev.aikagi.tools.files.Shown;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** The command ls. */
final class Listing {
  /** Lines of an unsorted listing that are shown together: one question for their owners' names. */
  private static final int TOGETHER = 1000;

  /**
   * One line or column.
   *
   * @param name as the command names it, not as it is shown
   * @param longName the server's own line, if it made one
   */
  private record Row(String name, FileAttributes attributes, Optional<String> longName) {}

  private final Output out;
  private final RemoteFiles files;
  private final Owners owners;
  private final Interrupts interrupts;
  private final IntSupplier width;

  Listing(Output out, RemoteFiles files, Owners owners, Interrupts interrupts, IntSupplier width) {
    this.out = out;
    this.files = files;
    this.owners = owners;
    this.interrupts = interrupts;
    this.width = width;
  }

  /** All of a folder; names are shown without what is to be stripped. */
  void folder(String path, String strip, ListFlags flags) throws Refusal, Fatal {
    List<Row> rows = new ArrayList<>();
    try {
      files.each(
          path,
          entry -> {
            String name = Octets.of(entry.name());
            if (flags.all() || !name.startsWith(".")) {
              rows.add(row(Paths.strip(Paths.append(path, name), strip), entry, flags));
            }
            if (rows.size() == TOGETHER && flags.streams()) {
              show(rows, flags);
              rows.clear();
            }
          });
      show(rows, flags);
    } catch (IOException e) {
      throw new Refusal("remote readdir(\"" + Shown.of(path) + "\"): " + Faults.text(e));
    }
  }

  private static Row row(String shown, DirectoryEntry entry, ListFlags flags) {
    boolean mayShow = flags.view() == ListFlags.View.LONG;
    return new Row(
        shown,
        entry.attributes(),
        mayShow ? Optional.of(Octets.of(entry.longName())) : Optional.empty());
  }

  /** What a pattern means: the files of it, or all of the folder if it means just that. */
  void matches(String pattern, String strip, ListFlags flags) throws Refusal, Fatal {
    List<Glob.Match> found;
    try {
      found = Glob.findWithBraces(files, pattern);
    } catch (Glob.TooManyException e) {
      throw new Refusal("Can't ls: Too many matches for \"" + Shown.of(pattern) + "\"");
    } catch (IOException e) {
      throw new Refusal("Can't ls: \"" + Shown.of(pattern) + "\": " + Faults.text(e));
    }
    if (found.isEmpty()) {
      throw new Refusal("Can't ls: \"" + Shown.of(pattern) + "\" not found");
    }
    if (found.size() == 1 && found.getFirst().attributes().isDirectory()) {
      folder(found.getFirst().path(), strip, flags);
      return;
    }
    List<Row> rows = new ArrayList<>(found.size());
    for (Glob.Match match : found) {
      rows.add(new Row(Paths.strip(match.marked(), strip), match.attributes(), Optional.empty()));
    }
    try {
      show(rows, flags);
    } catch (IOException e) {
      throw new Refusal("Can't ls: \"" + Shown.of(pattern) + "\": " + Faults.text(e));
    }
  }

  private void show(List<Row> rows, ListFlags flags) throws IOException {
    sort(rows, flags);
    switch (flags.view()) {
      case LONG -> lines(rows, flags);
      case LINES -> {
        Columns single = Columns.single(out::print);
        columns(rows, single);
      }
      case COLUMNS -> {
        int longest = 0;
        for (Row row : rows) {
          longest = Math.max(longest, Shown.width(Shown.of(row.name())));
        }
        columns(rows, new Columns(out::print, longest, width.getAsInt()));
      }
    }
  }

  private void columns(List<Row> rows, Columns columns) {
    for (Row row : rows) {
      if (interrupts.happened()) {
        break;
      }
      columns.add(Shown.of(row.name()));
    }
    columns.end();
  }

  private void lines(List<Row> rows, ListFlags flags) throws IOException {
    if (owners.canAsk() && !flags.numeric()) {
      owners.learn(rows.stream().map(Row::attributes).toList());
    }
    LongLine format = new LongLine(Instant.now(), ZoneId.systemDefault());
    for (Row row : rows) {
      if (interrupts.happened()) {
        return;
      }
      // Without names of owners the server's own line says more, if there is one.
      boolean ours =
          row.longName().isEmpty() || owners.canAsk() || flags.numeric() || flags.scaled();
      out.line(ours ? line(format, row, flags) : Shown.of(row.longName().get()));
    }
  }

  private String line(LongLine format, Row row, ListFlags flags) {
    FileAttributes a = row.attributes();
    String user = owners.user(a, flags.numeric());
    String group = owners.group(a, flags.numeric());
    return format.of(a, user, group, flags.scaled(), Shown.of(row.name()));
  }

  private static void sort(List<Row> rows, ListFlags flags) {
    if (flags.order() == ListFlags.Order.NONE) {
      return;
    }
    Comparator<Row> byName = Comparator.comparing(Row::name);
    Comparator<Row> order =
        switch (flags.order()) {
          case TIME -> Comparator.comparingLong(Listing::modified).reversed().thenComparing(byName);
          case SIZE -> Comparator.comparingLong(Listing::size).reversed().thenComparing(byName);
          default -> byName;
        };
    rows.sort(flags.reverse() ? order.reversed() : order);
  }

  private static long modified(Row row) {
    return row.attributes().times().map(FileAttributes.Times::mtime).orElse(0L);
  }

  private static long size(Row row) {
    return row.attributes().size().orElse(0);
  }
}
