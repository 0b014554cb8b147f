package dev.aikagi.algorithm;

import java.util.List;
import java.util.Optional;

/** A MAC as KEXINIT names it, in the order in which {@code ssh -Q mac} lists them. */
public enum MacAlgorithm {
  HMAC_SHA1("hmac-sha1", 20, 20, Function.SHA1),
  HMAC_SHA1_96("hmac-sha1-96", 20, 12, Function.SHA1),
  HMAC_SHA2_256("hmac-sha2-256", 32, 32, Function.SHA256),
  HMAC_SHA2_512("hmac-sha2-512", 64, 64, Function.SHA512),
  HMAC_MD5("hmac-md5", 16, 16, Function.MD5),
  HMAC_MD5_96("hmac-md5-96", 16, 12, Function.MD5),
  UMAC_64("umac-64@openssh.com", 16, 8, Function.UMAC),
  UMAC_128("umac-128@openssh.com", 16, 16, Function.UMAC),
  HMAC_SHA1_ETM("hmac-sha1-etm@openssh.com", 20, 20, Function.SHA1),
  HMAC_SHA1_96_ETM("hmac-sha1-96-etm@openssh.com", 20, 12, Function.SHA1),
  HMAC_SHA2_256_ETM("hmac-sha2-256-etm@openssh.com", 32, 32, Function.SHA256),
  HMAC_SHA2_512_ETM("hmac-sha2-512-etm@openssh.com", 64, 64, Function.SHA512),
  HMAC_MD5_ETM("hmac-md5-etm@openssh.com", 16, 16, Function.MD5),
  HMAC_MD5_96_ETM("hmac-md5-96-etm@openssh.com", 16, 12, Function.MD5),
  UMAC_64_ETM("umac-64-etm@openssh.com", 16, 8, Function.UMAC),
  UMAC_128_ETM("umac-128-etm@openssh.com", 16, 16, Function.UMAC);

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

    /** The hash under HMAC, by its name in the JDK; empty for UMAC. */
    public String digest() {
      return digest;
    }
  }

  /** All that there are. */
  public static final List<MacAlgorithm> SUPPORTED = List.of(values());

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

  private final String algorithmName;
  private final int keyLength;
  private final int macLength;
  private final Function function;

  MacAlgorithm(String algorithmName, int keyLength, int macLength, Function function) {
    this.algorithmName = algorithmName;
    this.keyLength = keyLength;
    this.macLength = macLength;
    this.function = function;
  }

  /** The name on the wire. */
  public String algorithmName() {
    return algorithmName;
  }

  /** Bytes of key material. */
  public int keyLength() {
    return keyLength;
  }

  /** Bytes after each packet. */
  public int macLength() {
    return macLength;
  }

  /** Whether it covers the encrypted packet and leaves the length in clear. */
  public boolean etm() {
    return algorithmName.endsWith("-etm@openssh.com");
  }

  /** The hash under HMAC, or UMAC. */
  public Function function() {
    return function;
  }

  /** The one with this name on the wire. */
  public static Optional<MacAlgorithm> named(String name) {
    for (MacAlgorithm m : SUPPORTED) {
      if (m.algorithmName.equals(name)) {
        return Optional.of(m);
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
