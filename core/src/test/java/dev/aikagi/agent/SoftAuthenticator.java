package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.key.Ed25519PublicKey;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.SecurityKeyHandle;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.SkEd25519PublicKey;
import dev.aikagi.key.TransferredKey;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** An authenticator in software, which says of each signature what it is told to say. */
final class SoftAuthenticator implements SecurityKeys {
  private final PrivateKey inside = KeyGenerator.ed25519();
  private final int said;

  /**
   * @param said flags of its signatures: 1 for touched, 4 for verified
   */
  SoftAuthenticator(int said) {
    this.said = said;
  }

  /**
   * A key in it.
   *
   * @param flags that the key has: what it demands
   */
  TransferredKey.OnDevice key(String application, int flags) {
    Bytes point = ((Ed25519PublicKey) inside.publicKey()).point();
    SkEd25519PublicKey key = new SkEd25519PublicKey(point, application);
    return new TransferredKey.OnDevice(
        new SecurityKeyHandle(key, flags, Bytes.utf8("handle")), Optional.empty());
  }

  @Override
  public Bytes sign(SecurityKeyHandle key, SignatureAlgorithm algorithm, byte[] data)
      throws SshException {
    byte[] application = key.publicKey().application().getBytes(StandardCharsets.UTF_8);
    WireWriter signed = new WireWriter().writeRaw(sha256(application));
    signed.writeByte(said).writeUint32(9).writeRaw(sha256(data));
    WireReader inner =
        new WireReader(inside.sign(SignatureAlgorithm.SSH_ED25519, signed.toArray()));
    var _ = inner.readName();
    WireWriter out = new WireWriter().writeUtf8(algorithm.wireName());
    return out.writeString(inner.readString()).writeByte(said).writeUint32(9).toBytes();
  }

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
