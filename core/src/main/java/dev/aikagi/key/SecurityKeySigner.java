package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.wire.WireWriter;
import java.util.List;

/** Signs with a key inside a FIDO authenticator, and makes of the answer what SSH sends. */
public final class SecurityKeySigner implements Signer {
  private final SecurityKeyPrivateKey key;
  private final Authenticator authenticator;

  public SecurityKeySigner(SecurityKeyPrivateKey key, Authenticator authenticator) {
    this.key = key;
    this.authenticator = authenticator;
  }

  /** Reaches the authenticator that holds a key. */
  public interface Authenticator {
    /**
     * May block until somebody touches it.
     *
     * @throws SshException where it cannot or may not sign
     */
    Answer sign(SecurityKeyPrivateKey key, byte[] data) throws SshException;
  }

  /**
   * What the authenticator signed, and the signature.
   *
   * @param flags whether somebody was there
   * @param counter unsigned 32-bit number of its signatures
   * @param first r of ECDSA, or all of an Ed25519 signature
   * @param second s of ECDSA
   */
  public record Answer(int flags, long counter, Bytes first, Bytes second) {}

  @Override
  public SecurityKeyPublicKey publicKey() {
    return key.publicKey();
  }

  @Override
  public List<SignatureAlgorithm> algorithms() {
    return key.algorithms();
  }

  @Override
  public Bytes sign(SignatureAlgorithm algorithm, byte[] data) throws SshException {
    if (!algorithms().contains(algorithm)) {
      throw new KeyRefusedException(new KeyRefusal.WrongAlgorithm(key.type(), algorithm));
    }
    Answer answer = authenticator.sign(key, data);
    WireWriter out = new WireWriter(200).writeUtf8(algorithm.wireName());
    switch (key.publicKey()) {
      case SkEd25519PublicKey _ -> out.writeString(answer.first());
      case SkEcdsaPublicKey _ -> {
        WireWriter pair = new WireWriter();
        pair.writeUnsignedMpint(answer.first().toArray());
        pair.writeUnsignedMpint(answer.second().toArray());
        out.writeString(pair);
      }
    }
    Bytes signature = out.writeByte(answer.flags()).writeUint32(answer.counter()).toBytes();
    if (key.publicKey().attest(algorithm, data, signature).isEmpty()) {
      // Of another authenticator, or of a library that is broken.
      throw new KeyRefusedException(new KeyRefusal.FaultySignature(key.type()));
    }
    return signature;
  }
}
