package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import java.math.BigInteger;

/** SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7) and RSAPublicKey (RFC 8017 appendix A.1.1). */
final class SubjectPublicKey {
  private SubjectPublicKey() {}

  static PublicKey read(byte[] der) throws MalformedException, KeyFileException {
    DerReader in = Pkcs1.sequence(der);
    DerReader algorithm = in.enter(DerReader.SEQUENCE);
    byte[] key = in.readBits();
    in.expectEnd();
    String identifier = algorithm.readIdentifier();
    return switch (identifier) {
      case Identifiers.RSA -> readPkcs1(key);
      case Identifiers.EC -> {
        KeyType type = Pkcs1.curve(algorithm);
        type.curve().orElseThrow().decode(key);
        yield new EcdsaPublicKey(type, Bytes.of(key));
      }
      case Identifiers.ED25519 -> new Ed25519PublicKey(Ed25519PublicKey.checked(Bytes.of(key)));
      case Identifiers.DSA -> dsa(algorithm, key);
      default ->
          throw new KeyFileException(
              new KeyFileRefusal.UnsupportedType("with the identifier " + identifier));
    };
  }

  private static PublicKey dsa(DerReader algorithm, byte[] key) throws MalformedException {
    DerReader parameters = algorithm.enter(DerReader.SEQUENCE);
    BigInteger p = parameters.readUnsigned();
    BigInteger q = parameters.readUnsigned();
    BigInteger g = parameters.readUnsigned();
    parameters.expectEnd();
    DerReader in = new DerReader(key);
    BigInteger y = in.readUnsigned();
    in.expectEnd();
    return DsaPublicKey.of(p, q, g, y);
  }

  static PublicKey readPkcs1(byte[] der) throws MalformedException {
    DerReader in = Pkcs1.sequence(der);
    BigInteger n = in.readUnsigned();
    BigInteger e = in.readUnsigned();
    in.expectEnd();
    return RsaPublicKey.of(n, e);
  }

  static byte[] pkcs1(RsaPublicKey key) {
    return Pkcs1.sequence(new DerWriter().integer(key.modulus()).integer(key.publicExponent()));
  }

  static byte[] write(PublicKey key) throws KeyFileException {
    DerWriter algorithm = new DerWriter();
    byte[] bits =
        switch (key) {
          case RsaPublicKey k -> {
            algorithm.identifier(Identifiers.RSA).nothing();
            yield pkcs1(k);
          }
          case EcdsaPublicKey k -> {
            algorithm.identifier(Identifiers.EC).identifier(Identifiers.of(k.type()));
            yield k.point().toArray();
          }
          case Ed25519PublicKey k -> {
            algorithm.identifier(Identifiers.ED25519);
            yield k.point().toArray();
          }
          case DsaPublicKey k -> {
            algorithm.identifier(Identifiers.DSA).element(DerReader.SEQUENCE, Pkcs8.group(k));
            yield new DerWriter().integer(k.y()).toArray();
          }
          case SecurityKeyPublicKey k ->
              throw new KeyFileException(new KeyFileRefusal.NoSuchForm(k.type(), "PKCS8"));
        };
    return Pkcs1.sequence(new DerWriter().element(DerReader.SEQUENCE, algorithm).bits(bits));
  }
}
