package dev.aikagi.crypto;

/** Packets as they are before the first NEWKEYS. Has no state, so one instance serves all. */
final class PlainPackets implements PacketSealer, PacketOpener {
  static final PlainPackets INSTANCE = new PlainPackets();

  private PlainPackets() {}

  @Override
  public int blockSize() {
    return 8;
  }

  @Override
  public boolean lengthApart() {
    return false;
  }

  @Override
  public boolean hidesLength() {
    return false;
  }

  @Override
  public int headLength() {
    return 4;
  }

  @Override
  public int macLength() {
    return 0;
  }

  @Override
  public void seal(int sequenceNumber, byte[] buffer, int offset, int packetLength) {}

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
      int targetOffset) {
    System.arraycopy(source, offset + 4, target, targetOffset, packetLength);
  }

  @Override
  public void close() {}
}
