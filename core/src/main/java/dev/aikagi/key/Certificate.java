package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * An OpenSSH certificate (PROTOCOL.certkeys): an authority's word that a key belongs to some names
 * for some time. It is no {@link PublicKey}: nothing that takes a key takes a certificate, and the
 * key in it is trusted for nothing before somebody has looked at the rest.
 *
 * <p>The signature of every value of this class verifies: {@link #parse} is the only way to one.
 * Whether the authority is one to believe, and what it said, is not judged here.
 */
public final class Certificate {
  /** Far more than the largest keys, 256 principals and a hundred options need. */
  public static final int MAX_LENGTH = 64 * 1024;

  /** As in OpenSSH. */
  public static final int MAX_PRINCIPALS = 256;

  /** What a certificate is for; one for a user proves nothing about a host. */
  public enum Kind {
    USER(1, "user"),
    HOST(2, "host");

    private final int code;
    private final String word;

    Kind(int code, String word) {
      this.code = code;
      this.word = word;
    }

    int code() {
      return code;
    }

    public String word() {
      return word;
    }

    static Optional<Kind> of(long code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * A critical option or an extension.
   *
   * @param data as it stands there: for most of them a string within the string, or nothing
   */
  public record Option(String name, Bytes data) {
    /** One that says all by being there, such as permit-pty. */
    public static Option flag(String name) {
      return new Option(name, Bytes.EMPTY);
    }

    /** One with a text, such as force-command. */
    public static Option of(String name, String value) {
      return new Option(name, new WireWriter().writeUtf8(value).toBytes());
    }

    /**
     * The string that is all of the data, as force-command and source-address have it.
     *
     * @throws MalformedException also where something stands behind the string
     */
    public String text() throws MalformedException {
      WireReader in = new WireReader(data);
      String text = CertificateParser.withoutNul(in.readUtf8());
      in.expectEnd();
      return text;
    }

    /** The text; empty where the data is not one string and nothing else. */
    public Optional<String> value() {
      try {
        return Optional.of(text());
      } catch (MalformedException e) {
        return Optional.empty();
      }
    }
  }

  private final Bytes blob;
  private final CertificateParser.Body body;
  private final SignatureAlgorithm signatureAlgorithm;

  /** Of the parser alone, which has verified the signature. */
  Certificate(Bytes blob, CertificateParser.Body body, SignatureAlgorithm signatureAlgorithm) {
    this.blob = blob;
    this.body = body;
    this.signatureAlgorithm = signatureAlgorithm;
  }

  /**
   * Parses a blob and verifies the signature of its authority. Check {@link KeyType#ofBlob} against
   * what is allowed first.
   *
   * @throws MalformedException also for a plain key, for an authority's key that is a certificate
   *     itself, and for a signature that does not verify
   */
  public static Certificate parse(Bytes blob) throws MalformedException {
    return CertificateParser.parse(blob);
  }

  /** The wire form, with the signature. */
  public Bytes blob() {
    return blob;
  }

  public KeyType type() {
    return body.type();
  }

  /** The key that is certified. */
  public PublicKey publicKey() {
    return body.publicKey();
  }

  /** An unsigned 64-bit number of the authority's choice. */
  public long serial() {
    return body.serial();
  }

  public Kind kind() {
    return body.kind();
  }

  /** The authority's free text. */
  public String keyId() {
    return body.keyId().utf8();
  }

  /** As it stands there, for whoever compares it. */
  Bytes keyIdBytes() {
    return body.keyId();
  }

  /** The names that it is valid for; an empty list is none, not all. */
  public List<String> principals() {
    return body.principals();
  }

  public Validity validity() {
    return body.validity();
  }

  /** Whoever does not know one of them must refuse the certificate. */
  public List<Option> criticalOptions() {
    return body.criticalOptions();
  }

  /** Whoever does not know one of them goes without it. */
  public List<Option> extensions() {
    return body.extensions();
  }

  /** The authority's key. */
  public PublicKey signatureKey() {
    return body.signatureKey();
  }

  /** How the authority signed: policy, since SHA-1 verifies too. */
  public SignatureAlgorithm signatureAlgorithm() {
    return signatureAlgorithm;
  }

  /** The type's name and the blob in base64, as -cert.pub files have it. */
  public String line() {
    return type().wireName() + " " + Base64.getEncoder().encodeToString(blob.toArray());
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Certificate c && blob.equals(c.blob);
  }

  @Override
  public int hashCode() {
    return blob.hashCode();
  }

  @Override
  public String toString() {
    return type().wireName() + " of " + Fingerprint.of(publicKey());
  }
}
