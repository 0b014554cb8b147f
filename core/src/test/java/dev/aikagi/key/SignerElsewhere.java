package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import java.util.List;

/**
 * An agent or a token.
 *
 * @param flipped bits of one byte of each signature: it is disturbed while it signs, or lies
 */
public record SignerElsewhere(PrivateKey key, int flipped) implements Signer {
  @Override
  public PublicKey publicKey() {
    return key.publicKey();
  }

  @Override
  public List<SignatureAlgorithm> algorithms() {
    return key.algorithms();
  }

  @Override
  public Bytes sign(SignatureAlgorithm algorithm, byte[] data) throws SshException {
    byte[] signature = key.sign(algorithm, data).toArray();
    signature[signature.length - 9] ^= (byte) flipped;
    return Bytes.of(signature);
  }
}
