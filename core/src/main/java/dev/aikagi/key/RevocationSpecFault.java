package dev.aikagi.key;

import dev.aikagi.Printable;
import dev.aikagi.Reason;

/** What is wrong with a line of a {@link RevocationSpec}. */
public sealed interface RevocationSpecFault extends Reason {
  /**
   * Serial numbers and key IDs are an authority's, and nobody said whose.
   *
   * @param what "serial number" or "key ID"
   */
  record NoAuthority(String what) implements RevocationSpecFault {
    @Override
    public String summary() {
      return "revoking certificates by " + what + " needs the key of their authority";
    }
  }

  /** No number, or more than one. */
  record BadSerial(String text) implements RevocationSpecFault {
    @Override
    public String summary() {
      return "no serial number: " + Printable.of(text, 64);
    }
  }

  /** More than 64 bits. */
  record SerialTooLarge() implements RevocationSpecFault {
    @Override
    public String summary() {
      return "a serial number of more than 64 bits";
    }
  }

  /** The last number of a range does not come after its first. */
  record EmptyRange(long first, long last) implements RevocationSpecFault {
    @Override
    public String summary() {
      return "no serial number is in "
          + Long.toUnsignedString(first)
          + "-"
          + Long.toUnsignedString(last);
    }
  }

  /** Zero is the number of certificates without one: they are revoked by key ID. */
  record SerialZero() implements RevocationSpecFault {
    @Override
    public String summary() {
      return "serial number 0 cannot be revoked, since it stands for none";
    }
  }

  /** Something else than SHA256. */
  record UnknownHash() implements RevocationSpecFault {
    @Override
    public String summary() {
      return "a hash that does not begin with SHA256:";
    }
  }

  /** What follows SHA256: is no base64. */
  record BadHash() implements RevocationSpecFault {
    @Override
    public String summary() {
      return "a hash that is no base64";
    }
  }

  /** It is another hash's, or cut off. */
  record HashLength(int length) implements RevocationSpecFault {
    @Override
    public String summary() {
      return "a hash of " + length + " bytes, not 32";
    }
  }

  /** Neither one of the words that a line begins with, nor a key or certificate. */
  record NoKey(KeyLine.Fault fault) implements RevocationSpecFault {
    @Override
    public String summary() {
      return switch (fault) {
        case FORM -> "no public key and no certificate";
        case UNKNOWN_TYPE, OTHER_TYPE -> "a key of an unknown type, or of another than it says";
        case DAMAGED -> "a damaged key or certificate";
        case FORGED -> "a certificate that its authority did not sign";
      };
    }
  }
}
