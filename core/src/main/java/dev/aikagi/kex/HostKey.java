package dev.aikagi.kex;

import dev.aikagi.Bytes;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.Signer;
import org.jspecify.annotations.Nullable;

/**
 * What a server shows and signs with.
 *
 * @param certificate shown in place of the signer's key, which it certifies; null for the key
 */
public record HostKey(Signer signer, @Nullable Certificate certificate) {
  public HostKey {
    if (certificate != null && !certificate.publicKey().equals(signer.publicKey())) {
      throw new IllegalArgumentException("a certificate of another key");
    }
  }

  Bytes blob() {
    return certificate != null ? certificate.blob() : signer.publicKey().blob();
  }

  private KeyType type() {
    return certificate != null ? certificate.type() : signer.publicKey().type();
  }

  public boolean fits(PublicKeyAlgorithm algorithm) {
    return type() == algorithm.keyType() && signer.algorithms().contains(algorithm.signature());
  }
}
