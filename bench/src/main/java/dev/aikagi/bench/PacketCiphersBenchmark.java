package dev.aikagi.bench;

import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import dev.aikagi.crypto.PacketCiphers;
import dev.aikagi.crypto.PacketOpener;
import dev.aikagi.crypto.PacketSealer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Sealing, and sealing with opening, of packets with 32 KiB of channel data. An operation is one
 * MiB, so that MiB a second is the score.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PacketCiphersBenchmark {
  /** 32 packets of 32 KiB. */
  private static final int PACKETS = 32;

  private static final int DATA = 32 * 1024;

  /** padding_length, message number, recipient channel and string length. */
  private static final int HEAD = 10;

  /** A cipher, and for the others than AEAD ciphers a MAC after a space. */
  @Param({
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "chacha20-poly1305@openssh.com",
    "aes128-ctr umac-64-etm@openssh.com",
    "aes128-ctr umac-128-etm@openssh.com",
    "aes256-ctr hmac-sha2-256-etm@openssh.com",
    "aes256-ctr hmac-sha2-512-etm@openssh.com",
    "aes256-ctr hmac-sha1"
  })
  String suite = "";

  private PacketSealer sealer = PacketCiphers.plainSealer();
  private PacketOpener opener = PacketCiphers.plainOpener();
  private byte[] packet = {};
  private byte[] buffer = {};
  private byte[] target = {};
  private int packetLength;
  private int sequenceNumber;

  /** Makes the keys and one packet. */
  @Setup
  public void setUp() {
    int space = suite.indexOf(' ');
    String cipherName = space < 0 ? suite : suite.substring(0, space);
    CipherAlgorithm cipher = CipherAlgorithm.named(cipherName).orElseThrow();
    MacAlgorithm mac =
        space < 0 ? null : MacAlgorithm.named(suite.substring(space + 1)).orElseThrow();
    byte[] key = new byte[cipher.keyLength()];
    byte[] iv = new byte[cipher.ivLength()];
    byte[] macKey = new byte[mac == null ? 0 : mac.keyLength()];
    Random random = new Random(1);
    random.nextBytes(key);
    random.nextBytes(macKey);
    sealer = PacketCiphers.sealer(cipher, mac, key, iv, macKey);
    opener = PacketCiphers.opener(cipher, mac, key, iv, macKey);

    int counted = HEAD + DATA + (sealer.lengthApart() ? 0 : 4);
    int padding = sealer.blockSize() - counted % sealer.blockSize();
    padding += padding < 4 ? sealer.blockSize() : 0;
    packetLength = HEAD + DATA + padding;
    packet = new byte[4 + packetLength];
    random.nextBytes(packet);
    for (int i = 0; i < 4; i++) {
      packet[i] = (byte) (packetLength >>> (24 - 8 * i));
    }
    packet[4] = (byte) padding;
    buffer = new byte[packet.length + sealer.macLength()];
    target = new byte[packetLength];
  }

  /** The sender's part. */
  @Benchmark
  @OperationsPerInvocation(1)
  public byte[] seal() {
    for (int i = 0; i < PACKETS; i++) {
      System.arraycopy(packet, 0, buffer, 0, packet.length);
      sealer.seal(sequenceNumber++, buffer, 0, packetLength);
    }
    return buffer;
  }

  /** The sender's and the receiver's part: what is received must have been sealed in its order. */
  @Benchmark
  @OperationsPerInvocation(1)
  public byte[] sealAndOpen() throws Exception {
    for (int i = 0; i < PACKETS; i++) {
      System.arraycopy(packet, 0, buffer, 0, packet.length);
      sealer.seal(sequenceNumber, buffer, 0, packetLength);
      int length = opener.openLength(sequenceNumber, buffer, 0);
      opener.open(sequenceNumber, buffer, 0, length, target, 0);
      sequenceNumber++;
    }
    return target;
  }
}
