package dev.aikagi.tools.keygen;

import dev.aikagi.key.Validity;
import java.util.List;
import java.util.Optional;

/**
 * What the letters for certificates and revocation lists say.
 *
 * @param authority of -s: the file with the key that signs, or whose certificates are revoked
 * @param keyId of -I
 * @param principals of -n, separated by commas
 * @param validity of -V
 * @param number of -z: the serial number, or the version of a revocation list
 * @param counting whether each certificate gets a number of its own
 * @param options of -O, in their order
 */
record Issue(
    Optional<String> authority,
    Optional<String> keyId,
    Optional<String> principals,
    Validity validity,
    long number,
    boolean counting,
    List<String> options) {
  Issue {
    options = List.copyOf(options);
  }
}
