package dev.aikagi.crypto;

/**
 * Encrypts and authenticates the packets of one direction. A packet lies as {@code uint32
 * packet_length, byte padding_length, payload, padding} (RFC 4253 section 6) and is sealed where it
 * lies. Not thread-safe: it belongs to the owner of the direction.
 */
public interface PacketSealer extends AutoCloseable {
  /** Padding reaches a multiple of this; at least 8. */
  int blockSize();

  /** Whether the four length bytes do not count for the multiple: AEAD ciphers and EtM MACs. */
  boolean lengthApart();

  /** Bytes that {@link #seal} writes after the packet. */
  int macLength();

  /**
   * Encrypts {@code buffer[offset .. offset + 4 + packetLength)} in place and writes the MAC behind
   * it. The length bytes are already there, in clear. Called once per packet, in their order.
   *
   * @param sequenceNumber the bits of the unsigned sequence number
   */
  void seal(int sequenceNumber, byte[] buffer, int offset, int packetLength);

  /** Wipes the keys where the JDK lets it. */
  @Override
  void close();
}
