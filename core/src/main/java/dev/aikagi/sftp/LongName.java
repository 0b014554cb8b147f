package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.TimeZone;

/**
 * The line that {@code ls -l} has for a name, as OpenSSH's server writes it: clients show it as it
 * is.
 */
final class LongName {
  private static final int NAME_WIDTH = 8;
  private static final int SIZE_WIDTH = 8;
  private static final int LINKS_WIDTH = 3;
  private static final long HALF_A_YEAR = 365L * 24 * 60 * 60 / 2;
  private static final long DAY = 24 * 60 * 60;
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final String PERMISSIONS = "rwxrwxrwx";

  private final TimeZone zone;
  private final WireWriter line = new WireWriter();

  LongName(TimeZone zone) {
    this.zone = zone;
  }

  /**
   * The line.
   *
   * @param now seconds since 1970: what is older than half a year, or of the future, shows its year
   */
  Bytes of(ServedFolder.Entry entry, long now) {
    FileAttributes a = entry.attributes();
    line.reset();
    mode(a.permissions().orElse(0));
    line.writeByte(' ');
    number(entry.links(), LINKS_WIDTH);
    line.writeByte(' ');
    name(entry.user());
    name(entry.group());
    number(a.size().orElse(0), SIZE_WIDTH);
    line.writeByte(' ');
    time(a.times().map(FileAttributes.Times::mtime).orElse(0L), now);
    line.writeByte(' ');
    line.writeRaw(entry.name());
    return line.toBytes();
  }

  private void mode(int mode) {
    line.writeByte(
        switch (mode & FileType.MASK) {
          case 0010000 -> 'p';
          case 0020000 -> 'c';
          case 0040000 -> 'd';
          case 0060000 -> 'b';
          case 0100000 -> '-';
          case 0120000 -> 'l';
          case 0140000 -> 's';
          default -> '?';
        });
    for (int i = 0; i < PERMISSIONS.length(); i++) {
      boolean set = (mode & (0400 >> i)) != 0;
      char letter = set ? PERMISSIONS.charAt(i) : '-';
      boolean special = (mode & (04000 >> (i / 3))) != 0;
      if (i % 3 == 2 && special) {
        char mark = i == 8 ? 't' : 's';
        letter = set ? mark : Character.toUpperCase(mark);
      }
      line.writeByte(letter);
    }
    // Where other systems mark that there is more than the mode.
    line.writeByte(' ');
  }

  private void number(long value, int width) {
    byte[] digits = Long.toUnsignedString(value).getBytes(StandardCharsets.US_ASCII);
    pad(width - digits.length);
    line.writeRaw(digits);
  }

  private void name(Bytes name) {
    line.writeRaw(name);
    pad(NAME_WIDTH - name.length());
    line.writeByte(' ');
  }

  private void pad(int count) {
    for (int i = 0; i < count; i++) {
      line.writeByte(' ');
    }
  }

  private void time(long seconds, long now) {
    long local = seconds + zone.getOffset(seconds * 1000) / 1000;
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(local, DAY));
    int month = date.getMonthValue() - 1;
    for (int i = 0; i < 3; i++) {
      line.writeByte(MONTHS.charAt(3 * month + i));
    }
    line.writeByte(' ');
    number(date.getDayOfMonth(), 2);
    line.writeByte(' ');
    if (now - HALF_A_YEAR < seconds && seconds <= now) {
      long inDay = Math.floorMod(local, DAY);
      twoDigits(inDay / 3600);
      line.writeByte(':');
      twoDigits(inDay / 60 % 60);
    } else {
      number(date.getYear(), 5);
    }
  }

  private void twoDigits(long value) {
    line.writeByte((int) ('0' + value / 10)).writeByte((int) ('0' + value % 10));
  }
}
