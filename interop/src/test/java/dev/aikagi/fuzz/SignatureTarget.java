package dev.aikagi.fuzz;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.RsaPublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.wire.WireReader;

/** {@link PublicKey#verify}: a key, and what is said to be its signature. */
public final class SignatureTarget {
  /** What the seeds sign is another one: whatever is found besides, nobody has signed. */
  private static final byte[] DATA = {1};

  private SignatureTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    PublicKey key;
    Bytes signature;
    try {
      WireReader in = new WireReader(data);
      key = PublicKey.parse(in.readBytes());
      signature = in.readRest();
    } catch (MalformedException e) {
      Found.oneLine(String.valueOf(e.getMessage()));
      return;
    }
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      // A key that the search has made may have a signature that everybody can make: an exponent
      // of 1 in RSA, a generator of 1 in DSA. Whoever trusts a key trusts whoever made it.
      boolean weak = key.type() == KeyType.SSH_RSA || key.type() == KeyType.SSH_DSS;
      Found.check(
          !key.verify(algorithm, DATA, signature, RsaPublicKey.MIN_BITS) || weak,
          "a signature of what nobody signed");
    }
  }
}
