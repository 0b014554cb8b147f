package dev.aikagi.key;

/** The forms of a private key file. */
public enum PrivateKeyFormat {
  /** OpenSSH's own ({@code BEGIN OPENSSH PRIVATE KEY}), the default. */
  OPENSSH,
  /** PKCS#1, SEC 1 or the DSA form of OpenSSL, with the encryption of RFC 1421. */
  PEM,
  /** RFC 5208, encrypted as RFC 8018 says. */
  PKCS8,
  /** PuTTY's, version 3; where it is encrypted Bouncy Castle is needed, for Argon2. */
  PPK,
  /** PuTTY's, version 2, which programs older than PuTTY 0.75 and Tera Term 5 need. */
  PPK2
}
