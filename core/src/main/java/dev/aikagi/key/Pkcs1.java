package dev.aikagi.key;

import dev.aikagi.MalformedException;
import java.math.BigInteger;

/** The per-algorithm structures: RFC 8017 appendix A.1, RFC 5915, and OpenSSL's for DSA. */
final class Pkcs1 {
  static final String RSA_LABEL = "RSA PRIVATE KEY";
  static final String EC_LABEL = "EC PRIVATE KEY";
  static final String DSA_LABEL = "DSA PRIVATE KEY";

  private Pkcs1() {}

  static PrivateKey readRsa(byte[] der) throws MalformedException, KeyFileException {
    DerReader in = sequence(der);
    version(in, 0);
    BigInteger n = in.readUnsigned();
    BigInteger e = in.readUnsigned();
    BigInteger d = in.readUnsigned();
    BigInteger p = in.readUnsigned();
    BigInteger q = in.readUnsigned();
    BigInteger exponentP = in.readUnsigned();
    BigInteger exponentQ = in.readUnsigned();
    BigInteger coefficient = in.readUnsigned();
    in.expectEnd();
    RsaPrivateKey key = KeyParts.rsa(n, e, d, p, q, coefficient);
    if (!exponentP.equals(d.mod(p.subtract(BigInteger.ONE)))
        || !exponentQ.equals(d.mod(q.subtract(BigInteger.ONE)))) {
      key.close();
      throw KeyFileException.damaged("the CRT exponents are wrong");
    }
    return key;
  }

  static byte[] writeRsa(RsaPrivateKey key) {
    BigInteger d = key.privateExponent();
    BigInteger p = key.primeP();
    BigInteger q = key.primeQ();
    return sequence(
        new DerWriter()
            .integer(0)
            .integer(key.publicKey().modulus())
            .integer(key.publicKey().publicExponent())
            .integer(d)
            .integer(p)
            .integer(q)
            .integer(d.mod(p.subtract(BigInteger.ONE)))
            .integer(d.mod(q.subtract(BigInteger.ONE)))
            .integer(key.coefficient()));
  }

  static PrivateKey readDsa(byte[] der) throws MalformedException, KeyFileException {
    DerReader in = sequence(der);
    version(in, 0);
    BigInteger p = in.readUnsigned();
    BigInteger q = in.readUnsigned();
    BigInteger g = in.readUnsigned();
    BigInteger y = in.readUnsigned();
    BigInteger x = in.readUnsigned();
    in.expectEnd();
    return KeyParts.dsa(p, q, g, y, x);
  }

  static byte[] writeDsa(DsaPrivateKey key) {
    return sequence(
        new DerWriter()
            .integer(0)
            .integer(key.publicKey().p())
            .integer(key.publicKey().q())
            .integer(key.publicKey().g())
            .integer(key.publicKey().y())
            .integer(new BigInteger(1, key.x().expose())));
  }

  static PrivateKey readEc(byte[] der) throws MalformedException, KeyFileException {
    DerReader in = sequence(der);
    version(in, 1);
    byte[] scalar = in.read(DerReader.OCTET_STRING);
    if (in.peek() != DerReader.context(0)) {
      throw new KeyFileException(new KeyFileRefusal.UnsupportedType("EC without a curve"));
    }
    DerReader parameters = in.enter(DerReader.context(0));
    KeyType type = curve(parameters);
    parameters.expectEnd();
    return ec(type, scalar, in);
  }

  /** SEC 1 inside PKCS#8, where the algorithm identifier outside names the curve. */
  static PrivateKey readEc(byte[] der, KeyType type) throws MalformedException, KeyFileException {
    DerReader in = sequence(der);
    version(in, 1);
    byte[] scalar = in.read(DerReader.OCTET_STRING);
    if (in.peek() == DerReader.context(0)) {
      DerReader parameters = in.enter(DerReader.context(0));
      if (curve(parameters) != type) {
        throw new MalformedException("two curves are named");
      }
    }
    return ec(type, scalar, in);
  }

  private static PrivateKey ec(KeyType type, byte[] scalar, DerReader in)
      throws MalformedException, KeyFileException {
    byte[] point = null;
    if (in.peek() == DerReader.context(1)) {
      DerReader inner = in.enter(DerReader.context(1));
      point = inner.readBits();
      inner.expectEnd();
    }
    in.expectEnd();
    if (scalar.length > type.curve().orElseThrow().fieldBytes()) {
      throw new MalformedException("a scalar of " + scalar.length + " bytes");
    }
    return KeyParts.ecdsa(type, new BigInteger(1, scalar), point);
  }

  /** Only named curves: explicit parameters may describe any weak group (CVE-2020-0601). */
  static KeyType curve(DerReader in) throws MalformedException, KeyFileException {
    if (in.peek() != DerReader.OBJECT_IDENTIFIER) {
      throw new KeyFileException(
          new KeyFileRefusal.UnsupportedType("EC with explicit curve parameters"));
    }
    String identifier = in.readIdentifier();
    return switch (identifier) {
      case Identifiers.P256 -> KeyType.ECDSA_SHA2_NISTP256;
      case Identifiers.P384 -> KeyType.ECDSA_SHA2_NISTP384;
      case Identifiers.P521 -> KeyType.ECDSA_SHA2_NISTP521;
      default ->
          throw new KeyFileException(
              new KeyFileRefusal.UnsupportedType("EC on the curve " + identifier));
    };
  }

  static byte[] writeEc(EcdsaPrivateKey key, boolean namesCurve) {
    DerWriter out = new DerWriter().integer(1);
    out.element(DerReader.OCTET_STRING, key.scalar().expose());
    if (namesCurve) {
      out.element(DerReader.context(0), new DerWriter().identifier(Identifiers.of(key.type())));
    }
    out.element(DerReader.context(1), new DerWriter().bits(key.publicKey().point().toArray()));
    return sequence(out);
  }

  static DerReader sequence(byte[] der) throws MalformedException {
    DerReader outer = new DerReader(der);
    DerReader in = outer.enter(DerReader.SEQUENCE);
    outer.expectEnd();
    return in;
  }

  static byte[] sequence(DerWriter content) {
    return new DerWriter().element(DerReader.SEQUENCE, content).toArray();
  }

  private static void version(DerReader in, int expected) throws MalformedException {
    int version = in.readSmall();
    if (version != expected) {
      throw new MalformedException("version " + version);
    }
  }
}
