package dev.aikagi.key;

/** Object identifiers of algorithms and curves. */
final class Identifiers {
  static final String RSA = "1.2.840.113549.1.1.1";
  static final String DSA = "1.2.840.10040.4.1";
  static final String EC = "1.2.840.10045.2.1";
  static final String ED25519 = "1.3.101.112";

  static final String P256 = "1.2.840.10045.3.1.7";
  static final String P384 = "1.3.132.0.34";
  static final String P521 = "1.3.132.0.35";

  static final String PBES2 = "1.2.840.113549.1.5.13";
  static final String PBKDF2 = "1.2.840.113549.1.5.12";
  static final String PBE_MD5_DES = "1.2.840.113549.1.5.3";
  static final String PBE_SHA1_3DES = "1.2.840.113549.1.12.1.3";

  static final String HMAC_SHA1 = "1.2.840.113549.2.7";
  static final String HMAC_SHA224 = "1.2.840.113549.2.8";
  static final String HMAC_SHA256 = "1.2.840.113549.2.9";
  static final String HMAC_SHA384 = "1.2.840.113549.2.10";
  static final String HMAC_SHA512 = "1.2.840.113549.2.11";

  static final String AES128_CBC = "2.16.840.1.101.3.4.1.2";
  static final String AES192_CBC = "2.16.840.1.101.3.4.1.22";
  static final String AES256_CBC = "2.16.840.1.101.3.4.1.42";
  static final String TRIPLE_DES_CBC = "1.2.840.113549.3.7";

  private Identifiers() {}

  /** The curve of an ECDSA type. */
  static String of(KeyType type) {
    return switch (type.curve().orElseThrow()) {
      case NISTP256 -> P256;
      case NISTP384 -> P384;
      case NISTP521 -> P521;
    };
  }
}
