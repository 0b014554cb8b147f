package dev.aikagi.transport;

import dev.aikagi.kex.Role;

/**
 * Which message may come when: the one place that decides it, before anybody reads more of a
 * message than its number. A server that takes what only servers send (CVE-2018-10933), or channel
 * messages before authentication (CVE-2025-32433), cannot come to be above this.
 */
final class MessageRules {
  private MessageRules() {}

  enum Verdict {
    /** For the layer above. */
    DELIVER,
    /** The transport's own business: 1 to 4, 7, 192, 193. */
    TRANSPORT,
    /** KEXINIT, NEWKEYS, or a message of the key exchange method. */
    KEX,
    /** Read and forgotten. */
    DROP,
    /** RFC 4253 section 11.4: answered with UNIMPLEMENTED. */
    UNKNOWN,
    /** Ends the connection. */
    REFUSE
  }

  /**
   * @param role of this side, which receives
   * @param strict whether strict key exchange is in force
   */
  static Verdict verdict(Role role, Phase phase, boolean strict, int number) {
    return switch (phase) {
      case VERSION -> Verdict.REFUSE;
      case KEXINIT -> number == 20 ? Verdict.KEX : duringKex(false, number);
      case KEX -> inRange(number, 30, 49) ? Verdict.KEX : duringKex(strict, number);
      case NEWKEYS -> number == 21 ? Verdict.KEX : duringKex(strict, number);
      case SERVICE -> service(role, number);
      case AUTH -> auth(role, number);
      case AUTHED -> authed(role, number);
      case REKEY ->
          number == 21 || inRange(number, 30, 49) ? Verdict.KEX : duringKex(false, number);
    };
  }

  private static Verdict duringKex(boolean strict, int number) {
    // Strict key exchange: nothing else in the first exchange, so that nothing can be slipped in
    // and the same number of packets be cut out later (CVE-2023-48795).
    boolean allowed = number == 1 || (!strict && inRange(number, 2, 4));
    return allowed ? Verdict.TRANSPORT : Verdict.REFUSE;
  }

  private static Verdict service(Role role, int number) {
    if (inRange(number, 1, 4) || number == 7) {
      return Verdict.TRANSPORT;
    }
    return number == (role == Role.SERVER ? 5 : 6) ? Verdict.DELIVER : Verdict.REFUSE;
  }

  private static Verdict auth(Role role, int number) {
    if (inRange(number, 1, 4)) {
      return Verdict.TRANSPORT;
    }
    if (role == Role.SERVER) {
      // No second key exchange for strangers: each costs far more than asking for it does. The
      // service again, because paramiko requests it before every attempt.
      return switch (number) {
        case 5, 50, 61, 63, 65, 66 -> Verdict.DELIVER;
        default -> Verdict.REFUSE;
      };
    }
    return switch (number) {
      case 7 -> Verdict.TRANSPORT;
      case 20 -> Verdict.KEX;
      case 51, 52, 53, 60, 61, 64, 65 -> Verdict.DELIVER;
      default -> Verdict.REFUSE;
    };
  }

  private static Verdict authed(Role role, int number) {
    if (inRange(number, 1, 4) || number == 192 || number == 193) {
      return Verdict.TRANSPORT;
    }
    if (number == 20) {
      return Verdict.KEX;
    }
    if (inRange(number, 80, 82) || inRange(number, 90, 100)) {
      return Verdict.DELIVER;
    }
    if (number == 50 && role == Role.SERVER) {
      // RFC 4252 section 5.3: requests after success are ignored.
      return Verdict.DROP;
    }
    return isKnown(number) ? Verdict.REFUSE : Verdict.UNKNOWN;
  }

  /** Has a meaning in some phase, or none anywhere (0). */
  private static boolean isKnown(int number) {
    return number <= 7
        || number == 20
        || number == 21
        || inRange(number, 30, 49)
        || inRange(number, 50, 79);
  }

  private static boolean inRange(int number, int from, int to) {
    return number >= from && number <= to;
  }
}
