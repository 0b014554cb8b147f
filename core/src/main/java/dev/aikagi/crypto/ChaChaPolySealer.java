package dev.aikagi.crypto;

import java.util.Arrays;

/**
 * chacha20-poly1305@openssh.com: the second half of the key encrypts the length alone; the first
 * half gives the Poly1305 key in block 0 and encrypts the packet from block 1 on. The tag covers
 * the encrypted length and packet.
 */
final class ChaChaPolySealer implements PacketSealer {
  /** Block 0, of which Poly1305 takes the first 32 bytes. */
  static final int KEY_BLOCK = 64;

  static final int TAG_LENGTH = 16;
  private static final byte[] ZEROS = new byte[KEY_BLOCK];

  private final ChaChaStream packetStream;
  private final ChaChaStream lengthStream;
  private final byte[] keyBlock = new byte[KEY_BLOCK];
  private final Poly1305 poly1305 = new Poly1305();

  ChaChaPolySealer(byte[] key) {
    packetStream = new ChaChaStream(key, 0);
    lengthStream = new ChaChaStream(key, 32);
  }

  /** Leaves the stream at block 1. */
  static void polyKey(ChaChaStream stream, int sequenceNumber, byte[] keyBlock) {
    stream.start(sequenceNumber);
    stream.apply(ZEROS, 0, KEY_BLOCK, keyBlock, 0);
  }

  @Override
  public int blockSize() {
    return 8;
  }

  @Override
  public boolean lengthApart() {
    return true;
  }

  @Override
  public int macLength() {
    return TAG_LENGTH;
  }

  @Override
  public void seal(int sequenceNumber, byte[] buffer, int offset, int packetLength) {
    lengthStream.start(sequenceNumber);
    lengthStream.apply(buffer, offset, 4, buffer, offset);
    polyKey(packetStream, sequenceNumber, keyBlock);
    packetStream.apply(buffer, offset + 4, packetLength, buffer, offset + 4);
    poly1305.tag(keyBlock, buffer, offset, 4 + packetLength, buffer, offset + 4 + packetLength);
  }

  @Override
  public void close() {
    packetStream.close();
    lengthStream.close();
    Arrays.fill(keyBlock, (byte) 0);
  }
}
