package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import org.jspecify.annotations.Nullable;

/** Makes the packet cipher of one direction from what was negotiated and its keys. */
public final class PacketCiphers {
  private PacketCiphers() {}

  /**
   * The sealing side.
   *
   * @param mac null for an AEAD cipher
   * @param key exactly as long as the cipher's key; copied, as are the other two, so that the
   *     caller wipes its own
   */
  public static PacketSealer sealer(
      CipherAlgorithm cipher, @Nullable MacAlgorithm mac, byte[] key, byte[] iv, byte[] macKey) {
    check(cipher, mac, key, iv, macKey);
    return switch (cipher.mode()) {
      case CHACHA20_POLY1305 -> new ChaChaPolySealer(key);
      case GCM -> new GcmSealer(key, iv);
      case CTR, CBC -> new BlockSealer(cipher, require(mac), key, iv, macKey);
    };
  }

  /** As {@link #sealer}, for the other direction. */
  public static PacketOpener opener(
      CipherAlgorithm cipher, @Nullable MacAlgorithm mac, byte[] key, byte[] iv, byte[] macKey) {
    check(cipher, mac, key, iv, macKey);
    return switch (cipher.mode()) {
      case CHACHA20_POLY1305 -> new ChaChaPolyOpener(key);
      case GCM -> new GcmOpener(key, iv);
      case CTR, CBC -> new BlockOpener(cipher, require(mac), key, iv, macKey);
    };
  }

  /** Before the first NEWKEYS: neither encryption nor MAC. */
  public static PacketSealer plainSealer() {
    return PlainPackets.INSTANCE;
  }

  /** As {@link #plainSealer}, for the other direction. */
  public static PacketOpener plainOpener() {
    return PlainPackets.INSTANCE;
  }

  /**
   * The one answer to every packet that was not made by the peer: a wrong MAC, length or padding.
   * It says nothing about which it was.
   */
  public static DisconnectException macError() {
    return new DisconnectException(DisconnectReason.MAC_ERROR, "Corrupted MAC on input.");
  }

  private static void check(
      CipherAlgorithm cipher, @Nullable MacAlgorithm mac, byte[] key, byte[] iv, byte[] macKey) {
    int macKeyLength = mac == null ? 0 : mac.keyLength();
    if (cipher.aead() != (mac == null)
        || key.length != cipher.keyLength()
        || iv.length != cipher.ivLength()
        || macKey.length != macKeyLength) {
      throw new IllegalArgumentException("keys that do not fit " + cipher.algorithmName());
    }
  }

  private static MacAlgorithm require(@Nullable MacAlgorithm mac) {
    if (mac == null) {
      throw new IllegalArgumentException("no MAC");
    }
    return mac;
  }
}
