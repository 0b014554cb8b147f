package dev.aikagi.crypto;

import dev.aikagi.algorithm.MacAlgorithm;

/** The MAC of one direction. One packet: {@link #start}, {@link #update}s, {@link #finish}. */
sealed interface PacketMac extends AutoCloseable permits Hmac, Umac {
  static PacketMac of(MacAlgorithm algorithm, byte[] key) {
    return switch (algorithm.function()) {
      case UMAC -> new Umac(key, algorithm.macLength());
      case MD5, SHA1, SHA256, SHA512 ->
          new Hmac(algorithm.function().digest(), key, algorithm.macLength());
    };
  }

  /** Begins a packet and mixes in its sequence number. */
  void start(int sequenceNumber);

  void update(byte[] source, int offset, int length);

  /** Writes the MAC, cut to the length of the algorithm. */
  void finish(byte[] target, int offset);

  @Override
  void close();
}
