package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** The receiving side of {@link GcmSealer}. */
final class GcmOpener implements PacketOpener {
  private final Cipher cipher = JdkCiphers.cipher("AES/GCM/NoPadding");
  private final SecretKeySpec key;
  private final GcmNonce nonce;

  GcmOpener(byte[] key, byte[] iv) {
    this.key = new SecretKeySpec(key, "AES");
    this.nonce = new GcmNonce(iv);
  }

  @Override
  public int headLength() {
    return 4;
  }

  @Override
  public int macLength() {
    return GcmNonce.TAG_LENGTH;
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
  public boolean hidesLength() {
    return false;
  }

  @Override
  public int openLength(int sequenceNumber, byte[] source, int offset) {
    return Words.intBe(source, offset);
  }

  @Override
  public void open(
      int sequenceNumber,
      byte[] source,
      int offset,
      int packetLength,
      byte[] target,
      int targetOffset)
      throws DisconnectException {
    JdkCiphers.init(cipher, Cipher.DECRYPT_MODE, key, nonce.next());
    cipher.updateAAD(source, offset, 4);
    try {
      // The JDK checks the tag before it decrypts; decrypting where the packet lies would make it
      // copy the packet first.
      cipher.doFinal(source, offset + 4, packetLength + GcmNonce.TAG_LENGTH, target, targetOffset);
    } catch (AEADBadTagException e) {
      throw PacketCiphers.macError();
    } catch (GeneralSecurityException e) {
      throw JdkCiphers.broken(cipher, e);
    }
  }

  @Override
  public void close() {
    nonce.close(cipher, Cipher.DECRYPT_MODE);
  }
}
