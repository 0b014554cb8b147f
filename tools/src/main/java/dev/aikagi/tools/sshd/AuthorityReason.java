package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import java.util.Optional;

/** What TrustedUserCAKeys and the lists of principals said to a certificate. */
public sealed interface AuthorityReason extends Reason {
  /** An authority of the list signed it, and a principal of it is this account's. */
  record Accepted(Certificate certificate, String file) implements AuthorityReason {
    @Override
    public String summary() {
      return "Accepted certificate ID \""
          + Printable.of(certificate.keyId(), 256)
          + "\" (serial "
          + Long.toUnsignedString(certificate.serial())
          + ") signed by "
          + certificate.signatureKey().type().shortName()
          + " CA "
          + Fingerprint.of(certificate.signatureKey())
          + " via "
          + file;
    }
  }

  /** The list cannot be read. */
  record FileUnusable(String file, String fault) implements AuthorityReason {
    @Override
    public String summary() {
      return "Could not use the authorities of " + file + ": " + fault;
    }
  }

  /** The list ends at a line that is no key, and the authority may stand below it. */
  record BadLine(String file, int line, String fault) implements AuthorityReason {
    @Override
    public String summary() {
      return file + ":" + line + ": no public key: " + fault + "; no line below it counts";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("put one public key on each line");
    }
  }
}
