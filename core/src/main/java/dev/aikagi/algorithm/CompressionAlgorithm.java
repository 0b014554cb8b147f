package dev.aikagi.algorithm;

import java.util.List;
import java.util.Optional;

/**
 * A compression as KEXINIT names it. The "zlib" of RFC 4253, which starts before authentication and
 * so lets anybody reach the inflater, is not offered.
 */
public enum CompressionAlgorithm {
  NONE("none"),
  /** Starts when authentication has succeeded. */
  ZLIB_OPENSSH("zlib@openssh.com");

  /** What is proposed unless the user says otherwise, best first. */
  public static final List<CompressionAlgorithm> DEFAULT = List.of(NONE, ZLIB_OPENSSH);

  /** All that there are. */
  public static final List<CompressionAlgorithm> SUPPORTED = DEFAULT;

  /** Used only where the user names them: none. */
  public static final List<CompressionAlgorithm> INSECURE = List.of();

  private final String algorithmName;

  CompressionAlgorithm(String algorithmName) {
    this.algorithmName = algorithmName;
  }

  /** The name on the wire. */
  public String algorithmName() {
    return algorithmName;
  }

  /** The one with this name on the wire. */
  public static Optional<CompressionAlgorithm> named(String name) {
    for (CompressionAlgorithm c : values()) {
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
