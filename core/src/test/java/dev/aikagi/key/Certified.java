package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SshException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.Arrays;
import java.util.List;

/**
 * Makes certificates for tests, good ones and others: an authority that signs whatever it is given.
 * The setters change this object and return it.
 */
public final class Certified {
  private final PublicKey key;
  private String type;
  private Bytes fields;
  private long serial = 7;
  private long kind = 2;
  private String keyId = "a host";
  private List<String> principals = List.of("h");
  private long after;
  private long before = -1;
  private Bytes critical = Bytes.EMPTY;
  private Bytes extensions = Bytes.EMPTY;
  private Bytes authorityBlob = Bytes.EMPTY;
  private SignatureAlgorithm algorithm = SignatureAlgorithm.SSH_ED25519;

  private Certified(PublicKey key) {
    this.key = key;
    this.type = certificateType(key.type()).wireName();
    this.fields = afterName(key.blob());
  }

  /** For this key; a host certificate for "h", valid for ever. */
  public static Certified of(PublicKey key) {
    return new Certified(key);
  }

  /** The type of certificates of keys of a type. */
  public static KeyType certificateType(KeyType plain) {
    return Arrays.stream(KeyType.values())
        .filter(t -> t.certificate() && t.plain() == plain)
        .findFirst()
        .orElseThrow();
  }

  private static Bytes afterName(Bytes blob) {
    WireReader in = new WireReader(blob);
    try {
      var _ = in.readName();
      return Bytes.of(in.readRaw(in.remaining()));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  public Certified type(String value) {
    type = value;
    return this;
  }

  public Certified fields(Bytes value) {
    fields = value;
    return this;
  }

  public Certified serial(long value) {
    serial = value;
    return this;
  }

  public Certified kind(long value) {
    kind = value;
    return this;
  }

  public Certified keyId(String value) {
    keyId = value;
    return this;
  }

  public Certified principals(String... values) {
    principals = List.of(values);
    return this;
  }

  public Certified valid(long from, long to) {
    after = from;
    before = to;
    return this;
  }

  /** Names and values, in turn. */
  public Certified critical(String... namesAndValues) {
    critical = options(namesAndValues);
    return this;
  }

  public Certified extensions(String... namesAndValues) {
    extensions = options(namesAndValues);
    return this;
  }

  private static Bytes options(String... namesAndValues) {
    WireWriter w = new WireWriter();
    for (String text : namesAndValues) {
      w.writeUtf8(text);
    }
    return w.toBytes();
  }

  /** What stands where the authority's key should be. */
  public Certified authorityBlob(Bytes value) {
    authorityBlob = value;
    return this;
  }

  /** What the authority signs with, where it is no Ed25519 key. */
  public Certified algorithm(SignatureAlgorithm value) {
    algorithm = value;
    return this;
  }

  /** The bytes under the signature. */
  public WireWriter body(PublicKey authority) {
    WireWriter names = new WireWriter();
    principals.forEach(names::writeUtf8);
    Bytes shown = authorityBlob.isEmpty() ? authority.blob() : authorityBlob;
    WireWriter w = new WireWriter();
    w.writeUtf8(type).writeString(new byte[] {1, 2, 3, 4}).writeRaw(fields.toArray());
    w.writeUint64(serial).writeUint32(kind).writeUtf8(keyId).writeString(names);
    w.writeUint64(after).writeUint64(before);
    w.writeString(critical).writeString(extensions).writeString(Bytes.EMPTY).writeString(shown);
    return w;
  }

  public Bytes blob(PrivateKey authority) throws SshException {
    WireWriter w = body(authority.publicKey());
    return w.writeString(authority.sign(algorithm, w.toArray(), RsaPublicKey.MIN_BITS)).toBytes();
  }

  public Certificate by(PrivateKey authority) throws SshException {
    return Certificate.parse(blob(authority));
  }

  @Override
  public String toString() {
    return type + " of " + key;
  }
}
