package dev.aikagi.fuzz;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SshException;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyLine;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.SignatureAlgorithm;
import java.io.ByteArrayOutputStream;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * {@link Certificate#parse}. No search finds a signature, so behind some of the inputs the
 * authority's key and its signature are put; not behind all, for a signature takes as long as
 * reading a thousand of them.
 */
public final class CertificateTarget {
  private CertificateTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws SshException {
    boolean signed = data.length > 0 && (data[0] & 63) == 1;
    byte[] rest = Arrays.copyOfRange(data, Math.min(1, data.length), data.length);
    Bytes blob = Bytes.of(signed ? signed(rest) : rest);
    Certificate certificate;
    try {
      certificate = Certificate.parse(blob);
    } catch (MalformedException e) {
      Found.sayNothing(KeyLine.of("ssh-ed25519-cert-v01@openssh.com " + Found.base64(blob)));
      return;
    }
    Found.check(certificate.blob().equals(blob), "another blob");
    Found.check(
        KeyLine.of(certificate.line() + " x")
            .equals(new KeyLine.Found(new KeyOrCertificate.Certified(certificate), "x")),
        "a line that is not read again");
    Found.check(certificate.principals().size() <= Certificate.MAX_PRINCIPALS, "too many names");
    Found.check(certificate.keyId().indexOf('\0') < 0, "a NUL");
    Found.sayNothing(certificate.validity().text(ZoneOffset.UTC));
    certificate.criticalOptions().forEach(o -> Found.sayNothing(o.value()));
    certificate.extensions().forEach(o -> Found.sayNothing(o.value()));
  }

  private static byte[] signed(byte[] body) throws SshException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(body);
    string(out, Found.AUTHORITY.publicKey().blob().toArray());
    Bytes signature = Found.AUTHORITY.sign(SignatureAlgorithm.SSH_ED25519, out.toByteArray());
    string(out, signature.toArray());
    return out.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, byte[] value) {
    out.writeBytes(new byte[] {0, 0, (byte) (value.length >> 8), (byte) value.length});
    out.writeBytes(value);
  }
}
