package dev.aikagi.tools.inventory;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import java.util.ArrayList;
import java.util.List;

/**
 * What a key is.
 *
 * @param type its name on the wire
 * @param bits 0 where the key is broken
 * @param blob of a certificate, that of the key in it
 */
record KeyFacts(String type, int bits, Bytes blob, List<Mark> marks) {
  /** NIST SP 800-57: less than 112 bits of security. */
  private static final int WEAK_RSA = 2048;

  /** The same for what has to hold after 2030, and what ssh-keygen makes. */
  private static final int SHORT_RSA = 3072;

  KeyFacts {
    marks = List.copyOf(marks);
  }

  String fingerprint() {
    return Fingerprint.of(blob, FingerprintHash.SHA256).toString();
  }

  static KeyFacts of(PublicKey key) {
    return new KeyFacts(key.type().wireName(), key.bits(), key.blob(), marks(key));
  }

  static KeyFacts of(KeyOrCertificate key) {
    List<Mark> marks = new ArrayList<>(marks(key.key()));
    if (key instanceof KeyOrCertificate.Certified c) {
      marks.addAll(marks(c.certificate()));
    }
    return new KeyFacts(key.type().wireName(), key.key().bits(), key.key().blob(), marks);
  }

  /** A blob that nobody has parsed yet. */
  static KeyFacts of(KeyType type, Bytes blob) {
    try {
      return of(PublicKey.parse(blob));
    } catch (MalformedException e) {
      String why = "the key is broken: " + e.getMessage();
      return new KeyFacts(type.wireName(), 0, blob, List.of(new Mark(Mark.Code.BROKEN, why)));
    }
  }

  private static List<Mark> marks(PublicKey key) {
    return switch (key.type()) {
      case SSH_DSS -> List.of(new Mark(Mark.Code.WEAK, "DSA is weak, and servers refuse it"));
      case SSH_RSA -> {
        if (key.bits() < WEAK_RSA) {
          yield List.of(new Mark(Mark.Code.WEAK, "RSA of " + key.bits() + " bits is weak"));
        }
        yield key.bits() < SHORT_RSA
            ? List.of(new Mark(Mark.Code.SHORT, "RSA of " + key.bits() + " bits is short"))
            : List.of();
      }
      default -> List.of();
    };
  }

  private static List<Mark> marks(Certificate certificate) {
    return certificate.signatureAlgorithm() == SignatureAlgorithm.SSH_RSA
        ? List.of(
            new Mark(
                Mark.Code.SHA1_CERTIFICATE, "signed with ssh-rsa (SHA-1), which servers refuse"))
        : List.of();
  }
}
