package dev.aikagi.trust;

import dev.aikagi.Bytes;
import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import java.time.Instant;
import java.util.Optional;

/** What one line of an authorized_keys file said to one key. */
public sealed interface AuthorizedKeyReason extends Reason {
  String file();

  /** Counted from 1; 0 for the file as a whole. */
  int line();

  /** The key that the line would authorise; empty bytes where it holds none or another matters. */
  default Bytes blob() {
    return Bytes.EMPTY;
  }

  /** Whether it is this key that the line is about. */
  default boolean isAbout(PublicKey key) {
    return blob().equals(key.blob());
  }

  /** Whether the same holds for somebody who shows a certificate. */
  default boolean isAbout(Certificate certificate) {
    return blob().equals(certificate.signatureKey().blob());
  }

  /** Whether the line authorises. */
  default boolean accepts() {
    return false;
  }

  /** This line authorises the key. */
  record Accepted(String file, int line, KeyType type, Bytes blob) implements AuthorizedKeyReason {
    @Override
    public boolean accepts() {
      return true;
    }

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
  record BadOptions(String file, int line, String detail, Bytes blob)
      implements AuthorizedKeyReason {
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
    public boolean isAbout(PublicKey key) {
      return true;
    }

    @Override
    public boolean isAbout(Certificate certificate) {
      return true;
    }

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
    public boolean isAbout(PublicKey key) {
      return true;
    }

    @Override
    public boolean isAbout(Certificate certificate) {
      return true;
    }

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
    public boolean isAbout(PublicKey key) {
      return true;
    }

    @Override
    public boolean isAbout(Certificate certificate) {
      return true;
    }

    @Override
    public String summary() {
      return file + ":" + line + ": invalid from criteria: " + Printable.of(patterns, 200);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("write networks with all host bits zero, such as 10.0.0.0/8");
    }
  }

  /** The line trusts an authority's certificates; its own key lets nobody in. */
  record CertificateAuthority(String file, int line, Bytes blob) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return file
          + ":"
          + line
          + ": cert-authority line: its key signs certificates, and is none to log in with";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("log in with a certificate of this authority");
    }
  }

  /** The line authorises the certificate. */
  record AcceptedCertificate(String file, int line, Certificate certificate)
      implements AuthorizedKeyReason {
    @Override
    public boolean accepts() {
      return true;
    }

    @Override
    public boolean isAbout(Certificate other) {
      return true;
    }

    @Override
    public String summary() {
      return "Accepted certificate ID \""
          + Printable.of(certificate.keyId(), 256)
          + "\" (serial "
          + Long.toUnsignedString(certificate.serial())
          + ") signed by CA "
          + describe(certificate.signatureKey().type(), certificate.signatureKey().blob())
          + " found at "
          + file
          + ":"
          + line;
    }
  }

  /** The line names the certificate's authority, and the certificate does not hold. */
  record CertificateRefused(String file, int line, UserCertificateRefusal why)
      implements AuthorizedKeyReason {
    @Override
    public boolean isAbout(Certificate other) {
      return true;
    }

    @Override
    public String summary() {
      return at(file, line) + why.summary();
    }

    @Override
    public Optional<String> remedy() {
      return why.remedy();
    }
  }

  /** The line has the authority's key, but as one that logs in itself. */
  record AuthorityNotMarked(String file, int line, Bytes blob) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line) + "the key of the certificate's authority, without cert-authority";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("write cert-authority before the key");
    }
  }

  /** In a list of principals, no line names an authority. */
  record AuthorityOutOfPlace(String file, int line) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line) + "cert-authority is no option of a principal";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("take cert-authority out");
    }
  }

  /** {@code principals=} belongs to cert-authority only. */
  record PrincipalsWithoutAuthority(String file, int line) implements AuthorizedKeyReason {
    @Override
    public boolean isAbout(PublicKey key) {
      return true;
    }

    @Override
    public boolean isAbout(Certificate certificate) {
      return true;
    }

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

  /** The line has an option that there is not. */
  record UnknownOption(String file, int line, String option, Optional<String> nearest, Bytes blob)
      implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line)
          + "bad key options: unknown key option \""
          + Printable.of(option, 64)
          + "\""
          + nearest.map(n -> " (" + n + "?)").orElse("");
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(
          nearest.map(n -> "write " + n + " instead").orElse("take the option out, see sshd(8)"));
    }
  }

  /** A quote is missing in the line's options. */
  record QuoteMissing(String file, int line, String detail, Bytes blob)
      implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line) + "bad key options: " + detail;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("put the value between two double quotes");
    }
  }

  /** One key on several lines, as a terminal or a mail program breaks it. */
  record BrokenLine(String file, int line, int last, KeyType type, Bytes blob)
      implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line) + "this key goes on in line " + last + ": " + describe(type, blob);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("join lines " + line + " to " + last);
    }
  }

  /** A line that belongs to what begins further up. */
  record Continued(String file, int line, int first) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line) + "belongs to what begins in line " + first;
    }
  }

  /** The end of the key is not there. */
  record CutKey(String file, int line, KeyType type) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line) + "the end of this " + type.shortName() + " key is missing";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("put the whole line of the .pub file there");
    }
  }

  /** Two keys on one line: all behind the first one is its comment. */
  record TwoKeys(String file, int line, KeyType type, Bytes blob) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line)
          + "another key stands before this one on the line: "
          + describe(type, blob);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("put each key on a line of its own");
    }
  }

  /** Lines that end with CR alone are one line to sshd. */
  record CarriageReturns(String file, int line, KeyType type, Bytes blob)
      implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line)
          + "lines end with CR alone, which hides the key "
          + describe(type, blob);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("end lines with LF");
    }
  }

  /** A byte order mark of UTF-8 before the first word. */
  record ByteOrderMark(String file, int line, KeyType type, Bytes blob)
      implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line) + "the file begins with a byte order mark, so its first key is none";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("save the file without a byte order mark");
    }
  }

  /** Two bytes for each character. */
  record WideText(String file, int line) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line) + "the file is UTF-16, which is no text to sshd";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("save the file as UTF-8 without a byte order mark");
    }
  }

  /** Something that is no option stands before the key. */
  record LeadingText(String file, int line, String text, KeyType type, Bytes blob)
      implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line) + "\"" + Printable.of(text, 32) + "\" stands before the key";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("begin the line with the key");
    }
  }

  /**
   * Somebody took the key out of use by what he wrote before it.
   *
   * @param last where the key ends, if it is broken over lines besides
   */
  record OutOfUse(String file, int line, int last, String text, KeyType type, Bytes blob)
      implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line) + "\"" + Printable.of(text, 32) + "\" takes the key out of use";
    }
  }

  /**
   * The name before the key is not that of its type.
   *
   * @param name empty where there is none
   */
  record WrongType(String file, int line, String name, KeyType type, Bytes blob)
      implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line)
          + (name.isEmpty()
              ? "the name of the type is missing before the key"
              : "the line says " + Printable.of(name, 64))
          + ", and the key is of type "
          + type.wireName();
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("put " + type.wireName() + " before the key");
    }
  }

  /** A private key; whoever reads the file has it. */
  record PrivateKey(String file, int line, int last) implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line) + "a private key, where the public one belongs";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("make a new key pair and put the line of its .pub file there");
    }
  }

  /**
   * A public key in another form than the one line of a .pub file.
   *
   * @param form as ssh-keygen -m names it
   */
  record OtherForm(String file, int line, int last, String form, Bytes blob)
      implements AuthorizedKeyReason {
    @Override
    public String summary() {
      return at(file, line) + "a public key in the form " + form + ", which sshd does not read";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("convert it: ssh-keygen -i -m " + form + " -f FILE");
    }
  }

  private static String at(String file, int line) {
    return file + ":" + line + ": ";
  }

  private static String describe(KeyType type, Bytes blob) {
    return type.shortName() + " " + Fingerprint.of(blob, FingerprintHash.SHA256);
  }
}
