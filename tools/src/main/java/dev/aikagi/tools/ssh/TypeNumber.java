package dev.aikagi.tools.ssh;

import dev.aikagi.key.KeyType;
import java.util.Optional;

/** OpenSSH's own numbers for types of keys, which people search logs for. */
final class TypeNumber {
  private TypeNumber() {}

  /** -1 for none. */
  static int of(Optional<KeyType> type) {
    return type.isEmpty()
        ? -1
        : switch (type.get()) {
          case SSH_RSA -> 0;
          case SSH_DSS -> 1;
          case ECDSA_SHA2_NISTP256, ECDSA_SHA2_NISTP384, ECDSA_SHA2_NISTP521 -> 2;
          case SSH_ED25519 -> 3;
          case SSH_RSA_CERT -> 4;
          case SSH_DSS_CERT -> 5;
          case ECDSA_SHA2_NISTP256_CERT, ECDSA_SHA2_NISTP384_CERT, ECDSA_SHA2_NISTP521_CERT -> 6;
          case SSH_ED25519_CERT -> 7;
          case SK_ECDSA_SHA2_NISTP256 -> 10;
          case SK_ECDSA_SHA2_NISTP256_CERT -> 11;
          case SK_SSH_ED25519 -> 12;
          case SK_SSH_ED25519_CERT -> 13;
        };
  }
}
