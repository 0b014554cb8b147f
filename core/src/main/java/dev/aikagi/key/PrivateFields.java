package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.Printable;
import dev.aikagi.SecretBytes;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.math.BigInteger;
import java.util.Arrays;

/** Private keys as OpenSSH's files and the agent protocol write them: type, then numbers. */
final class PrivateFields {
  private PrivateFields() {}

  static PrivateKey read(WireReader in) throws MalformedException, KeyFileException {
    String name = in.readName();
    KeyType type = KeyType.named(name).orElseThrow(() -> unsupported(name));
    return switch (type) {
      case SSH_ED25519 -> ed25519(in);
      case ECDSA_SHA2_NISTP256, ECDSA_SHA2_NISTP384, ECDSA_SHA2_NISTP521 -> {
        Bytes point = PublicKeyParser.point(type.curve().orElseThrow(), in);
        yield KeyParts.ecdsa(type, in.readUnsignedMpint(), point.toArray());
      }
      case SSH_RSA -> rsa(in);
      case SSH_DSS -> {
        BigInteger p = in.readUnsignedMpint();
        BigInteger q = in.readUnsignedMpint();
        BigInteger g = in.readUnsignedMpint();
        BigInteger y = in.readUnsignedMpint();
        yield KeyParts.dsa(p, q, g, y, in.readUnsignedMpint());
      }
      case SK_SSH_ED25519, SK_ECDSA_SHA2_NISTP256 -> securityKey(type, in);
      default -> throw unsupported(name);
    };
  }

  /** The public fields, and then what the authenticator is told. */
  private static PrivateKey securityKey(KeyType type, WireReader in) throws MalformedException {
    SecurityKeyPublicKey key = (SecurityKeyPublicKey) PublicKeyParser.fields(type, in);
    return device(key, in);
  }

  /** What stands behind the public fields of a key inside an authenticator. */
  static SecurityKeyPrivateKey device(SecurityKeyPublicKey key, WireReader in)
      throws MalformedException {
    int flags = in.readByte();
    byte[] handle = in.readString(SecurityKeyPrivateKey.MAX_HANDLE);
    return new SecurityKeyPrivateKey(key, flags, SecretBytes.taking(handle), in.readBytes());
  }

  private static KeyFileException unsupported(String name) {
    return new KeyFileException(new KeyFileRefusal.UnsupportedType(Printable.of(name, 64)));
  }

  /** The secret half is the seed and, once more, the public point. */
  private static PrivateKey ed25519(WireReader in) throws MalformedException, KeyFileException {
    Bytes point = Ed25519PublicKey.checked(in.readBytes());
    byte[] both = in.readString();
    byte[] seed = Arrays.copyOf(both, Ed25519PublicKey.LENGTH);
    try {
      if (both.length != 2 * Ed25519PublicKey.LENGTH) {
        throw new MalformedException("an Ed25519 private key of " + both.length + " bytes");
      }
      if (!point.equals(Bytes.of(both, seed.length, seed.length))) {
        throw KeyParts.mismatch(KeyType.SSH_ED25519);
      }
      return KeyParts.ed25519(seed, point);
    } finally {
      Arrays.fill(both, (byte) 0);
      Arrays.fill(seed, (byte) 0);
    }
  }

  private static PrivateKey rsa(WireReader in) throws MalformedException, KeyFileException {
    BigInteger n = in.readUnsignedMpint();
    BigInteger e = in.readUnsignedMpint();
    BigInteger d = in.readUnsignedMpint();
    BigInteger coefficient = in.readUnsignedMpint();
    BigInteger p = in.readUnsignedMpint();
    return KeyParts.rsa(n, e, d, p, in.readUnsignedMpint(), coefficient);
  }

  /** What stands behind a certificate, whose key has the public numbers already. */
  static PrivateKey readCertified(PublicKey certified, WireReader in)
      throws MalformedException, KeyFileException {
    return switch (certified) {
      case Ed25519PublicKey _ -> ed25519(in);
      case EcdsaPublicKey k ->
          KeyParts.ecdsa(k.type(), in.readUnsignedMpint(), k.point().toArray());
      case RsaPublicKey k -> {
        BigInteger d = in.readUnsignedMpint();
        BigInteger coefficient = in.readUnsignedMpint();
        BigInteger p = in.readUnsignedMpint();
        yield KeyParts.rsa(
            k.modulus(), k.publicExponent(), d, p, in.readUnsignedMpint(), coefficient);
      }
      case DsaPublicKey _, SecurityKeyPublicKey _ -> throw unsupported(certified.type().wireName());
    };
  }

  static void writeCertified(WireWriter out, PrivateKey key) {
    switch (key) {
      case Ed25519PrivateKey k -> ed25519(out, k);
      case EcdsaPrivateKey k -> out.writeUnsignedMpint(k.scalar().expose());
      case RsaPrivateKey k ->
          out.writeMpint(k.privateExponent())
              .writeMpint(k.coefficient())
              .writeMpint(k.primeP())
              .writeMpint(k.primeQ());
      case DsaPrivateKey k -> out.writeUnsignedMpint(k.x().expose());
      case SecurityKeyPrivateKey k -> {
        if (k.publicKey() instanceof SkEd25519PublicKey p) {
          out.writeString(p.point());
        }
        handle(out, k);
      }
    }
  }

  private static void ed25519(WireWriter out, Ed25519PrivateKey key) {
    out.writeString(key.publicKey().point());
    out.writeUint32(2L * Ed25519PublicKey.LENGTH);
    out.writeRaw(key.seed().expose()).writeRaw(key.publicKey().point());
  }

  static void write(WireWriter out, PrivateKey key) {
    out.writeUtf8(key.type().wireName());
    switch (key) {
      case Ed25519PrivateKey k -> ed25519(out, k);
      case EcdsaPrivateKey k ->
          out.writeUtf8(k.publicKey().curve().wireName())
              .writeString(k.publicKey().point())
              .writeUnsignedMpint(k.scalar().expose());
      case RsaPrivateKey k ->
          out.writeMpint(k.publicKey().modulus())
              .writeMpint(k.publicKey().publicExponent())
              .writeMpint(k.privateExponent())
              .writeMpint(k.coefficient())
              .writeMpint(k.primeP())
              .writeMpint(k.primeQ());
      case DsaPrivateKey k ->
          out.writeMpint(k.publicKey().p())
              .writeMpint(k.publicKey().q())
              .writeMpint(k.publicKey().g())
              .writeMpint(k.publicKey().y())
              .writeUnsignedMpint(k.x().expose());
      case SecurityKeyPrivateKey k -> {
        switch (k.publicKey()) {
          case SkEd25519PublicKey p -> out.writeString(p.point());
          case SkEcdsaPublicKey p ->
              out.writeUtf8(NistCurve.NISTP256.wireName()).writeString(p.point());
        }
        handle(out, k);
      }
    }
  }

  private static void handle(WireWriter out, SecurityKeyPrivateKey key) {
    out.writeUtf8(key.publicKey().application()).writeByte(key.flags());
    out.writeString(key.keyHandle().expose()).writeString(key.reserved());
  }
}
