package dev.aikagi.kex;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.SecretBytes;
import dev.aikagi.wire.WireWriter;
import java.security.MessageDigest;
import java.util.Arrays;

/** What the hybrid methods have in common: two values in one string, two secrets in one hash. */
final class Hybrid {
  private Hybrid() {}

  /** The two values of one side. */
  record Parts(Bytes kem, Bytes curve) {}

  static Bytes joined(byte[] kem, byte[] curve) {
    byte[] both = Arrays.copyOf(kem, kem.length + curve.length);
    System.arraycopy(curve, 0, both, kem.length, curve.length);
    return Bytes.of(both);
  }

  static Parts parts(Bytes joined, int kemLength, int curveLength) throws DisconnectException {
    if (joined.length() != kemLength + curveLength) {
      throw KeyExchange.failed(
          "a hybrid public value of "
              + joined.length()
              + " bytes; it has "
              + (kemLength + curveLength));
    }
    byte[] both = joined.toArray();
    return new Parts(Bytes.of(both, 0, kemLength), Bytes.of(both, kemLength, curveLength));
  }

  /** K is the hash of both secrets, and is hashed on as a string. */
  static Agreement agree(
      KeyExchange x,
      Bytes hostKey,
      Bytes clientPublic,
      Bytes serverPublic,
      SecretBytes kemSecret,
      SecretBytes curveSecret) {
    MessageDigest digest = x.method().digest();
    digest.update(kemSecret.expose());
    digest.update(curveSecret.expose());
    byte[] k = digest.digest();
    WireWriter w = x.hashInput(hostKey);
    w.writeString(clientPublic);
    w.writeString(serverPublic);
    SecretBytes encoded = KeyExchange.string(k);
    Arrays.fill(k, (byte) 0);
    return x.agree(w, encoded);
  }
}
