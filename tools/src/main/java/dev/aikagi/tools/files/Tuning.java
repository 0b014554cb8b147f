package dev.aikagi.tools.files;

import dev.aikagi.sftp.Limits;
import dev.aikagi.tools.Fatal;
import java.util.Locale;
import java.util.Optional;

/**
 * How fast and with how much in flight, as the command lines of sftp and scp say it.
 *
 * @param buffer bytes of one request, or 0 for the best
 * @param requests in flight, or 0 for the best
 * @param bitsPerSecond 0 for as fast as it goes
 */
public record Tuning(int buffer, int requests, long bitsPerSecond) {
  public static final Tuning BEST = new Tuning(0, 0, 0);

  /** OpenSSH's: kibibits in a second, 100 Gbit. */
  private static final long MAX_LIMIT = 100L * 1024 * 1024;

  /** What the client takes; OpenSSH lets any number pass. */
  private static final int MAX_REQUESTS = 1024;

  /** The value of -X: buffer=bytes or nrequests=count. */
  public Tuning withOption(String text) throws Fatal {
    int equals = text.indexOf('=');
    String name = (equals < 0 ? text : text.substring(0, equals)).toLowerCase(Locale.ROOT);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    if (equals >= 0 && name.equals("buffer")) {
      return withBuffer(value, ": Invalid argument");
    }
    if (equals >= 0 && name.equals("nrequests")) {
      return withRequests(value, ": invalid");
    }
    throw new Fatal("Invalid -X option");
  }

  /**
   * Bytes with an optional K, M or G.
   *
   * @param why follows the message that refuses it
   */
  public Tuning withBuffer(String text, String why) throws Fatal {
    int bytes =
        size(text).orElseThrow(() -> new Fatal("Invalid buffer size \"" + text + "\"" + why));
    return new Tuning(bytes, requests, bitsPerSecond);
  }

  /** The same of a number of requests. */
  public Tuning withRequests(String text, String why) throws Fatal {
    int count =
        number(text, Integer.MAX_VALUE)
            .map(n -> (int) Math.min(n, MAX_REQUESTS))
            .orElseThrow(() -> new Fatal("Invalid number of requests \"" + text + "\"" + why));
    return new Tuning(buffer, count, bitsPerSecond);
  }

  /** Kibibits in a second; empty if it is no such number. */
  public Optional<Tuning> withLimit(String text) {
    return number(text, MAX_LIMIT).map(limit -> new Tuning(buffer, requests, limit * 1024));
  }

  /** More than a packet holds is no use: it is cut. */
  private static Optional<Integer> size(String text) {
    String digits = text;
    int shift = 0;
    if (!text.isEmpty()) {
      shift =
          switch (Character.toLowerCase(text.charAt(text.length() - 1))) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            default -> 0;
          };
      digits = shift == 0 ? text : text.substring(0, text.length() - 1);
    }
    int by = shift;
    return number(digits, Integer.MAX_VALUE).map(n -> (int) Math.min(n << by, Limits.MAX_DATA));
  }

  private static Optional<Long> number(String text, long most) {
    try {
      long n = Long.parseLong(text);
      return n > 0 && n <= most ? Optional.of(n) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
