package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.key.Certificate.Kind;
import dev.aikagi.key.Certificate.Option;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Issues a {@link Certificate}: an authority signs that a key belongs to some names for some time.
 *
 * <pre>{@code
 * Instant now = Instant.now();
 * Certificate certificate =
 *     CertificateBuilder.user(key, "alice's laptop")
 *         .principals(List.of("alice", "backup"))
 *         .serial(42)
 *         .validity(Validity.between(now, now.plus(8, ChronoUnit.HOURS)))
 *         .critical(Option.of("source-address", "192.0.2.0/24"))
 *         .withoutExtension("permit-X11-forwarding")
 *         .sign(authority);
 * Files.writeString(file, certificate.line() + " alice\n");
 * }</pre>
 *
 * <p>The methods change this object and return it; it may sign any number of times. Not for several
 * threads at once.
 */
public final class CertificateBuilder {
  /** What {@link #user} allows, as ssh-keygen does. */
  public static final List<String> PERMISSIONS =
      List.of(
          "permit-X11-forwarding",
          "permit-agent-forwarding",
          "permit-port-forwarding",
          "permit-pty",
          "permit-user-rc");

  /** As in OpenSSH: more than any hash function's block of bits that nobody else can choose. */
  private static final int NONCE = 32;

  /** As OpenSSH sorts, and readers may rely on: by the bytes of the names. */
  private static final Comparator<String> BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final Kind kind;
  private final PublicKey key;
  private final KeyType type;
  private final String keyId;
  private final SortedMap<String, Option> critical = new TreeMap<>(BYTES);
  private final SortedMap<String, Option> extensions = new TreeMap<>(BYTES);
  private List<String> principals = List.of();
  private Validity validity = Validity.UNLIMITED;
  private long serial;

  private CertificateBuilder(Kind kind, PublicKey key, String keyId) {
    this.kind = kind;
    this.key = key;
    this.type =
        key.type()
            .certificateType()
            .orElseThrow(() -> new IllegalArgumentException(key.type() + " is not certified"));
    this.keyId = checked(keyId);
  }

  /**
   * A certificate for a user, with the {@link #PERMISSIONS}, valid without limit and for no user
   * name yet.
   *
   * @param keyId free text for people, logs and revocation
   * @throws IllegalArgumentException for a DSA key, and for a text with a NUL
   */
  public static CertificateBuilder user(PublicKey key, String keyId) {
    CertificateBuilder builder = new CertificateBuilder(Kind.USER, key, keyId);
    PERMISSIONS.forEach(name -> builder.extension(Option.flag(name)));
    return builder;
  }

  /** A certificate for a host, without extensions, valid without limit and for no host name yet. */
  public static CertificateBuilder host(PublicKey key, String keyId) {
    return new CertificateBuilder(Kind.HOST, key, keyId);
  }

  /**
   * The names that the certificate is for. Without any, nobody of today takes it.
   *
   * @throws IllegalArgumentException for more than {@link Certificate#MAX_PRINCIPALS} of them, and
   *     for an empty one
   */
  public CertificateBuilder principals(List<String> names) {
    if (names.size() > Certificate.MAX_PRINCIPALS) {
      throw new IllegalArgumentException(names.size() + " principals");
    }
    for (String name : names) {
      if (checked(name).isEmpty()) {
        throw new IllegalArgumentException("an empty principal");
      }
    }
    principals = List.copyOf(names);
    return this;
  }

  /** An unsigned number of the authority's choice; 0, the default, is never revoked by number. */
  public CertificateBuilder serial(long number) {
    serial = number;
    return this;
  }

  /**
   * When it is valid.
   *
   * @throws IllegalArgumentException where that is never
   */
  public CertificateBuilder validity(Validity when) {
    if (!when.possible()) {
      throw new IllegalArgumentException("a certificate that is never valid");
    }
    validity = when;
    return this;
  }

  /**
   * Adds an option that whoever does not know it must refuse the certificate for.
   *
   * @throws IllegalArgumentException where there is one of that name already
   */
  public CertificateBuilder critical(Option option) {
    return add(critical, option);
  }

  /**
   * Adds an option that whoever does not know it goes without.
   *
   * @throws IllegalArgumentException where there is one of that name already
   */
  public CertificateBuilder extension(Option option) {
    return add(extensions, option);
  }

  /** Takes an extension away, such as one of the {@link #PERMISSIONS}. */
  public CertificateBuilder withoutExtension(String name) {
    extensions.remove(name);
    return this;
  }

  /** Of two values of one option, one reader may take the first and another the last. */
  private CertificateBuilder add(SortedMap<String, Option> options, Option option) {
    if (options.putIfAbsent(checked(option.name()), option) != null) {
      throw new IllegalArgumentException("two options named " + option.name());
    }
    return this;
  }

  /** A text that ends early for a reader in C would be another text for it. */
  private static String checked(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL in a text of a certificate");
    }
    return text;
  }

  /**
   * Has it signed with the best of the authority's algorithms, which for RSA is rsa-sha2-512. The
   * authority may be any signer: a private key, an agent's, a security key.
   *
   * @throws SshException where the authority has only insecure algorithms, does not sign, or signed
   *     wrongly; and for a certificate of more than {@link Certificate#MAX_LENGTH} bytes
   */
  public Certificate sign(Signer authority) throws SshException {
    SignatureAlgorithm best =
        authority.algorithms().stream()
            .filter(a -> !a.insecure())
            .findFirst()
            .orElseThrow(() -> new SshException("the authority's key has no secure algorithm"));
    return sign(authority, best);
  }

  /** As above, with an algorithm of the caller's choice. */
  public Certificate sign(Signer authority, SignatureAlgorithm algorithm) throws SshException {
    byte[] nonce = new byte[NONCE];
    new SecureRandom().nextBytes(nonce);
    return sign(authority, algorithm, nonce);
  }

  Certificate sign(Signer authority, SignatureAlgorithm algorithm, byte[] nonce)
      throws SshException {
    WireWriter out = body(authority.publicKey(), nonce);
    // What size of RSA key an authority must have is for those to say who trust it.
    Bytes signature = authority.signChecked(algorithm, out.toArray(), RsaPublicKey.MIN_BITS);
    return Certificate.parse(out.writeString(signature).toBytes());
  }

  private WireWriter body(PublicKey authority, byte[] nonce) throws SshException {
    WireReader fields = new WireReader(key.blob());
    fields.skip(fields.readStringLength());
    WireWriter names = new WireWriter();
    principals.forEach(names::writeUtf8);
    return new WireWriter(2048)
        .writeUtf8(type.wireName())
        .writeString(nonce)
        .writeRaw(fields.readRest())
        .writeUint64(serial)
        .writeUint32(kind.code())
        .writeUtf8(keyId)
        .writeString(names)
        .writeUint64(validity.after())
        .writeUint64(validity.before())
        .writeString(packed(critical))
        .writeString(packed(extensions))
        .writeString(Bytes.EMPTY)
        .writeString(authority.blob());
  }

  private static WireWriter packed(SortedMap<String, Option> options) {
    WireWriter out = new WireWriter();
    options.values().forEach(o -> out.writeUtf8(o.name()).writeString(o.data()));
    return out;
  }
}
