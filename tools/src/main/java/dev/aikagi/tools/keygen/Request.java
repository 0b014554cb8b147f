package dev.aikagi.tools.keygen;

import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.KeyFileCipher;
import dev.aikagi.key.PrivateKeyFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The command line, checked.
 *
 * @param flags the letters that were given
 * @param type of -t, not yet looked up
 * @param bits 0 where -b was not given
 * @param conversion the form of -m
 * @param host of -F or -R
 * @param issue what concerns certificates and revocation lists
 * @param signing for -Y
 * @param moduli the job of -M
 * @param provider of -w: the library that reaches authenticators
 * @param operands the words after the options
 */
record Request(
    Set<Character> flags,
    Optional<String> type,
    long bits,
    Optional<String> comment,
    Optional<String> file,
    Optional<String> newPassphrase,
    Optional<String> passphrase,
    int rounds,
    KeyFileCipher cipher,
    Conversion conversion,
    FingerprintHash hash,
    String host,
    Issue issue,
    Signatures signing,
    Optional<String> moduli,
    String provider,
    List<String> operands) {

  /** The values of -m; OpenSSH's ssh-keygen does not have the last two. */
  enum Conversion {
    RFC4716,
    PKCS8,
    PEM,
    PPK,
    PPK2;

    /** PuTTY's forms are of private keys only. */
    boolean isPrivateOnly() {
      return this == PPK || this == PPK2;
    }

    /** All but the first are also forms of private keys. */
    PrivateKeyFormat privateFormat() {
      return switch (this) {
        case RFC4716 -> PrivateKeyFormat.OPENSSH;
        case PKCS8 -> PrivateKeyFormat.PKCS8;
        case PEM -> PrivateKeyFormat.PEM;
        case PPK -> PrivateKeyFormat.PPK;
        case PPK2 -> PrivateKeyFormat.PPK2;
      };
    }
  }

  boolean has(char flag) {
    return flags.contains(flag);
  }

  boolean quiet() {
    return has('q');
  }

  boolean verbose() {
    return has('v');
  }
}
