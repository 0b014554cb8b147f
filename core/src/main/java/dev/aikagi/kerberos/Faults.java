package dev.aikagi.kerberos;

import dev.aikagi.Bytes;
import dev.aikagi.auth.GssException;
import dev.aikagi.auth.GssReason;
import java.io.IOException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ietf.jgss.GSSException;

/**
 * What stands behind an exception of JGSS: it has the error's number in its text where Java speaks
 * Kerberos itself, and as its minor status where the system's library does.
 *
 * @param service that a ticket is wanted for; empty at the server
 * @param store where tickets are, at the server the keys
 */
record Faults(String service, String store) {
  /** The errors of Kerberos have 128 numbers from here; those of MIT's library follow. */
  private static final int BASE = -1765328384;

  private static final int S_PRINCIPAL_UNKNOWN = 7;
  private static final int BAD_INTEGRITY = 31;
  private static final int TKT_EXPIRED = 32;
  private static final int TKT_NOT_YET_VALID = 33;
  private static final int NOT_US = 35;
  private static final int SKEW = 37;
  private static final int BAD_KEYVER = 44;
  private static final int NOKEY = 45;
  private static final int CC_NOTFOUND = 141;
  private static final int REALM_UNKNOWN = 154;
  private static final int KDC_UNREACH = 156;
  private static final int KT_NOTFOUND = 181;
  private static final int FCC_NOFILE = 195;

  /** Java's own: no way from the user's realm to the server's. */
  private static final String NO_WAY = "No service creds";

  private static final Pattern NUMBER = Pattern.compile("\\((\\d{1,3})\\)");

  GssException of(GSSException e) {
    GssReason reason = reason(e);
    return new GssException(reason, service.isEmpty() ? told(reason) : Bytes.EMPTY, e);
  }

  /** Whoever has a ticket is told what is wrong with it. */
  private static Bytes told(GssReason reason) {
    int number =
        switch (reason) {
          case GssReason.TicketExpired _ -> TKT_EXPIRED;
          case GssReason.ClockSkew _ -> SKEW;
          case GssReason.KeyNotInKeytab _ -> NOKEY;
          default -> 0;
        };
    return number == 0 ? Bytes.EMPTY : Bytes.of(ErrorToken.of(number, Instant.now()));
  }

  /** What the server found, by the number that it sends. */
  GssException ofServer(int number) {
    return new GssException(
        switch (number) {
          case TKT_EXPIRED -> new GssReason.TicketExpired(store);
          case SKEW -> new GssReason.ClockSkew("the server says so");
          case TKT_NOT_YET_VALID ->
              new GssReason.ClockSkew("the ticket begins later, at the server");
          case BAD_INTEGRITY, NOT_US, BAD_KEYVER, NOKEY ->
              new GssReason.KeyNotAtServer(service, "error " + number);
          default -> new GssReason.Failed("the server's Kerberos says error " + number);
        });
  }

  /**
   * The JDK reads what a peer sends without looking at every length first: a token that is too
   * short ends in whatever exception its arrays and ciphers have.
   */
  static GssException ofToken(RuntimeException e) {
    return new GssException(
        new GssReason.Failed("a token that cannot be read: " + e), Bytes.EMPTY, e);
  }

  private GssReason reason(GSSException e) {
    String text = text(e);
    return switch (number(e, text)) {
      case S_PRINCIPAL_UNKNOWN -> new GssReason.ServerUnknown(service, text);
      case TKT_EXPIRED -> new GssReason.TicketExpired(store);
      case SKEW, TKT_NOT_YET_VALID -> new GssReason.ClockSkew(text);
      case BAD_KEYVER, NOKEY, KT_NOTFOUND -> new GssReason.KeyNotInKeytab(store, text);
      case CC_NOTFOUND, FCC_NOFILE -> new GssReason.NoTicket(store);
      case REALM_UNKNOWN, KDC_UNREACH -> new GssReason.KdcUnreachable(text);
      default -> other(e, text);
    };
  }

  private GssReason other(GSSException e, String text) {
    // Of a ticket that is over, MIT's library tells no name, and the JDK asks for one first.
    boolean nameless = e.getMajor() == GSSException.BAD_NAME && !service.isEmpty();
    if (nameless
        || e.getMajor() == GSSException.CREDENTIALS_EXPIRED
        || text.contains("Ticket expired")) {
      return new GssReason.TicketExpired(store);
    }
    if (text.contains(NO_WAY)) {
      return new GssReason.KdcUnreachable("none that is known has a ticket for " + service);
    }
    // Whatever Java could not send or receive; it names the system's error only.
    if (isOfNetwork(e)
        || text.contains("Cannot locate KDC")
        || text.contains("Cannot find KDC")
        || text.contains("Receive timed")) {
      return new GssReason.KdcUnreachable(text);
    }
    if (text.contains("Cannot find key") || text.contains("Checksum failed")) {
      return new GssReason.KeyNotInKeytab(store, text);
    }
    return new GssReason.Failed(text);
  }

  private static boolean isOfNetwork(Throwable e) {
    Throwable cause = e.getCause();
    for (int depth = 0; cause != null && depth < 8; depth++) {
      if (cause instanceof IOException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static String text(GSSException e) {
    String minor = e.getMinorString();
    return minor == null || minor.isEmpty() ? String.valueOf(e.getMessage()) : minor;
  }

  private static int number(GSSException e, String text) {
    int native_ = e.getMinor() - BASE;
    if (native_ >= 0 && native_ < 256) {
      return native_;
    }
    Matcher number = NUMBER.matcher(text);
    return number.find() ? Integer.parseInt(number.group(1)) : -1;
  }
}
