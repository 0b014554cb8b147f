package dev.aikagi.trust;

import dev.aikagi.Bytes;
import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.KeyType;
import java.time.Instant;
import java.util.Optional;

/** What one line of an authorized_keys file said to one key. */
public sealed interface AuthorizedKeyReason extends Reason {
  String file();

  /** Counted from 1; 0 for the file as a whole. */
  int line();

  /** This line authorises the key. */
  record Accepted(String file, int line, KeyType type, Bytes blob) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return "Accepted key " + describe(type, blob) + " found at " + file + ":" + line;
    }
  }

  /** The line holds another key. */
  record OtherKey(String file, int line, KeyType type, Bytes blob) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return file + ":" + line + ": another key, " + describe(type, blob);
    }
  }

  /** The file has no line with a key. */
  record NoKeys(String file) implements AuthorizedKeyReason {
    @Override
    public int line() {
      return 0;
    }

    @Override
    public String summary() {
      return file + " holds no key";
    }
  }

  /** No key could be found in the line. */
  record NotAKey(String file, int line, String detail) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return file + ":" + line + ": not a key: " + detail;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("put the one line of the .pub file there, unbroken");
    }
  }

  /** The line's options cannot be read, so the line does not count. */
  record BadOptions(String file, int line, String detail) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return file + ":" + line + ": bad key options: " + detail;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("correct the options, see sshd(8), AUTHORIZED_KEYS FILE FORMAT");
    }
  }

  /** The key is right, but its time is over. */
  record Expired(String file, int line, Instant expiry) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return file + ":" + line + ": entry expired at " + expiry;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("set a later expiry-time");
    }
  }

  /** The key is right, but the client comes from elsewhere. */
  record NotFrom(String file, int line, String host, String address, String patterns)
      implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return file
          + ":"
          + line
          + ": correct key but not from a permitted host (host="
          + Printable.of(host, 200)
          + ", ip="
          + address
          + ", required="
          + Printable.of(patterns, 200)
          + ")";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("add the address to from=");
    }
  }

  /** The key is right, but from= is faulty and therefore matches nothing. */
  record InvalidFrom(String file, int line, String patterns) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return file + ":" + line + ": invalid from criteria: " + Printable.of(patterns, 200);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("write networks with all host bits zero, such as 10.0.0.0/8");
    }
  }

  /** The line trusts an authority, not this key itself; certificates are not accepted yet. */
  record CertificateAuthority(String file, int line) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return file
          + ":"
          + line
          + ": cert-authority line: certificates are not accepted yet, and its key is none to log"
          + " in with";
    }
  }

  /** {@code principals=} belongs to cert-authority only. */
  record PrincipalsWithoutAuthority(String file, int line) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return file + ":" + line + ": principals on non-CA key";
    }
  }

  /** A certificate stands where a key belongs. */
  record CertificateInFile(String file, int line, KeyType type) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return file + ":" + line + ": a certificate (" + type + ") is no authorised key";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("put the plain public key there, without -cert");
    }
  }

  private static String describe(KeyType type, Bytes blob) {
    return type.shortName() + " " + Fingerprint.of(blob, FingerprintHash.SHA256);
  }
}
