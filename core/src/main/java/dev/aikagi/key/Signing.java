package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.crypto.Curve25519;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import java.util.Optional;

/** Making signature blobs with a private key in memory. */
final class Signing {
  private Signing() {}

  static Bytes sign(PrivateKey key, SignatureAlgorithm algorithm, byte[] data, int requiredRsaBits)
      throws SshException {
    if (algorithm.keyType() != key.type()) {
      throw new KeyRefusedException(new KeyRefusal.WrongAlgorithm(key.type(), algorithm));
    }
    Optional<KeyRefusal> refusal = key.publicKey().refusal(requiredRsaBits);
    if (refusal.isPresent()) {
      throw new KeyRefusedException(refusal.get());
    }
    Bytes signature = unverified(key, algorithm, data);
    if (!key.publicKey().verify(algorithm, data, signature, requiredRsaBits)) {
      throw new KeyRefusedException(new KeyRefusal.FaultySignature(key.type()));
    }
    return signature;
  }

  static Bytes checked(
      Signer signer, SignatureAlgorithm algorithm, byte[] data, int requiredRsaBits)
      throws SshException {
    PublicKey key = signer.publicKey();
    KeyRefusal tooShort = key.refusal(requiredRsaBits).orElse(null);
    if (tooShort != null) {
      throw new KeyRefusedException(tooShort);
    }
    Bytes signature = signer.sign(algorithm, data);
    // Some agents ignore the flags for RSA and sign with SHA-1.
    String made = new WireReader(signature).readName();
    if (!made.equals(algorithm.wireName())) {
      throw new KeyRefusedException(new KeyRefusal.OtherAlgorithm(algorithm, made));
    }
    if (!key.type().securityKey() && !key.verify(algorithm, data, signature, requiredRsaBits)) {
      throw new KeyRefusedException(new KeyRefusal.FaultySignature(key.type()));
    }
    return signature;
  }

  /** Apart for the test of nonces, which needs many. */
  static Bytes unverified(PrivateKey key, SignatureAlgorithm algorithm, byte[] data)
      throws SshException {
    return blob(key, algorithm, raw(key, algorithm, data));
  }

  private static byte[] raw(PrivateKey key, SignatureAlgorithm algorithm, byte[] data)
      throws SshException {
    if (key instanceof Ed25519PrivateKey k) {
      return Curve25519.best()
          .ed25519Sign(k.seed().expose(), k.publicKey().point().toArray(), data);
    }
    try {
      Signature signer = Signature.getInstance(algorithm.jcaName());
      signer.initSign(JcaKeys.of(key));
      signer.update(data);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new SshException("cannot sign with " + algorithm.wireName(), e);
    }
  }

  private static Bytes blob(PrivateKey key, SignatureAlgorithm algorithm, byte[] raw) {
    WireWriter out = new WireWriter(600).writeUtf8(algorithm.wireName());
    if (key instanceof EcdsaPrivateKey) {
      // RFC 5656 section 3.1.2: two mpints, where the JCA has two halves of fixed length.
      int half = raw.length / 2;
      WireWriter pair = new WireWriter();
      pair.writeUnsignedMpint(Arrays.copyOf(raw, half));
      pair.writeUnsignedMpint(Arrays.copyOfRange(raw, half, raw.length));
      return out.writeString(pair).toBytes();
    }
    return out.writeString(raw).toBytes();
  }
}
