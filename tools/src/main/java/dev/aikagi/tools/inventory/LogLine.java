package dev.aikagi.tools.inventory;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A login by key in the log of sshd, OpenSSH's or ours.
 *
 * <p>Whoever knocks chooses a user name, which stands in other lines of the same log. So the words
 * of a login count at the beginning of a message of sshd's only.
 *
 * @param time empty where the log has none
 * @param fingerprint as sshd writes it: SHA256:…
 */
public record LogLine(Optional<Instant> time, String user, String address, String fingerprint) {
  /** Longer ones are none of sshd's: user names, addresses and key IDs are bounded. */
  static final int MAX = 4096;

  private static final String FOR = "Accepted publickey for ";
  private static final int MAX_PREFIX = 512;

  /** The time of a syslog file or of RFC 5424; a host; the program with its process id. */
  private static final Pattern PREFIX =
      Pattern.compile(
          "(?:(?<stamp>[A-Z][a-z]{2} [ \\d]\\d"
              + " \\d\\d:\\d\\d:\\d\\d)|(?<iso>\\d{4}-\\d\\d-\\d\\dT\\S{8,30})) \\S{1,255}"
              + " sshd(?:-session|-auth)?\\[\\d{1,10}\\]: ");

  private static final Pattern LOGIN =
      Pattern.compile(
          "(?<user>.{1,100}?) from (?<address>[0-9A-Za-z.:%_-]{1,200}) port \\d{1,5}(?: ssh2)?:"
              + " [A-Z0-9-]{1,40} (?<fingerprint>SHA256:[A-Za-z0-9+/]{43})(?: .*)?");

  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX]")
          .toFormatter(Locale.ROOT);

  /**
   * Empty for any other line.
   *
   * @param clock for times without a year or a zone
   */
  public static Optional<LogLine> of(String line, Clock clock) {
    if (line.length() > MAX) {
      return Optional.empty();
    }
    int at = 0;
    Optional<Instant> time = Optional.empty();
    if (!line.startsWith(FOR)) {
      Matcher prefix = PREFIX.matcher(line).region(0, Math.min(line.length(), MAX_PREFIX));
      if (!prefix.lookingAt() || !line.startsWith(FOR, prefix.end())) {
        return Optional.empty();
      }
      at = prefix.end();
      time =
          prefix.group("stamp") == null
              ? iso(prefix.group("iso"))
              : stamp(prefix.group("stamp"), clock);
    }
    Matcher login = LOGIN.matcher(line).region(at + FOR.length(), line.length());
    if (!login.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new LogLine(time, login.group("user"), login.group("address"), login.group("fingerprint")));
  }

  private static Optional<Instant> iso(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text, ISO).toInstant());
    } catch (DateTimeException e) {
      // No time that there is: the login counts nevertheless.
      return Optional.empty();
    }
  }

  /** Without a year: it is the last time that the calendar and the clock showed this. */
  private static Optional<Instant> stamp(String text, Clock clock) {
    Instant latest = clock.instant().plus(1, ChronoUnit.DAYS);
    int year = latest.atZone(clock.getZone()).getYear();
    // A leap day may be four years old.
    for (int back = 0; back <= 4; back++) {
      Optional<Instant> time = inYear(year - back, text, clock).filter(t -> !t.isAfter(latest));
      if (time.isPresent()) {
        return time;
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> inYear(int year, String text, Clock clock) {
    try {
      LocalDateTime time =
          LocalDateTime.of(
              year,
              MONTHS.indexOf(text.substring(0, 3)) + 1,
              Integer.parseInt(text.substring(4, 6).strip()),
              Integer.parseInt(text.substring(7, 9)),
              Integer.parseInt(text.substring(10, 12)),
              Math.min(59, Integer.parseInt(text.substring(13, 15))));
      return Optional.of(time.atZone(clock.getZone()).toInstant());
    } catch (DateTimeException e) {
      // Not in this year.
      return Optional.empty();
    }
  }
}
