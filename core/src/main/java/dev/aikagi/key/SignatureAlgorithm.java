package dev.aikagi.key;

import java.util.List;
import java.util.Optional;

/** How a signature is made with a key of some type. */
public enum SignatureAlgorithm {
  SSH_ED25519("ssh-ed25519", KeyType.SSH_ED25519, "Ed25519"),
  ECDSA_SHA2_NISTP256(
      "ecdsa-sha2-nistp256", KeyType.ECDSA_SHA2_NISTP256, "SHA256withECDSAinP1363Format"),
  ECDSA_SHA2_NISTP384(
      "ecdsa-sha2-nistp384", KeyType.ECDSA_SHA2_NISTP384, "SHA384withECDSAinP1363Format"),
  ECDSA_SHA2_NISTP521(
      "ecdsa-sha2-nistp521", KeyType.ECDSA_SHA2_NISTP521, "SHA512withECDSAinP1363Format"),
  SK_SSH_ED25519("sk-ssh-ed25519@openssh.com", KeyType.SK_SSH_ED25519, "Ed25519"),
  SK_ECDSA_SHA2_NISTP256(
      "sk-ecdsa-sha2-nistp256@openssh.com",
      KeyType.SK_ECDSA_SHA2_NISTP256,
      "SHA256withECDSAinP1363Format"),
  WEBAUTHN_SK_ECDSA_SHA2_NISTP256(
      "webauthn-sk-ecdsa-sha2-nistp256@openssh.com",
      KeyType.SK_ECDSA_SHA2_NISTP256,
      "SHA256withECDSAinP1363Format"),
  RSA_SHA2_512("rsa-sha2-512", KeyType.SSH_RSA, "SHA512withRSA"),
  RSA_SHA2_256("rsa-sha2-256", KeyType.SSH_RSA, "SHA256withRSA"),
  /** SHA-1: a chosen-prefix collision forges it. */
  SSH_RSA("ssh-rsa", KeyType.SSH_RSA, "SHA1withRSA"),
  /** SHA-1 and 1024-bit groups. */
  SSH_DSS("ssh-dss", KeyType.SSH_DSS, "SHA1withDSAinP1363Format");

  /** Everything that can be verified, the best first. */
  public static final List<SignatureAlgorithm> SUPPORTED = List.of(values());

  /** Off unless somebody names them. */
  public static final List<SignatureAlgorithm> INSECURE = List.of(SSH_RSA, SSH_DSS);

  /** What is offered and accepted where nobody configures anything, in OpenSSH's order. */
  public static final List<SignatureAlgorithm> DEFAULT =
      SUPPORTED.subList(0, SUPPORTED.size() - INSECURE.size());

  private final String wireName;
  private final KeyType keyType;
  private final String jcaName;

  SignatureAlgorithm(String wireName, KeyType keyType, String jcaName) {
    this.wireName = wireName;
    this.keyType = keyType;
    this.jcaName = jcaName;
  }

  public String wireName() {
    return wireName;
  }

  /** The only type of key that this algorithm works with. */
  public KeyType keyType() {
    return keyType;
  }

  public boolean insecure() {
    return INSECURE.contains(this);
  }

  String jcaName() {
    return jcaName;
  }

  public static Optional<SignatureAlgorithm> named(String wireName) {
    for (SignatureAlgorithm a : SUPPORTED) {
      if (a.wireName.equals(wireName)) {
        return Optional.of(a);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return wireName;
  }
}
