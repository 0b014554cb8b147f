package dev.aikagi.posix;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A key in a {@link VirtualAuthenticator}. */
final class VirtualKey {
  private final long algorithm;
  private final KeyPair pair;
  private final byte[] id;
  private final String application;
  private final byte[] user;
  private final int protection;

  /**
   * @param algorithm COSE's
   * @param user empty where the authenticator does not keep the key
   */
  private VirtualKey(
      long algorithm, KeyPair pair, byte[] id, String application, byte[] user, int protection) {
    this.algorithm = algorithm;
    this.pair = pair;
    this.id = id;
    this.application = application;
    this.user = user;
    this.protection = protection;
  }

  KeyPair pair() {
    return pair;
  }

  byte[] id() {
    return id;
  }

  String application() {
    return application;
  }

  byte[] user() {
    return user;
  }

  int protection() {
    return protection;
  }

  static VirtualKey make(long algorithm, String application, byte[] user, int protection)
      throws GeneralSecurityException {
    byte[] id = new byte[48];
    new SecureRandom().nextBytes(id);
    return new VirtualKey(algorithm, pair(algorithm), id, application, user, protection);
  }

  static KeyPair pair(long algorithm) throws GeneralSecurityException {
    if (algorithm == FidoCredential.EDDSA) {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  byte[] sign(byte[]... parts) throws GeneralSecurityException {
    return sign(pair, algorithm, parts);
  }

  static byte[] sign(KeyPair pair, long algorithm, byte[]... parts)
      throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(algorithm == FidoCredential.EDDSA ? "Ed25519" : "SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    for (byte[] part : parts) {
      signature.update(part);
    }
    return signature.sign();
  }

  /** RFC 9053 §7. */
  Map<Object, Object> cose() {
    if (algorithm == FidoCredential.EDDSA) {
      byte[] encoded = pair.getPublic().getEncoded();
      return new HashMap<>(
          Map.of(
              1L,
              1L,
              3L,
              algorithm,
              -1L,
              6L,
              -2L,
              Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
    }
    return cose(pair, algorithm);
  }

  static Map<Object, Object> cose(KeyPair pair, long algorithm) {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    return new HashMap<>(
        Map.of(
            1L,
            2L,
            3L,
            algorithm,
            -1L,
            1L,
            -2L,
            number(key.getW().getAffineX()),
            -3L,
            number(key.getW().getAffineY())));
  }

  static byte[] point(KeyPair pair) {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    byte[] point = new byte[65];
    point[0] = 4;
    System.arraycopy(number(key.getW().getAffineX()), 0, point, 1, 32);
    System.arraycopy(number(key.getW().getAffineY()), 0, point, 33, 32);
    return point;
  }

  private static byte[] number(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] out = new byte[32];
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, out, 32 - length, length);
    return out;
  }

  /** A certificate of that key, as small as X.509 has them. */
  static byte[] certificate(KeyPair maker) throws GeneralSecurityException {
    byte[] signs = der(0x30, der(0x06, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
    byte[] attribute = der(0x30, der(0x06, 0x55, 0x04, 0x03), der(0x0c, 'a'));
    byte[] name = der(0x30, der(0x31, attribute));
    byte[] time = der(0x17, "260101000000Z".chars().toArray());
    byte[] body =
        der(
            0x30,
            der(0x02, 1),
            signs,
            name,
            der(0x30, time, time),
            name,
            maker.getPublic().getEncoded());
    byte[] signature = sign(maker, FidoCredential.ES256, body);
    return der(0x30, body, signs, der(0x03, new byte[1], signature));
  }

  private static byte[] der(int tag, int... content) {
    byte[] bytes = new byte[content.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) content[i];
    }
    return der(tag, bytes);
  }

  private static byte[] der(int tag, byte[]... contents) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length = Arrays.stream(contents).mapToInt(c -> c.length).sum();
    out.write(tag);
    if (length > 127) {
      out.write(0x82);
      out.write(length >> 8);
    }
    out.write(length);
    for (byte[] content : contents) {
      out.writeBytes(content);
    }
    return out.toByteArray();
  }
}
