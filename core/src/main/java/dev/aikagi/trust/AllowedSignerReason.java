package dev.aikagi.trust;

import dev.aikagi.Bytes;
import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What one line of an allowed_signers file said to one signature. */
public sealed interface AllowedSignerReason extends Reason {
  String file();

  /** Counted from 1; 0 for the file as a whole. */
  int line();

  /** The line believes the signature. */
  record Accepted(String file, int line, String principals) implements AllowedSignerReason {
    @Override
    public String summary() {
      return at(file, line) + "allowed for " + Printable.of(principals, 200);
    }
  }

  /** The line is about other people. */
  record OtherPrincipals(String file, int line, String principals) implements AllowedSignerReason {
    @Override
    public String summary() {
      return at(file, line) + "for " + Printable.of(principals, 200);
    }
  }

  /** The line has another key. */
  record OtherKey(String file, int line, Bytes blob) implements AllowedSignerReason {
    @Override
    public String summary() {
      return at(file, line) + "another key, " + Fingerprint.of(blob, FingerprintHash.SHA256);
    }
  }

  /** The line cannot be understood, and so counts for nobody. */
  record BadLine(String file, int line, String detail) implements AllowedSignerReason {
    @Override
    public String summary() {
      return at(file, line) + detail;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("write: principals, a blank, options if any, a blank, and the public key");
    }
  }

  /** The authority is right, and the certificate does not hold. */
  record CertificateRefused(String file, int line, UserCertificateRefusal why)
      implements AllowedSignerReason {
    @Override
    public String summary() {
      return at(file, line) + "certificate not authorized: " + why.words();
    }

    @Override
    public Optional<String> remedy() {
      return why.remedy();
    }
  }

  record OtherNamespace(String file, int line, String namespace, String allowed)
      implements AllowedSignerReason {
    @Override
    public String summary() {
      return at(file, line)
          + "key is not permitted for use in signature namespace \""
          + Printable.of(namespace, 100)
          + "\"";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("add the namespace to namespaces=\"" + allowed + "\"");
    }
  }

  /**
   * The signature is older than the key's first day.
   *
   * @param zone in which the file's times are, and are shown
   */
  record NotYetValid(String file, int line, Instant when, Instant validAfter, ZoneId zone)
      implements AllowedSignerReason {
    @Override
    public String summary() {
      return at(file, line)
          + "key is not yet valid: verify time "
          + local(when, zone)
          + " < valid-after "
          + local(validAfter, zone);
    }
  }

  /**
   * The signature is younger than the key's last day.
   *
   * @param zone in which the file's times are, and are shown
   */
  record Expired(String file, int line, Instant when, Instant validBefore, ZoneId zone)
      implements AllowedSignerReason {
    @Override
    public String summary() {
      return at(file, line)
          + "key has expired: verify time "
          + local(when, zone)
          + " > valid-before "
          + local(validBefore, zone);
    }
  }

  private static String at(String file, int line) {
    return file + ":" + line + ": ";
  }

  private static String local(Instant time, ZoneId zone) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
        LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.SECONDS), zone));
  }
}
