package dev.aikagi.tools.keygen;

import java.util.Optional;

/**
 * What the letters for signatures of files say, besides those that certificates have too.
 *
 * @param job of -Y
 * @param revoked of -r: a list of revoked keys
 */
record Signatures(Optional<String> job, Optional<String> revoked) {}
