package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireWriter;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyLineTest {
  private static final PublicKey KEY = Keys.ED25519.publicKey();

  private static KeyLine found(String comment) {
    return new KeyLine.Found(new KeyOrCertificate.Plain(KEY), comment);
  }

  private static KeyLine none(KeyLine.Fault fault) {
    return new KeyLine.None(fault);
  }

  private static String base64(Bytes blob) {
    return Base64.getEncoder().encodeToString(blob.toArray());
  }

  @Test
  void aKeyAndItsComment() throws Exception {
    String line = KEY.line();
    assertEquals(found(""), KeyLine.of(line));
    assertEquals(found("a  b "), KeyLine.of(line + " \t a  b \r"));
    assertEquals(found(""), KeyLine.of(line.replace(" ", "\t \t") + "\r"));
    Certificate c = Certified.of(Keys.P256.publicKey()).by(Keys.ED25519);
    assertEquals(
        new KeyLine.Found(new KeyOrCertificate.Certified(c), "x"), KeyLine.of(c.line() + " x"));
    assertEquals(Keys.P256.publicKey(), new KeyOrCertificate.Certified(c).key());
    assertEquals(c.line(), new KeyOrCertificate.Certified(c).line());
  }

  @Test
  void whatIsNone() {
    String line = KEY.line();
    for (String text :
        List.of("", " " + line, "x", "ssh-ed25519", "ssh-ed25519 ", "ssh-x AAAA", "# " + line)) {
      assertEquals(none(KeyLine.Fault.FORM), KeyLine.of(text), text);
    }
    assertEquals(none(KeyLine.Fault.FORM), KeyLine.of(line.substring(0, line.length() - 1)));
    assertEquals(none(KeyLine.Fault.FORM), KeyLine.of(line + "="));
    assertEquals(none(KeyLine.Fault.DAMAGED), KeyLine.of(line.substring(0, line.length() - 4)));
    assertEquals(none(KeyLine.Fault.OTHER_TYPE), KeyLine.of("ssh-rsa " + base64(KEY.blob())));
    Bytes unknown = new WireWriter().writeUtf8("ssh-x").toBytes();
    assertEquals(none(KeyLine.Fault.UNKNOWN_TYPE), KeyLine.of("ssh-ed25519 " + base64(unknown)));
  }

  /** A wrong signature is told from a wrong form, and one of another key from a wrong one. */
  @Test
  void aForgedCertificate() throws Exception {
    Certificate c = Certified.of(KEY).by(Keys.ED25519);
    byte[] blob = c.blob().toArray();
    blob[blob.length - 1] ^= 1;
    String type = c.type().wireName() + " ";
    assertEquals(none(KeyLine.Fault.FORGED), KeyLine.of(type + base64(Bytes.of(blob))));
    Bytes cut = Bytes.of(blob, 0, blob.length - 3);
    assertEquals(none(KeyLine.Fault.DAMAGED), KeyLine.of(type + base64(cut)));
    Bytes other = Certified.of(KEY).authorityBlob(Keys.P256.publicKey().blob()).blob(Keys.ED25519);
    assertEquals(none(KeyLine.Fault.DAMAGED), KeyLine.of(type + base64(other)));
  }
}
