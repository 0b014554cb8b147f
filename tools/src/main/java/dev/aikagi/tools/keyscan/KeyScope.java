package dev.aikagi.tools.keyscan;

import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKeyAlgorithm;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The names that -t takes, each for one or several types of keys. */
enum KeyScope {
  RSA("rsa", KeyType.SSH_RSA),
  ECDSA(
      "ecdsa",
      KeyType.ECDSA_SHA2_NISTP256,
      KeyType.ECDSA_SHA2_NISTP384,
      KeyType.ECDSA_SHA2_NISTP521),
  ED25519("ed25519", KeyType.SSH_ED25519),
  ECDSA_SK("ecdsa-sk", KeyType.SK_ECDSA_SHA2_NISTP256),
  ED25519_SK("ed25519-sk", KeyType.SK_SSH_ED25519),
  DSA("dsa", KeyType.SSH_DSS);

  /** Without -t. */
  static final Set<KeyType> DEFAULT = types(EnumSet.complementOf(EnumSet.of(DSA)));

  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // Of List.of.
  private final List<KeyType> types;

  KeyScope(String word, KeyType... types) {
    this.word = word;
    this.types = List.of(types);
  }

  static Optional<KeyScope> named(String word) {
    for (KeyScope scope : values()) {
      if (scope.word.equals(word)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }

  static Set<KeyType> types(Collection<KeyScope> scopes) {
    Set<KeyType> all = EnumSet.noneOf(KeyType.class);
    scopes.forEach(s -> all.addAll(s.types));
    return all;
  }

  /** What to offer for these types, the best first; SHA-1 too, since old devices have no other. */
  static List<PublicKeyAlgorithm> algorithms(Set<KeyType> types) {
    return PublicKeyAlgorithm.SUPPORTED.stream().filter(a -> types.contains(a.keyType())).toList();
  }
}
