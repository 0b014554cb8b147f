package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.message.UserauthMethod;

/** Keys made once, and requests signed with them. */
final class TestKeys {
  static final PrivateKey A = KeyGenerator.ed25519();
  static final PrivateKey B = KeyGenerator.ed25519();
  static final PrivateKey C = KeyGenerator.ed25519();
  static final PrivateKey ECDSA = KeyGenerator.ecdsa(256);
  static final PrivateKey RSA = KeyGenerator.rsa(2048);

  private TestKeys() {}

  static UserauthMethod.PublicKey probe(PrivateKey key) {
    return new UserauthMethod.PublicKey(
        key.algorithms().getFirst().wireName(), key.publicKey().blob(), null);
  }

  static UserauthMethod.PublicKey signed(PrivateKey key, String user) {
    return signed(key, key.algorithms().getFirst(), user);
  }

  static UserauthMethod.PublicKey signed(
      PrivateKey key, SignatureAlgorithm algorithm, String user) {
    UserauthMethod.PublicKey unsigned =
        new UserauthMethod.PublicKey(algorithm.wireName(), key.publicKey().blob(), null);
    return new UserauthMethod.PublicKey(
        unsigned.algorithm(),
        unsigned.keyBlob(),
        sign(
            key,
            algorithm,
            SignedRequest.bytes(ScriptedTransport.SESSION, user, "ssh-connection", unsigned)));
  }

  static UserauthMethod.PublicKeyHostbound hostbound(PrivateKey key, String user, Bytes hostKey) {
    UserauthMethod.PublicKeyHostbound unsigned =
        new UserauthMethod.PublicKeyHostbound(
            key.algorithms().getFirst().wireName(), key.publicKey().blob(), hostKey, null);
    return new UserauthMethod.PublicKeyHostbound(
        unsigned.algorithm(),
        unsigned.keyBlob(),
        hostKey,
        sign(
            key,
            key.algorithms().getFirst(),
            SignedRequest.bytes(ScriptedTransport.SESSION, user, "ssh-connection", unsigned)));
  }

  static Bytes sign(PrivateKey key, SignatureAlgorithm algorithm, byte[] data) {
    try {
      return key.sign(algorithm, data);
    } catch (SshException e) {
      throw new AssertionError(e);
    }
  }
}
