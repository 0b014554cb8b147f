package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;
import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;

/** The receiving side of {@link BlockSealer}. */
final class BlockOpener implements PacketOpener {
  private final CipherAlgorithm algorithm;
  private final boolean etm;
  private final BlockStream cipher;
  private final PacketMac mac;
  private final byte[] head;
  private final byte[] expected;
  private final byte[] received;

  BlockOpener(
      CipherAlgorithm algorithm, MacAlgorithm macAlgorithm, byte[] key, byte[] iv, byte[] macKey) {
    this.algorithm = algorithm;
    etm = macAlgorithm.etm();
    cipher = new BlockStream(algorithm, Cipher.DECRYPT_MODE, key, iv);
    mac = PacketMac.of(macAlgorithm, macKey);
    head = new byte[algorithm.blockSize()];
    expected = new byte[macAlgorithm.macLength()];
    received = new byte[macAlgorithm.macLength()];
  }

  @Override
  public int headLength() {
    return etm ? 4 : algorithm.blockSize();
  }

  @Override
  public int macLength() {
    return expected.length;
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
  public boolean hidesLength() {
    return !etm && algorithm.mode() == CipherAlgorithm.Mode.CBC;
  }

  @Override
  public int openLength(int sequenceNumber, byte[] source, int offset) {
    if (etm) {
      return Words.intBe(source, offset);
    }
    cipher.apply(source, offset, head.length, head, 0);
    return Words.intBe(head, 0);
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
    if (packetLength < 0 || (packetLength + (etm ? 0 : 4)) % head.length != 0) {
      throw PacketCiphers.macError();
    }
    mac.start(sequenceNumber);
    if (etm) {
      mac.update(source, offset, 4 + packetLength);
      verify(source, offset + 4 + packetLength);
      cipher.apply(source, offset + 4, packetLength, target, targetOffset);
    } else {
      int inHead = head.length - 4;
      System.arraycopy(head, 4, target, targetOffset, inHead);
      cipher.apply(
          source, offset + head.length, packetLength - inHead, target, targetOffset + inHead);
      mac.update(head, 0, 4);
      mac.update(target, targetOffset, packetLength);
      verify(source, offset + 4 + packetLength);
    }
  }

  private void verify(byte[] source, int offset) throws DisconnectException {
    mac.finish(expected, 0);
    System.arraycopy(source, offset, received, 0, received.length);
    if (!MessageDigest.isEqual(expected, received)) {
      throw PacketCiphers.macError();
    }
  }

  @Override
  public void close() {
    cipher.close();
    mac.close();
    Arrays.fill(head, (byte) 0);
    Arrays.fill(expected, (byte) 0);
  }
}
