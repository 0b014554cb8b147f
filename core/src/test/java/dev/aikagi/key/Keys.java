package dev.aikagi.key;

import java.util.List;

/** One key of each kind, made once, for the tests of this package. */
final class Keys {
  static final PrivateKey ED25519 = KeyGenerator.ed25519();
  static final PrivateKey P256 = KeyGenerator.ecdsa(256);
  static final PrivateKey P384 = KeyGenerator.ecdsa(384);
  static final PrivateKey P521 = KeyGenerator.ecdsa(521);
  static final PrivateKey RSA = KeyGenerator.rsa(2048);
  static final PrivateKey DSA = KeyGenerator.dsa();
  static final List<PrivateKey> ALL = List.of(ED25519, P256, P384, P521, RSA, DSA);

  private Keys() {}
}
