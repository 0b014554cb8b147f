package dev.aikagi.key;

import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import java.math.BigInteger;
import java.util.Arrays;

/** PrivateKeyInfo (RFC 5208, RFC 5958; Ed25519 by RFC 8410). */
final class Pkcs8 {
  static final String LABEL = "PRIVATE KEY";
  static final String ENCRYPTED_LABEL = "ENCRYPTED PRIVATE KEY";

  private Pkcs8() {}

  static PrivateKey read(byte[] der) throws MalformedException, KeyFileException {
    DerReader in = Pkcs1.sequence(der);
    int version = in.readSmall();
    if (version > 1) {
      throw new MalformedException("version " + version);
    }
    DerReader algorithm = in.enter(DerReader.SEQUENCE);
    String identifier = algorithm.readIdentifier();
    byte[] key = in.read(DerReader.OCTET_STRING);
    try {
      while (!in.atEnd()) {
        // Attributes, and in version 1 the public key: neither is needed, the public half is made
        // from the private one or compared with what stands beside that.
        in.skip();
      }
      return switch (identifier) {
        case Identifiers.RSA -> Pkcs1.readRsa(key);
        case Identifiers.EC -> Pkcs1.readEc(key, Pkcs1.curve(algorithm));
        case Identifiers.DSA -> dsa(algorithm, key);
        case Identifiers.ED25519 -> ed25519(key);
        default ->
            throw new KeyFileException(
                new KeyFileRefusal.UnsupportedType("with the identifier " + identifier));
      };
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static PrivateKey dsa(DerReader algorithm, byte[] key)
      throws MalformedException, KeyFileException {
    DerReader parameters = algorithm.enter(DerReader.SEQUENCE);
    BigInteger p = parameters.readUnsigned();
    BigInteger q = parameters.readUnsigned();
    BigInteger g = parameters.readUnsigned();
    parameters.expectEnd();
    DerReader in = new DerReader(key);
    BigInteger x = in.readUnsigned();
    in.expectEnd();
    return KeyParts.dsa(p, q, g, null, x);
  }

  private static PrivateKey ed25519(byte[] key) throws MalformedException, KeyFileException {
    DerReader in = new DerReader(key);
    byte[] seed = in.read(DerReader.OCTET_STRING);
    try {
      in.expectEnd();
      return KeyParts.ed25519(seed, null);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /** The caller wipes the result. */
  static SecretBytes write(PrivateKey key) throws KeyFileException {
    DerWriter algorithm = new DerWriter();
    byte[] inner =
        switch (key) {
          case RsaPrivateKey k -> {
            algorithm.identifier(Identifiers.RSA).nothing();
            yield Pkcs1.writeRsa(k);
          }
          case EcdsaPrivateKey k -> {
            algorithm.identifier(Identifiers.EC).identifier(Identifiers.of(k.type()));
            yield Pkcs1.writeEc(k, false);
          }
          case DsaPrivateKey k -> {
            algorithm.identifier(Identifiers.DSA).element(DerReader.SEQUENCE, group(k.publicKey()));
            yield new DerWriter().integer(new BigInteger(1, k.x().expose())).toArray();
          }
          case Ed25519PrivateKey k -> {
            algorithm.identifier(Identifiers.ED25519);
            yield new DerWriter().element(DerReader.OCTET_STRING, k.seed().expose()).toArray();
          }
          case SecurityKeyPrivateKey k ->
              throw new KeyFileException(new KeyFileRefusal.NoSuchForm(k.type(), "PKCS#8"));
        };
    DerWriter out = new DerWriter().integer(0).element(DerReader.SEQUENCE, algorithm);
    out.element(DerReader.OCTET_STRING, inner);
    Arrays.fill(inner, (byte) 0);
    return SecretBytes.taking(Pkcs1.sequence(out));
  }

  static DerWriter group(DsaPublicKey key) {
    return new DerWriter().integer(key.p()).integer(key.q()).integer(key.g());
  }
}
