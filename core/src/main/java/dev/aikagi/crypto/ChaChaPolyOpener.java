package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;
import java.security.MessageDigest;
import java.util.Arrays;

/** The receiving side of {@link ChaChaPolySealer}. */
final class ChaChaPolyOpener implements PacketOpener {
  private final ChaChaStream packetStream;
  private final ChaChaStream lengthStream;
  private final byte[] keyBlock = new byte[ChaChaPolySealer.KEY_BLOCK];
  private final byte[] length = new byte[4];
  private final byte[] expected = new byte[ChaChaPolySealer.TAG_LENGTH];
  private final byte[] received = new byte[ChaChaPolySealer.TAG_LENGTH];
  private final Poly1305 poly1305 = new Poly1305();

  ChaChaPolyOpener(byte[] key) {
    packetStream = new ChaChaStream(key, 0);
    lengthStream = new ChaChaStream(key, 32);
  }

  @Override
  public int headLength() {
    return 4;
  }

  @Override
  public int macLength() {
    return ChaChaPolySealer.TAG_LENGTH;
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
  public boolean hidesLength() {
    return false;
  }

  @Override
  public int openLength(int sequenceNumber, byte[] source, int offset) {
    lengthStream.start(sequenceNumber);
    lengthStream.apply(source, offset, 4, length, 0);
    return Words.intBe(length, 0);
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
    ChaChaPolySealer.polyKey(packetStream, sequenceNumber, keyBlock);
    int tag = offset + 4 + packetLength;
    poly1305.tag(keyBlock, source, offset, 4 + packetLength, expected, 0);
    System.arraycopy(source, tag, received, 0, received.length);
    if (!MessageDigest.isEqual(expected, received)) {
      throw PacketCiphers.macError();
    }
    packetStream.apply(source, offset + 4, packetLength, target, targetOffset);
  }

  @Override
  public void close() {
    packetStream.close();
    lengthStream.close();
    Arrays.fill(keyBlock, (byte) 0);
    Arrays.fill(expected, (byte) 0);
  }
}
