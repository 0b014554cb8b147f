package dev.aikagi.posix;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.SshException;
import dev.aikagi.key.KeyRefusedException;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.key.SecurityKeyPublicKey;
import dev.aikagi.key.SecurityKeySigner;
import dev.aikagi.key.SkEcdsaPublicKey;
import dev.aikagi.key.SkEd25519PublicKey;
import dev.aikagi.posix.SecurityKeyProvider.Enrolled;
import dev.aikagi.posix.SecurityKeyProvider.Signed;

/** Whether SSH takes what an authenticator signed. */
final class FidoSignatures {
  private FidoSignatures() {}

  static SecurityKeyPrivateKey key(int algorithm, Enrolled made, String application) {
    SecurityKeyPublicKey key =
        algorithm == SecurityKeyProvider.ECDSA
            ? new SkEcdsaPublicKey(made.publicKey(), application)
            : new SkEd25519PublicKey(made.publicKey(), application);
    return new SecurityKeyPrivateKey(
        key, made.flags(), SecretBytes.taking(made.keyHandle().toArray()), Bytes.EMPTY);
  }

  static boolean verify(
      int algorithm, Enrolled made, String application, byte[] data, Signed signed)
      throws SshException {
    SecurityKeyPrivateKey key = key(algorithm, made, application);
    SecurityKeySigner signer =
        new SecurityKeySigner(
            key,
            (_, _) ->
                new SecurityKeySigner.Answer(
                    signed.flags(), signed.counter(), signed.first(), signed.second()));
    try {
      return signer.sign(key.algorithms().getFirst(), data).length() > 0;
    } catch (KeyRefusedException e) {
      return false;
    }
  }
}
