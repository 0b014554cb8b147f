package dev.aikagi.key;

import java.util.List;
import java.util.Optional;

/**
 * A public key algorithm as it is negotiated (RFC 4253 section 6.6): which type of blob is shown,
 * and how its key signs. A plain key's is named as its signature algorithm; a certificate's has a
 * name of its own, but what is signed with it bears the name of the signature algorithm.
 */
public enum PublicKeyAlgorithm {
  SSH_ED25519_CERT(
      "ssh-ed25519-cert-v01@openssh.com", KeyType.SSH_ED25519_CERT, SignatureAlgorithm.SSH_ED25519),
  ECDSA_SHA2_NISTP256_CERT(
      "ecdsa-sha2-nistp256-cert-v01@openssh.com",
      KeyType.ECDSA_SHA2_NISTP256_CERT,
      SignatureAlgorithm.ECDSA_SHA2_NISTP256),
  ECDSA_SHA2_NISTP384_CERT(
      "ecdsa-sha2-nistp384-cert-v01@openssh.com",
      KeyType.ECDSA_SHA2_NISTP384_CERT,
      SignatureAlgorithm.ECDSA_SHA2_NISTP384),
  ECDSA_SHA2_NISTP521_CERT(
      "ecdsa-sha2-nistp521-cert-v01@openssh.com",
      KeyType.ECDSA_SHA2_NISTP521_CERT,
      SignatureAlgorithm.ECDSA_SHA2_NISTP521),
  SK_SSH_ED25519_CERT(
      "sk-ssh-ed25519-cert-v01@openssh.com",
      KeyType.SK_SSH_ED25519_CERT,
      SignatureAlgorithm.SK_SSH_ED25519),
  SK_ECDSA_SHA2_NISTP256_CERT(
      "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
      KeyType.SK_ECDSA_SHA2_NISTP256_CERT,
      SignatureAlgorithm.SK_ECDSA_SHA2_NISTP256),
  WEBAUTHN_SK_ECDSA_SHA2_NISTP256_CERT(
      "webauthn-sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
      KeyType.SK_ECDSA_SHA2_NISTP256_CERT,
      SignatureAlgorithm.WEBAUTHN_SK_ECDSA_SHA2_NISTP256),
  RSA_SHA2_512_CERT(
      "rsa-sha2-512-cert-v01@openssh.com", KeyType.SSH_RSA_CERT, SignatureAlgorithm.RSA_SHA2_512),
  RSA_SHA2_256_CERT(
      "rsa-sha2-256-cert-v01@openssh.com", KeyType.SSH_RSA_CERT, SignatureAlgorithm.RSA_SHA2_256),
  SSH_ED25519(SignatureAlgorithm.SSH_ED25519),
  ECDSA_SHA2_NISTP256(SignatureAlgorithm.ECDSA_SHA2_NISTP256),
  ECDSA_SHA2_NISTP384(SignatureAlgorithm.ECDSA_SHA2_NISTP384),
  ECDSA_SHA2_NISTP521(SignatureAlgorithm.ECDSA_SHA2_NISTP521),
  SK_SSH_ED25519(SignatureAlgorithm.SK_SSH_ED25519),
  SK_ECDSA_SHA2_NISTP256(SignatureAlgorithm.SK_ECDSA_SHA2_NISTP256),
  WEBAUTHN_SK_ECDSA_SHA2_NISTP256(SignatureAlgorithm.WEBAUTHN_SK_ECDSA_SHA2_NISTP256),
  RSA_SHA2_512(SignatureAlgorithm.RSA_SHA2_512),
  RSA_SHA2_256(SignatureAlgorithm.RSA_SHA2_256),
  /** SHA-1, as {@link SignatureAlgorithm#SSH_RSA}. */
  SSH_RSA_CERT("ssh-rsa-cert-v01@openssh.com", KeyType.SSH_RSA_CERT, SignatureAlgorithm.SSH_RSA),
  SSH_RSA(SignatureAlgorithm.SSH_RSA),
  SSH_DSS(SignatureAlgorithm.SSH_DSS);

  /** Everything that can be negotiated, the best first. */
  public static final List<PublicKeyAlgorithm> SUPPORTED = List.of(values());

  /** Off unless somebody names them. */
  public static final List<PublicKeyAlgorithm> INSECURE = List.of(SSH_RSA_CERT, SSH_RSA, SSH_DSS);

  /** What is offered where nobody configures anything, in OpenSSH's order. */
  public static final List<PublicKeyAlgorithm> DEFAULT =
      SUPPORTED.subList(0, SUPPORTED.size() - INSECURE.size());

  private final String wireName;
  private final KeyType keyType;
  private final SignatureAlgorithm signature;

  PublicKeyAlgorithm(SignatureAlgorithm signature) {
    this(signature.wireName(), signature.keyType(), signature);
  }

  PublicKeyAlgorithm(String wireName, KeyType keyType, SignatureAlgorithm signature) {
    this.wireName = wireName;
    this.keyType = keyType;
    this.signature = signature;
  }

  public String wireName() {
    return wireName;
  }

  /** The only type of blob that is shown under this name. */
  public KeyType keyType() {
    return keyType;
  }

  /** How the key itself, or the key in the certificate, signs. */
  public SignatureAlgorithm signature() {
    return signature;
  }

  public static Optional<PublicKeyAlgorithm> named(String wireName) {
    for (PublicKeyAlgorithm a : SUPPORTED) {
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
