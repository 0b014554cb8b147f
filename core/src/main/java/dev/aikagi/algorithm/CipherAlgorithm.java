package dev.aikagi.algorithm;

import java.util.List;
import java.util.Optional;

/** A cipher as KEXINIT names it, in the order in which {@code ssh -Q cipher} lists them. */
public enum CipherAlgorithm {
  TRIPLE_DES_CBC("3des-cbc", 24, 8, 8, Mode.CBC),
  AES128_CBC("aes128-cbc", 16, 16, 16, Mode.CBC),
  AES192_CBC("aes192-cbc", 24, 16, 16, Mode.CBC),
  AES256_CBC("aes256-cbc", 32, 16, 16, Mode.CBC),
  AES128_CTR("aes128-ctr", 16, 16, 16, Mode.CTR),
  AES192_CTR("aes192-ctr", 24, 16, 16, Mode.CTR),
  AES256_CTR("aes256-ctr", 32, 16, 16, Mode.CTR),
  AES128_GCM("aes128-gcm@openssh.com", 16, 12, 16, Mode.GCM),
  AES256_GCM("aes256-gcm@openssh.com", 32, 12, 16, Mode.GCM),
  CHACHA20_POLY1305("chacha20-poly1305@openssh.com", 64, 0, 8, Mode.CHACHA20_POLY1305);

  /** How packets are built from the block cipher. */
  public enum Mode {
    CHACHA20_POLY1305,
    GCM,
    CTR,
    CBC
  }

  /** All that there are. */
  public static final List<CipherAlgorithm> SUPPORTED = List.of(values());

  /**
   * What is proposed unless the user says otherwise, best first: AES-GCM leads where the processor
   * has instructions for AES, which make it the fastest by far, else ChaCha20, as with OpenSSH.
   */
  public static final List<CipherAlgorithm> DEFAULT = best(Processor.hasAes());

  /** Used only where the user names them: CBC leaks (CVE-2008-5161), 3DES has 64-bit blocks. */
  public static final List<CipherAlgorithm> INSECURE =
      List.of(TRIPLE_DES_CBC, AES128_CBC, AES192_CBC, AES256_CBC);

  private final String algorithmName;
  private final int keyLength;
  private final int ivLength;
  private final int blockSize;
  private final Mode mode;

  CipherAlgorithm(String algorithmName, int keyLength, int ivLength, int blockSize, Mode mode) {
    this.algorithmName = algorithmName;
    this.keyLength = keyLength;
    this.ivLength = ivLength;
    this.blockSize = blockSize;
    this.mode = mode;
  }

  static List<CipherAlgorithm> best(boolean hasAes) {
    return hasAes
        ? List.of(AES128_GCM, AES256_GCM, CHACHA20_POLY1305, AES128_CTR, AES192_CTR, AES256_CTR)
        : List.of(CHACHA20_POLY1305, AES128_GCM, AES256_GCM, AES128_CTR, AES192_CTR, AES256_CTR);
  }

  /** The name on the wire. */
  public String algorithmName() {
    return algorithmName;
  }

  /** Bytes of key material. */
  public int keyLength() {
    return keyLength;
  }

  /** Bytes of the initial IV, 0 where the nonce is the sequence number. */
  public int ivLength() {
    return ivLength;
  }

  /** Bytes to whose multiple a packet is padded. */
  public int blockSize() {
    return blockSize;
  }

  public Mode mode() {
    return mode;
  }

  /** Whether it authenticates by itself: no MAC is negotiated then. */
  public boolean aead() {
    return mode == Mode.CHACHA20_POLY1305 || mode == Mode.GCM;
  }

  /** The one with this name on the wire. */
  public static Optional<CipherAlgorithm> named(String name) {
    for (CipherAlgorithm c : SUPPORTED) {
      if (c.algorithmName.equals(name)) {
        return Optional.of(c);
      }
    }
    return Optional.empty();
  }

  /** The name on the wire. */
  @Override
  public String toString() {
    return algorithmName;
  }
}
