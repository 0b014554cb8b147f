package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.SshException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A signature of a file or message by an SSH key (OpenSSH's PROTOCOL.sshsig), as {@code ssh-keygen
 * -Y sign} and git make it. Whose the key is, a list of allowed signers says: {@link
 * dev.aikagi.trust.AllowedSigners}. Immutable.
 *
 * <p>What is signed begins with words of its own, so that no signature of a login, a host or a
 * certificate is one of a file, and the namespace keeps one purpose from passing for another.
 *
 * <pre>{@code
 * try (InputStream in = Files.newInputStream(file)) {
 *   FileSignature made = FileSignature.sign(key, "file", FileSignature.Hash.SHA512, in);
 *   Files.writeString(signatureFile, made.armoured());
 * }
 * FileSignature read = FileSignature.parse(Files.readAllBytes(signatureFile));
 * try (InputStream in = Files.newInputStream(file)) {
 *   boolean good = read.verify("file", in);
 * }
 * }</pre>
 */
public final class FileSignature {
  /** Far more than the largest signature with a certificate needs. */
  public static final int MAX_LENGTH = 256 * 1024;

  private static final String LABEL = "SSH SIGNATURE";
  private static final String MAGIC = "SSHSIG";
  private static final int VERSION = 1;
  private static final int PIECE = 1 << 16;

  /** What the message goes through before it is signed. */
  public enum Hash {
    SHA512("SHA-512"),
    SHA256("SHA-256");

    private final String jcaName;

    Hash(String jcaName) {
      this.jcaName = jcaName;
    }

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Hash> named(String wireName) {
      return List.of(values()).stream().filter(h -> h.wireName().equals(wireName)).findFirst();
    }

    private byte[] digest(InputStream message) throws IOException {
      try {
        MessageDigest digest = MessageDigest.getInstance(jcaName);
        byte[] piece = new byte[PIECE];
        for (int n; (n = message.read(piece)) >= 0; ) {
          digest.update(piece, 0, n);
        }
        return digest.digest();
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("the JDK lacks " + jcaName, e);
      }
    }
  }

  private final Bytes keyBlob;
  private final PublicKey key;
  private final Optional<Certificate> certificate;
  private final String namespace;
  private final Hash hash;
  private final SignatureAlgorithm algorithm;
  private final Bytes signature;

  private FileSignature(
      Bytes keyBlob, String namespace, Hash hash, SignatureAlgorithm algorithm, Bytes signature)
      throws MalformedException {
    boolean certified = KeyType.ofBlob(keyBlob).filter(KeyType::certificate).isPresent();
    this.keyBlob = keyBlob;
    this.certificate = certified ? Optional.of(Certificate.parse(keyBlob)) : Optional.empty();
    this.key = certified ? certificate.orElseThrow().publicKey() : PublicKey.parse(keyBlob);
    this.namespace = namespace;
    this.hash = hash;
    this.algorithm = algorithm;
    this.signature = signature;
    if (algorithm.keyType() != key.type()) {
      throw new MalformedException("a signature of another type than its key");
    }
  }

  /**
   * Signs all that the stream has. RSA keys sign with SHA-2 alone.
   *
   * @param namespace what the signature is for, such as {@code file} or {@code git}; not empty
   * @throws SshException where the signer cannot or may not sign
   * @throws IOException where the message cannot be read
   */
  public static FileSignature sign(Signer signer, String namespace, Hash hash, InputStream message)
      throws IOException {
    return sign(signer, signer.publicKey().blob(), namespace, hash, message);
  }

  /** The same, by the key of a certificate, which goes with the signature. */
  public static FileSignature sign(
      Signer signer, Certificate certificate, String namespace, Hash hash, InputStream message)
      throws IOException {
    if (!certificate.publicKey().equals(signer.publicKey())) {
      throw new IllegalArgumentException("a certificate of another key");
    }
    return sign(signer, certificate.blob(), namespace, hash, message);
  }

  private static FileSignature sign(
      Signer signer, Bytes keyBlob, String namespace, Hash hash, InputStream message)
      throws IOException {
    if (namespace.isEmpty()) {
      throw new IllegalArgumentException("a signature without a namespace");
    }
    SignatureAlgorithm algorithm =
        signer.algorithms().stream()
            .filter(FileSignature::isAllowed)
            .findFirst()
            .orElseThrow(() -> new SshException("the key signs with SHA-1 alone"));
    byte[] data = signedData(namespace, hash, hash.digest(message));
    Bytes made = signer.signChecked(algorithm, data, RsaPublicKey.MIN_BITS);
    return new FileSignature(keyBlob, namespace, hash, algorithm, made);
  }

  /** PROTOCOL.sshsig: with RSA, rsa-sha2-512 or rsa-sha2-256 and nothing else. */
  private static boolean isAllowed(SignatureAlgorithm algorithm) {
    return algorithm != SignatureAlgorithm.SSH_RSA && algorithm != SignatureAlgorithm.SSH_DSS;
  }

  private static byte[] signedData(String namespace, Hash hash, byte[] digest) {
    WireWriter out = new WireWriter(256).writeRaw(MAGIC.getBytes(StandardCharsets.US_ASCII));
    out.writeUtf8(namespace).writeString(Bytes.EMPTY).writeUtf8(hash.wireName());
    return out.writeString(digest).toBytes().toArray();
  }

  /**
   * Reads a signature between BEGIN and END lines. It verifies nothing but, of a certificate, its
   * authority's signature.
   *
   * @throws MalformedException where it is none, or one of an algorithm that is not allowed
   */
  public static FileSignature parse(byte[] armoured) throws MalformedException {
    if (armoured.length > MAX_LENGTH) {
      throw new MalformedException("too long for a signature");
    }
    Armour armour;
    try {
      armour =
          Armour.find(armoured)
              .filter(a -> a.label().equals(LABEL))
              .orElseThrow(() -> new MalformedException("no BEGIN " + LABEL + " line"));
    } catch (KeyFileException e) {
      throw new MalformedException(e.reason().summary(), e);
    }
    try (SecretBytes body = armour.body()) {
      return parseBlob(Bytes.of(body.expose()));
    }
  }

  private static FileSignature parseBlob(Bytes blob) throws MalformedException {
    WireReader in = new WireReader(blob);
    if (in.remaining() < MAGIC.length()
        || !Bytes.of(in.readRaw(MAGIC.length())).equals(Bytes.utf8(MAGIC))) {
      throw new MalformedException("no signature of a file");
    }
    long version = in.readUint32();
    if (version != VERSION) {
      throw new MalformedException("a signature of version " + version);
    }
    Bytes keyBlob = in.readBytes();
    String namespace = in.readUtf8();
    in.skip(in.readStringLength()); // reserved
    String hashName = in.readUtf8();
    Bytes signature = in.readBytes();
    in.expectEnd();
    Hash hash =
        Hash.named(hashName)
            .orElseThrow(() -> new MalformedException("a signature with an unknown hash"));
    if (namespace.isEmpty()) {
      throw new MalformedException("a signature without a namespace");
    }
    SignatureAlgorithm algorithm =
        SignatureAlgorithm.named(new WireReader(signature).readName())
            .filter(FileSignature::isAllowed)
            .orElseThrow(() -> new MalformedException("a signature of an unfit algorithm"));
    return new FileSignature(keyBlob, namespace, hash, algorithm, signature);
  }

  /** With its BEGIN and END lines, as files have it. */
  public String armoured() {
    WireWriter out = new WireWriter(512).writeRaw(MAGIC.getBytes(StandardCharsets.US_ASCII));
    out.writeUint32(VERSION).writeString(keyBlob).writeUtf8(namespace).writeString(Bytes.EMPTY);
    out.writeUtf8(hash.wireName()).writeString(signature);
    byte[] file =
        new Armour(LABEL, List.of(), SecretBytes.taking(out.toBytes().toArray()))
            .toFile(Armour.OPENSSH_WIDTH);
    return new String(file, StandardCharsets.US_ASCII);
  }

  /**
   * Whether the key signed all that the stream has, for this purpose. It says nothing about whose
   * the key is. A security key must have been touched.
   *
   * @throws IOException where the message cannot be read
   */
  public boolean verify(String purpose, InputStream message) throws IOException {
    if (!namespace.equals(purpose)) {
      return false;
    }
    byte[] data = signedData(namespace, hash, hash.digest(message));
    return switch (key) {
      case SecurityKeyPublicKey sk ->
          sk.attest(algorithm, data, signature)
              .filter(SecurityKeyPublicKey.Attestation::userPresent)
              .isPresent();
      default -> key.verify(algorithm, data, signature, RsaPublicKey.MIN_BITS);
    };
  }

  /** The key that signed, or is said to have. */
  public PublicKey key() {
    return key;
  }

  /** Present where the signature came with one; its key is {@link #key}. */
  public Optional<Certificate> certificate() {
    return certificate;
  }

  /** What the signature is for. */
  public String namespace() {
    return namespace;
  }

  public Hash hash() {
    return hash;
  }

  public SignatureAlgorithm algorithm() {
    return algorithm;
  }
}
