package dev.aikagi.crypto;

import java.util.List;
import java.util.Optional;

/**
 * A cipher as KEXINIT names it.
 *
 * @param keyLength bytes of key material
 * @param ivLength bytes of initial IV, 0 where the nonce is the sequence number
 * @param blockSize bytes to whose multiple a packet is padded
 */
public record CipherAlgorithm(String name, int keyLength, int ivLength, int blockSize, Mode mode) {
  /** How packets are built from the block cipher. */
  public enum Mode {
    CHACHA20_POLY1305,
    GCM,
    CTR,
    CBC
  }

  public static final CipherAlgorithm CHACHA20_POLY1305 =
      new CipherAlgorithm("chacha20-poly1305@openssh.com", 64, 0, 8, Mode.CHACHA20_POLY1305);
  public static final CipherAlgorithm AES128_GCM =
      new CipherAlgorithm("aes128-gcm@openssh.com", 16, 12, 16, Mode.GCM);
  public static final CipherAlgorithm AES256_GCM =
      new CipherAlgorithm("aes256-gcm@openssh.com", 32, 12, 16, Mode.GCM);
  public static final CipherAlgorithm AES128_CTR =
      new CipherAlgorithm("aes128-ctr", 16, 16, 16, Mode.CTR);
  public static final CipherAlgorithm AES192_CTR =
      new CipherAlgorithm("aes192-ctr", 24, 16, 16, Mode.CTR);
  public static final CipherAlgorithm AES256_CTR =
      new CipherAlgorithm("aes256-ctr", 32, 16, 16, Mode.CTR);
  public static final CipherAlgorithm AES128_CBC =
      new CipherAlgorithm("aes128-cbc", 16, 16, 16, Mode.CBC);
  public static final CipherAlgorithm AES192_CBC =
      new CipherAlgorithm("aes192-cbc", 24, 16, 16, Mode.CBC);
  public static final CipherAlgorithm AES256_CBC =
      new CipherAlgorithm("aes256-cbc", 32, 16, 16, Mode.CBC);
  public static final CipherAlgorithm TRIPLE_DES_CBC =
      new CipherAlgorithm("3des-cbc", 24, 8, 8, Mode.CBC);

  /** What is proposed unless the user says otherwise, best first. */
  public static final List<CipherAlgorithm> DEFAULT =
      List.of(CHACHA20_POLY1305, AES128_GCM, AES256_GCM, AES128_CTR, AES192_CTR, AES256_CTR);

  /** Used only where the user names them: CBC leaks (CVE-2008-5161), 3DES has 64-bit blocks. */
  public static final List<CipherAlgorithm> INSECURE =
      List.of(TRIPLE_DES_CBC, AES128_CBC, AES192_CBC, AES256_CBC);

  /** All, in the order in which {@code ssh -Q cipher} lists them. */
  public static final List<CipherAlgorithm> SUPPORTED =
      List.of(
          TRIPLE_DES_CBC,
          AES128_CBC,
          AES192_CBC,
          AES256_CBC,
          AES128_CTR,
          AES192_CTR,
          AES256_CTR,
          AES128_GCM,
          AES256_GCM,
          CHACHA20_POLY1305);

  /** Whether it authenticates by itself: no MAC is negotiated then. */
  public boolean aead() {
    return mode == Mode.CHACHA20_POLY1305 || mode == Mode.GCM;
  }

  public static Optional<CipherAlgorithm> named(String name) {
    for (CipherAlgorithm c : SUPPORTED) {
      if (c.name.equals(name)) {
        return Optional.of(c);
      }
    }
    return Optional.empty();
  }
}
