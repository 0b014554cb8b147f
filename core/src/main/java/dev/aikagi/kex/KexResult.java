package dev.aikagi.kex;

import dev.aikagi.Bytes;
import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import dev.aikagi.crypto.PacketCiphers;
import dev.aikagi.crypto.PacketOpener;
import dev.aikagi.crypto.PacketSealer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a finished key exchange gives: the exchange hash and the packet ciphers. */
public final class KexResult implements AutoCloseable {
  private final Algorithms algorithms;
  private final Agreement agreement;
  private final Bytes hostKeyBlob;
  private final Bytes hostKeySignature;

  KexResult(Algorithms algorithms, Agreement agreement, Bytes hostKeyBlob, Bytes hostKeySignature) {
    this.algorithms = algorithms;
    this.agreement = agreement;
    this.hostKeyBlob = hostKeyBlob;
    this.hostKeySignature = hostKeySignature;
  }

  public Algorithms algorithms() {
    return algorithms;
  }

  /** H; of the first exchange it is the session identifier too. */
  public Bytes exchangeHash() {
    return agreement.exchangeHash();
  }

  public Bytes hostKeyBlob() {
    return hostKeyBlob;
  }

  /** Of the exchange hash. */
  public Bytes hostKeySignature() {
    return hostKeySignature;
  }

  /** What this role sends with. */
  public PacketSealer sealer(Role role, Bytes sessionId) {
    try (Keys k = new Keys(algorithms.outbound(role), role, sessionId)) {
      return PacketCiphers.sealer(k.cipher, k.mac, k.key, k.iv, k.macKey);
    }
  }

  /** What this role receives with. */
  public PacketOpener opener(Role role, Bytes sessionId) {
    try (Keys k = new Keys(algorithms.inbound(role), role.other(), sessionId)) {
      return PacketCiphers.opener(k.cipher, k.mac, k.key, k.iv, k.macKey);
    }
  }

  /** Wipes the shared secret: no more ciphers can be made. */
  @Override
  public void close() {
    agreement.close();
  }

  /** The key material of one direction. */
  private final class Keys implements AutoCloseable {
    final CipherAlgorithm cipher;
    final @Nullable MacAlgorithm mac;
    final byte[] iv;
    final byte[] key;
    final byte[] macKey;

    Keys(Algorithms.Direction direction, Role sender, Bytes sessionId) {
      boolean client = sender == Role.CLIENT;
      cipher = direction.cipher();
      mac = direction.mac();
      iv = agreement.derive(client ? 'A' : 'B', sessionId, cipher.ivLength());
      key = agreement.derive(client ? 'C' : 'D', sessionId, cipher.keyLength());
      int macLength = mac == null ? 0 : mac.keyLength();
      macKey = agreement.derive(client ? 'E' : 'F', sessionId, macLength);
    }

    @Override
    public void close() {
      Arrays.fill(iv, (byte) 0);
      Arrays.fill(key, (byte) 0);
      Arrays.fill(macKey, (byte) 0);
    }
  }
}
