package dev.aikagi.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** aes128-gcm@openssh.com and aes256-gcm@openssh.com: RFC 5647 with the length as AAD. */
final class GcmSealer implements PacketSealer {
  private final Cipher cipher = JdkCiphers.cipher("AES/GCM/NoPadding");
  private final SecretKeySpec key;
  private final GcmNonce nonce;

  GcmSealer(byte[] key, byte[] iv) {
    this.key = new SecretKeySpec(key, "AES");
    this.nonce = new GcmNonce(iv);
  }

  @Override
  public int blockSize() {
    return 16;
  }

  @Override
  public boolean lengthApart() {
    return true;
  }

  @Override
  public int macLength() {
    return GcmNonce.TAG_LENGTH;
  }

  @Override
  public void seal(int sequenceNumber, byte[] buffer, int offset, int packetLength) {
    JdkCiphers.init(cipher, Cipher.ENCRYPT_MODE, key, nonce.next());
    cipher.updateAAD(buffer, offset, 4);
    try {
      cipher.doFinal(buffer, offset + 4, packetLength, buffer, offset + 4);
    } catch (GeneralSecurityException e) {
      throw JdkCiphers.broken(cipher, e);
    }
  }

  @Override
  public void close() {
    nonce.close(cipher, Cipher.ENCRYPT_MODE);
  }
}
