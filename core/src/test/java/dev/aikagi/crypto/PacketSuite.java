package dev.aikagi.crypto;

import dev.aikagi.Bytes;
import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A cipher with a MAC, keys for it, and packets of its form. */
record PacketSuite(
    CipherAlgorithm cipher, @Nullable MacAlgorithm mac, Bytes key, Bytes iv, Bytes macKey) {

  static PacketSuite of(CipherAlgorithm cipher, @Nullable MacAlgorithm mac, Random random) {
    byte[] key = new byte[cipher.keyLength()];
    byte[] iv = new byte[cipher.ivLength()];
    byte[] macKey = new byte[mac == null ? 0 : mac.keyLength()];
    random.nextBytes(key);
    random.nextBytes(iv);
    random.nextBytes(macKey);
    return new PacketSuite(cipher, mac, Bytes.of(key), Bytes.of(iv), Bytes.of(macKey));
  }

  /** Every cipher with every MAC. */
  static List<PacketSuite> all() {
    Random random = new Random(4);
    List<PacketSuite> all = new ArrayList<>();
    for (CipherAlgorithm cipher : CipherAlgorithm.SUPPORTED) {
      if (cipher.aead()) {
        all.add(of(cipher, null, random));
      } else {
        for (MacAlgorithm mac : MacAlgorithm.SUPPORTED) {
          all.add(of(cipher, mac, random));
        }
      }
    }
    return all;
  }

  PacketSealer sealer() {
    return PacketCiphers.sealer(cipher, mac, key.toArray(), iv.toArray(), macKey.toArray());
  }

  PacketOpener opener() {
    return PacketCiphers.opener(cipher, mac, key.toArray(), iv.toArray(), macKey.toArray());
  }

  /** A packet with random payload and padding, and room for the MAC behind it. */
  static byte[] packet(PacketSealer sealer, int payload, Random random) {
    int block = sealer.blockSize();
    int counted = 1 + payload + (sealer.lengthApart() ? 0 : 4);
    int padding = block - counted % block;
    if (padding < 4) {
      padding += block;
    }
    byte[] packet = new byte[4 + 1 + payload + padding + sealer.macLength()];
    random.nextBytes(packet);
    Words.putIntBe(packet, 0, 1 + payload + padding);
    packet[4] = (byte) padding;
    for (int i = packet.length - sealer.macLength(); i < packet.length; i++) {
      packet[i] = 0;
    }
    return packet;
  }

  @Override
  public String toString() {
    return mac == null
        ? cipher.algorithmName()
        : cipher.algorithmName() + " " + mac.algorithmName();
  }
}
