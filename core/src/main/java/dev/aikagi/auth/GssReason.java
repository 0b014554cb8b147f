package dev.aikagi.auth;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import java.util.Optional;

/** Why a mechanism of the GSS-API does not prove who somebody is. */
public sealed interface GssReason extends Reason {
  int MAX_DETAIL = 512;

  /** No ticket at all. */
  record NoTicket(String cache) implements GssReason {
    @Override
    public String summary() {
      return "no Kerberos ticket" + (cache.isEmpty() ? "" : " in " + text(cache));
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("kinit");
    }
  }

  /** The ticket is over. */
  record TicketExpired(String cache) implements GssReason {
    @Override
    public String summary() {
      return "the Kerberos ticket" + (cache.isEmpty() ? "" : " in " + text(cache)) + " has expired";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("kinit");
    }
  }

  /** A kind of cache that Java alone cannot read. */
  record CacheNotReadable(String cache) implements GssReason {
    @Override
    public String summary() {
      return "only tickets in files can be read without the system's Kerberos library, and these"
          + " are in "
          + text(cache);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("install libgssapi-krb5-2, or KRB5CCNAME=FILE:/tmp/tickets kinit");
    }
  }

  /** The KDC has no such service. */
  record ServerUnknown(String service, String detail) implements GssReason {
    @Override
    public String summary() {
      return "the KDC does not know " + text(service) + ": " + text(detail);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("kadmin -q 'addprinc -randkey host/NAME', and ktadd at the server");
    }
  }

  /** The KDC does not answer, or is not known. */
  record KdcUnreachable(String detail) implements GssReason {
    @Override
    public String summary() {
      return "no KDC answers: " + text(detail);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("see [realms] in /etc/krb5.conf, and the network");
    }
  }

  /** Tickets have times. */
  record ClockSkew(String detail) implements GssReason {
    @Override
    public String summary() {
      return "the clocks differ by too much: " + text(detail);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("set the clocks of this host, the server and the KDC (timedatectl)");
    }
  }

  /** The server has no keys. */
  record NoKeytab(String file, String fault) implements GssReason {
    @Override
    public String summary() {
      return "keytab " + text(file) + " cannot be used: " + text(fault);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("kadmin -q 'ktadd host/NAME'");
    }
  }

  /** The ticket is for a key that the keytab does not have. */
  record KeyNotInKeytab(String file, String detail) implements GssReason {
    @Override
    public String summary() {
      return "the ticket is for no key of keytab " + text(file) + ": " + text(detail);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("klist -k " + text(file) + ", and kadmin -q 'ktadd host/NAME'");
    }
  }

  /** As the server says. */
  record KeyNotAtServer(String service, String detail) implements GssReason {
    @Override
    public String summary() {
      return "the server has no key for a ticket of " + text(service) + ": " + text(detail);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("klist -k at the server, and kadmin -q 'ktadd host/NAME'");
    }
  }

  /** Whatever else the mechanism says. */
  record Failed(String detail) implements GssReason {
    @Override
    public String summary() {
      return "GSS-API: " + text(detail);
    }
  }

  /** The client has no mechanism that this server has. */
  record NoCommonMechanism(int count) implements GssReason {
    @Override
    public String summary() {
      return "none of the client's mechanisms (" + count + ") is served";
    }
  }

  /** No integrity, so nothing binds what was proven to this connection. */
  record NoIntegrity() implements GssReason {
    @Override
    public String summary() {
      return "the context has no integrity, so that nothing binds it to this connection";
    }
  }

  /** The peer's checksum over this session and request is wrong. */
  record BadMic(String detail) implements GssReason {
    @Override
    public String summary() {
      return "the MIC does not verify: " + text(detail);
    }
  }

  /** A message at the wrong point of the exchange. */
  record OutOfTurn(String what) implements GssReason {
    @Override
    public String summary() {
      return what + " at the wrong point of the exchange";
    }
  }

  /** More tokens than any mechanism needs. */
  record TooManyRounds(int rounds) implements GssReason {
    @Override
    public String summary() {
      return "no end after " + rounds + " tokens";
    }
  }

  /** Larger than any mechanism's. */
  record TokenTooLong(int length) implements GssReason {
    @Override
    public String summary() {
      return "a token of " + length + " bytes";
    }
  }

  /** The other side's mechanism gave up. */
  record GivenUp(String detail) implements GssReason {
    @Override
    public String summary() {
      return "the other side gave up: " + text(detail);
    }
  }

  private static String text(String value) {
    return Printable.of(value, MAX_DETAIL);
  }
}
