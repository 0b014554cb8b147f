package dev.aikagi.kex;

import dev.aikagi.crypto.DhGroup;
import dev.aikagi.crypto.EcdhGroup;
import dev.aikagi.crypto.Kem;
import dev.aikagi.crypto.X25519;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/** The key exchange methods: name and hash, and the code in {@link #exchange}. */
public enum KexMethod {
  MLKEM768X25519_SHA256("mlkem768x25519-sha256", "SHA-256"),
  SNTRUP761X25519_SHA512("sntrup761x25519-sha512", "SHA-512"),
  SNTRUP761X25519_SHA512_OPENSSH("sntrup761x25519-sha512@openssh.com", "SHA-512"),
  CURVE25519_SHA256("curve25519-sha256", "SHA-256"),
  CURVE25519_SHA256_LIBSSH("curve25519-sha256@libssh.org", "SHA-256"),
  ECDH_SHA2_NISTP256("ecdh-sha2-nistp256", "SHA-256"),
  ECDH_SHA2_NISTP384("ecdh-sha2-nistp384", "SHA-384"),
  ECDH_SHA2_NISTP521("ecdh-sha2-nistp521", "SHA-512"),
  DH_GEX_SHA256("diffie-hellman-group-exchange-sha256", "SHA-256"),
  DH_GROUP16_SHA512("diffie-hellman-group16-sha512", "SHA-512"),
  DH_GROUP18_SHA512("diffie-hellman-group18-sha512", "SHA-512"),
  DH_GROUP14_SHA256("diffie-hellman-group14-sha256", "SHA-256"),
  DH_GEX_SHA1("diffie-hellman-group-exchange-sha1", "SHA-1"),
  DH_GROUP14_SHA1("diffie-hellman-group14-sha1", "SHA-1"),
  /** 1024 bits: precomputation breaks it (CVE-2015-4000). */
  DH_GROUP1_SHA1("diffie-hellman-group1-sha1", "SHA-1");

  /** All, in the order of preference. */
  public static final List<KexMethod> SUPPORTED = List.of(values());

  /** SHA-1, and a group that is too small: only where somebody names them. */
  public static final List<KexMethod> INSECURE =
      List.of(DH_GEX_SHA1, DH_GROUP14_SHA1, DH_GROUP1_SHA1);

  /** What a client proposes unless its user says otherwise: OpenSSH's list. */
  public static final List<KexMethod> DEFAULT_CLIENT =
      SUPPORTED.subList(0, SUPPORTED.indexOf(DH_GEX_SHA1));

  /**
   * What a server proposes unless configured: no finite-field Diffie-Hellman, which costs a server
   * far more than the client that asks for it (CVE-2002-20001).
   */
  public static final List<KexMethod> DEFAULT_SERVER =
      SUPPORTED.subList(0, SUPPORTED.indexOf(DH_GEX_SHA256));

  private final String algorithmName;
  private final String digestName;

  KexMethod(String algorithmName, String digestName) {
    this.algorithmName = algorithmName;
    this.digestName = digestName;
  }

  public String algorithmName() {
    return algorithmName;
  }

  /** Whether a recorded session stays secret from a future quantum computer. */
  public boolean postQuantum() {
    return switch (this) {
      case MLKEM768X25519_SHA256, SNTRUP761X25519_SHA512, SNTRUP761X25519_SHA512_OPENSSH -> true;
      default -> false;
    };
  }

  Exchange exchange() {
    return switch (this) {
      case MLKEM768X25519_SHA256 -> new HybridKex(Kem.ML_KEM_768);
      case SNTRUP761X25519_SHA512, SNTRUP761X25519_SHA512_OPENSSH -> new HybridKex(Kem.SNTRUP761);
      case CURVE25519_SHA256, CURVE25519_SHA256_LIBSSH -> new EcdhKex(X25519::generate);
      case ECDH_SHA2_NISTP256 -> new EcdhKex(EcdhGroup.NISTP256::generate);
      case ECDH_SHA2_NISTP384 -> new EcdhKex(EcdhGroup.NISTP384::generate);
      case ECDH_SHA2_NISTP521 -> new EcdhKex(EcdhGroup.NISTP521::generate);
      case DH_GEX_SHA256, DH_GEX_SHA1 -> new DhGroupExchangeKex();
      case DH_GROUP16_SHA512 -> new DhGroupKex(DhGroup.GROUP16);
      case DH_GROUP18_SHA512 -> new DhGroupKex(DhGroup.GROUP18);
      case DH_GROUP14_SHA256, DH_GROUP14_SHA1 -> new DhGroupKex(DhGroup.GROUP14);
      case DH_GROUP1_SHA1 -> new DhGroupKex(DhGroup.GROUP1);
    };
  }

  MessageDigest digest() {
    try {
      return MessageDigest.getInstance(digestName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK lacks " + digestName, e);
    }
  }

  public static Optional<KexMethod> named(String name) {
    for (KexMethod m : SUPPORTED) {
      if (m.algorithmName.equals(name)) {
        return Optional.of(m);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return algorithmName;
  }
}
