package dev.aikagi.kex;

import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.CompressionAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import dev.aikagi.key.PublicKeyAlgorithm;
import org.jspecify.annotations.Nullable;

/** What a key exchange agreed on. */
public record Algorithms(
    KexMethod kexMethod,
    PublicKeyAlgorithm hostKeyAlgorithm,
    Direction clientToServer,
    Direction serverToClient) {

  /**
   * One direction.
   *
   * @param mac null where the cipher authenticates by itself
   */
  public record Direction(
      CipherAlgorithm cipher, @Nullable MacAlgorithm mac, CompressionAlgorithm compression) {

    /** The MAC's name, or what OpenSSH shows in its place. */
    public String macName() {
      return mac == null ? "<implicit>" : mac.algorithmName();
    }

    /**
     * Whether CVE-2023-48795 (Terrapin) applies where the peer has no strict key exchange: the
     * start of the encrypted stream can be cut off unnoticed.
     */
    public boolean prefixCanBeCut() {
      return cipher.mode() == CipherAlgorithm.Mode.CHACHA20_POLY1305
          || (cipher.mode() == CipherAlgorithm.Mode.CBC && mac != null && mac.etm());
    }
  }

  /** What this role sends with. */
  public Direction outbound(Role role) {
    return role == Role.CLIENT ? clientToServer : serverToClient;
  }

  /** What this role receives with. */
  public Direction inbound(Role role) {
    return outbound(role.other());
  }
}
