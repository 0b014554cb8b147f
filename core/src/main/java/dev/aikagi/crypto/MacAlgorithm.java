package dev.aikagi.crypto;

import java.util.List;
import java.util.Optional;

/**
 * A MAC as KEXINIT names it.
 *
 * @param keyLength bytes of key material
 * @param macLength bytes after each packet
 * @param etm whether it covers the encrypted packet and leaves the length in clear
 * @param function the hash behind HMAC, or UMAC
 */
public record MacAlgorithm(
    String name, int keyLength, int macLength, boolean etm, Function function) {
  /** What computes the MAC. */
  public enum Function {
    MD5("MD5"),
    SHA1("SHA-1"),
    SHA256("SHA-256"),
    SHA512("SHA-512"),
    UMAC("");

    private final String digest;

    Function(String digest) {
      this.digest = digest;
    }

    String digest() {
      return digest;
    }
  }

  private static final String ETM = "-etm@openssh.com";

  public static final MacAlgorithm UMAC_64_ETM =
      new MacAlgorithm("umac-64" + ETM, 16, 8, true, Function.UMAC);
  public static final MacAlgorithm UMAC_128_ETM =
      new MacAlgorithm("umac-128" + ETM, 16, 16, true, Function.UMAC);
  public static final MacAlgorithm HMAC_SHA2_256_ETM =
      new MacAlgorithm("hmac-sha2-256" + ETM, 32, 32, true, Function.SHA256);
  public static final MacAlgorithm HMAC_SHA2_512_ETM =
      new MacAlgorithm("hmac-sha2-512" + ETM, 64, 64, true, Function.SHA512);
  public static final MacAlgorithm HMAC_SHA1_ETM =
      new MacAlgorithm("hmac-sha1" + ETM, 20, 20, true, Function.SHA1);
  public static final MacAlgorithm UMAC_64 =
      new MacAlgorithm("umac-64@openssh.com", 16, 8, false, Function.UMAC);
  public static final MacAlgorithm UMAC_128 =
      new MacAlgorithm("umac-128@openssh.com", 16, 16, false, Function.UMAC);
  public static final MacAlgorithm HMAC_SHA2_256 =
      new MacAlgorithm("hmac-sha2-256", 32, 32, false, Function.SHA256);
  public static final MacAlgorithm HMAC_SHA2_512 =
      new MacAlgorithm("hmac-sha2-512", 64, 64, false, Function.SHA512);
  public static final MacAlgorithm HMAC_SHA1 =
      new MacAlgorithm("hmac-sha1", 20, 20, false, Function.SHA1);
  public static final MacAlgorithm HMAC_SHA1_96 =
      new MacAlgorithm("hmac-sha1-96", 20, 12, false, Function.SHA1);
  public static final MacAlgorithm HMAC_MD5 =
      new MacAlgorithm("hmac-md5", 16, 16, false, Function.MD5);
  public static final MacAlgorithm HMAC_MD5_96 =
      new MacAlgorithm("hmac-md5-96", 16, 12, false, Function.MD5);
  public static final MacAlgorithm HMAC_SHA1_96_ETM =
      new MacAlgorithm("hmac-sha1-96" + ETM, 20, 12, true, Function.SHA1);
  public static final MacAlgorithm HMAC_MD5_ETM =
      new MacAlgorithm("hmac-md5" + ETM, 16, 16, true, Function.MD5);
  public static final MacAlgorithm HMAC_MD5_96_ETM =
      new MacAlgorithm("hmac-md5-96" + ETM, 16, 12, true, Function.MD5);

  /** What is proposed unless the user says otherwise, best first. */
  public static final List<MacAlgorithm> DEFAULT =
      List.of(
          UMAC_64_ETM,
          UMAC_128_ETM,
          HMAC_SHA2_256_ETM,
          HMAC_SHA2_512_ETM,
          HMAC_SHA1_ETM,
          UMAC_64,
          UMAC_128,
          HMAC_SHA2_256,
          HMAC_SHA2_512,
          HMAC_SHA1);

  /** Used only where the user names them: MD5, and tags cut to 96 bits. */
  public static final List<MacAlgorithm> INSECURE =
      List.of(HMAC_SHA1_96, HMAC_MD5, HMAC_MD5_96, HMAC_SHA1_96_ETM, HMAC_MD5_ETM, HMAC_MD5_96_ETM);

  /** All, in the order in which {@code ssh -Q mac} lists them. */
  public static final List<MacAlgorithm> SUPPORTED =
      List.of(
          HMAC_SHA1,
          HMAC_SHA1_96,
          HMAC_SHA2_256,
          HMAC_SHA2_512,
          HMAC_MD5,
          HMAC_MD5_96,
          UMAC_64,
          UMAC_128,
          HMAC_SHA1_ETM,
          HMAC_SHA1_96_ETM,
          HMAC_SHA2_256_ETM,
          HMAC_SHA2_512_ETM,
          HMAC_MD5_ETM,
          HMAC_MD5_96_ETM,
          UMAC_64_ETM,
          UMAC_128_ETM);

  public static Optional<MacAlgorithm> named(String name) {
    for (MacAlgorithm m : SUPPORTED) {
      if (m.name.equals(name)) {
        return Optional.of(m);
      }
    }
    return Optional.empty();
  }
}
