package dev.aikagi.fuzz;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.Randomart;
import dev.aikagi.key.RsaPublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.SshfpRecord;

/** {@link KeyOrCertificate#parse}: what a peer shows, and all that is said of it. */
public final class KeyBlobTarget {
  private KeyBlobTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws MalformedException {
    Bytes blob = Bytes.of(data);
    KeyOrCertificate shown;
    try {
      shown = KeyOrCertificate.parse(blob);
    } catch (MalformedException e) {
      Found.oneLine(String.valueOf(e.getMessage()));
      return;
    }
    Found.check(shown.blob().equals(blob), "another blob");
    Found.oneLine(shown.description());
    PublicKey key = shown.key();
    Found.check(PublicKey.parse(key.blob()).equals(key), "another key when it is read");
    Found.sayNothing(Fingerprint.of(key));
    Found.sayNothing(Randomart.of(shown, FingerprintHash.SHA256));
    SshfpRecord.all(key).forEach(r -> Found.oneLine(r.line("h").strip()));
    key.refusal(RsaPublicKey.MIN_BITS).ifPresent(r -> Found.oneLine(r.summary()));
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      Found.check(
          !key.verify(algorithm, new byte[1], Bytes.EMPTY, RsaPublicKey.MIN_BITS),
          "nothing is a signature");
    }
  }
}
