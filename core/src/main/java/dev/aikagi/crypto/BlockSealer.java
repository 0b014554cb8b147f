package dev.aikagi.crypto;

import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import javax.crypto.Cipher;

/**
 * A CTR or CBC cipher with a separate MAC: over the plain packet and then encrypted (RFC 4253), or
 * over the encrypted one with the length in clear ("-etm@openssh.com").
 */
final class BlockSealer implements PacketSealer {
  private final CipherAlgorithm algorithm;
  private final boolean etm;
  private final int macLength;
  private final BlockStream cipher;
  private final PacketMac mac;

  BlockSealer(
      CipherAlgorithm algorithm, MacAlgorithm macAlgorithm, byte[] key, byte[] iv, byte[] macKey) {
    this.algorithm = algorithm;
    etm = macAlgorithm.etm();
    macLength = macAlgorithm.macLength();
    cipher = new BlockStream(algorithm, Cipher.ENCRYPT_MODE, key, iv);
    mac = PacketMac.of(macAlgorithm, macKey);
  }

  @Override
  public int blockSize() {
    return algorithm.blockSize();
  }

  @Override
  public boolean lengthApart() {
    return etm;
  }

  @Override
  public int macLength() {
    return macLength;
  }

  @Override
  public void seal(int sequenceNumber, byte[] buffer, int offset, int packetLength) {
    int end = offset + 4 + packetLength;
    if (etm) {
      cipher.applyInPlace(buffer, offset + 4, packetLength);
    }
    mac.start(sequenceNumber);
    mac.update(buffer, offset, 4 + packetLength);
    mac.finish(buffer, end);
    if (!etm) {
      cipher.applyInPlace(buffer, offset, 4 + packetLength);
    }
  }

  @Override
  public void close() {
    cipher.close();
    mac.close();
  }
}
