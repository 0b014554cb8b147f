package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;

/**
 * Verifies and decrypts the packets of one direction: first {@link #openLength}, then, with the
 * whole packet there, {@link #open}, each once per packet and in order. Not thread-safe.
 */
public interface PacketOpener extends AutoCloseable {
  /** Bytes of the packet that must be there before {@link #openLength}: 4, or a cipher block. */
  int headLength();

  /** Bytes after the packet. */
  int macLength();

  /** The packet, without or with its length bytes, is a multiple of this; at least 8. */
  int blockSize();

  /** Whether the four length bytes do not count for the multiple: AEAD ciphers and EtM MACs. */
  boolean lengthApart();

  /**
   * Whether the peer must not learn when a length was refused (CVE-2008-5161: with CBC and a MAC
   * over the plain text, the moment of the refusal tells an attacker 14 or 32 bits of any block).
   * Where this is true, a reader that finds the length out of range or not a multiple of the block
   * size goes on reading until it has taken as many bytes as the longest packet has, and only then
   * ends the connection with {@link PacketCiphers#macError}, as for a wrong MAC.
   */
  boolean hidesLength();

  /**
   * The packet_length as 32 bits, not checked in any way: the caller checks the range and the
   * multiple before it calls {@link #open}.
   */
  int openLength(int sequenceNumber, byte[] source, int offset);

  /**
   * Verifies the packet at {@code source[offset ..]} and writes its {@code packetLength} bytes,
   * padding_length first, to the target, whose content is undefined after a failure. The target is
   * another array than the source.
   *
   * @throws DisconnectException always the same MAC_ERROR, whatever was wrong
   */
  void open(
      int sequenceNumber,
      byte[] source,
      int offset,
      int packetLength,
      byte[] target,
      int targetOffset)
      throws DisconnectException;

  /** Wipes the keys where the JDK lets it. */
  @Override
  void close();
}
