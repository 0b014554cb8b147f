package dev.aikagi.tools.sftp;

import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.FileType;
import dev.aikagi.tools.files.Scaled;
import dev.aikagi.tools.files.Shown;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/** A line of {@code ls -l}, in the form that OpenSSH's tools give it. */
final class LongLine {
  /** Of a file that is older, or of the future, the year is shown and not the time of the day. */
  private static final long HALF_A_YEAR = 365L * 24 * 60 * 60 / 2;

  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private final Instant now;
  private final ZoneId zone;

  LongLine(Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /**
   * @param owner the name, or the number as text
   * @param name as it is shown
   */
  String of(FileAttributes a, String owner, String group, boolean scaled, String name) {
    long size = a.size().orElse(0);
    // SFTP version 3 does not say the number of links.
    return mode(a)
        + "    ? "
        + Shown.padded(owner, 8)
        + " "
        + Shown.padded(group, 8)
        + " "
        + Scaled.right(scaled ? Scaled.of(size) : Long.toUnsignedString(size), 8)
        + " "
        + time(a.times().map(FileAttributes.Times::mtime).orElse(0L))
        + " "
        + name;
  }

  private static String mode(FileAttributes a) {
    int bits = a.permissions().orElse(0);
    StringBuilder out = new StringBuilder(10).append(type(a.type()));
    for (int shift = 6; shift >= 0; shift -= 3) {
      out.append((bits >> shift & 4) != 0 ? 'r' : '-');
      out.append((bits >> shift & 2) != 0 ? 'w' : '-');
      out.append((bits >> shift & 1) != 0 ? 'x' : '-');
    }
    special(out, 3, (bits & 04000) != 0, 's');
    special(out, 6, (bits & 02000) != 0, 's');
    special(out, 9, (bits & 01000) != 0, 't');
    return out.toString();
  }

  private static void special(StringBuilder out, int at, boolean set, char letter) {
    if (set) {
      boolean executable = out.charAt(at) == 'x';
      out.setCharAt(at, executable ? letter : Character.toUpperCase(letter));
    }
  }

  private static char type(FileType type) {
    return switch (type) {
      case FIFO -> 'p';
      case CHARACTER_DEVICE -> 'c';
      case DIRECTORY -> 'd';
      case BLOCK_DEVICE -> 'b';
      case REGULAR -> '-';
      case SYMLINK -> 'l';
      case SOCKET -> 's';
      case UNKNOWN -> '?';
    };
  }

  private String time(long seconds) {
    ZonedDateTime at = Instant.ofEpochSecond(seconds).atZone(zone);
    String day =
        MONTHS.get(at.getMonthValue() - 1) + " " + Scaled.right("" + at.getDayOfMonth(), 2);
    long age = now.getEpochSecond() - seconds;
    if (age >= 0 && age < HALF_A_YEAR) {
      return day + " " + two(at.getHour()) + ":" + two(at.getMinute());
    }
    return day + "  " + at.getYear();
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : "" + number;
  }
}
