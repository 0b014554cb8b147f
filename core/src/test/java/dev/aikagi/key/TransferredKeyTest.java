package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Private keys on their way to an agent. */
class TransferredKeyTest {
  private static final byte[] DATA = {1, 2, 3};

  private static WireWriter written(TransferredKey key) {
    WireWriter out = new WireWriter();
    TransferredKey.write(out, key);
    return out;
  }

  private static TransferredKey read(WireWriter written) throws Exception {
    WireReader in = new WireReader(written.writeUtf8("what follows").toArray());
    TransferredKey key = TransferredKey.read(in);
    assertEquals("what follows", in.readUtf8());
    in.expectEnd();
    return key;
  }

  @Test
  void everyTypeIsReadAsItIsWritten() throws Exception {
    for (PrivateKey key : Keys.ALL) {
      TransferredKey read = read(written(new TransferredKey.Plain(key)));
      assertEquals(key.publicKey().blob(), read.blob());
      PrivateKey arrived = assertInstanceOf(TransferredKey.Plain.class, read).key();
      SignatureAlgorithm algorithm = key.algorithms().getFirst();
      Bytes signature = arrived.sign(algorithm, DATA, RsaPublicKey.MIN_BITS);
      assertEquals(true, key.publicKey().verify(algorithm, DATA, signature, 1024));
    }
  }

  @Test
  void aCertificateBringsItsKey() throws Exception {
    for (PrivateKey key : List.of(Keys.ED25519, Keys.P256, Keys.P384, Keys.P521, Keys.RSA)) {
      Certificate certificate = Certified.of(key.publicKey()).by(Keys.ED25519);
      TransferredKey read = read(written(new TransferredKey.Certified(certificate, key)));
      assertEquals(certificate.blob(), read.blob());
      assertEquals(Optional.of(certificate), read.certificate());
      PrivateKey arrived = assertInstanceOf(TransferredKey.Certified.class, read).key();
      assertEquals(key.publicKey(), arrived.publicKey());
      assertEquals(false, arrived.sign(key.algorithms().getFirst(), DATA).isEmpty());
    }
  }

  @Test
  @Tag("C6")
  void aCertificateIsOfTheKeyThatComesWithIt() throws Exception {
    PrivateKey other = KeyGenerator.ed25519();
    Certificate certificate = Certified.of(other.publicKey()).by(Keys.ED25519);
    assertThrows(
        IllegalArgumentException.class,
        () -> new TransferredKey.Certified(certificate, Keys.ED25519));
    WireWriter foreign = new WireWriter().writeUtf8(certificate.type().wireName());
    foreign.writeString(certificate.blob());
    PrivateFields.writeCertified(foreign, Keys.ED25519);
    assertThrows(KeyFileException.class, () -> read(foreign));
    WireWriter renamed = new WireWriter().writeUtf8(KeyType.SSH_RSA_CERT.wireName());
    renamed.writeString(certificate.blob());
    PrivateFields.writeCertified(renamed, other);
    assertThrows(MalformedException.class, () -> read(renamed));
  }

  @Test
  void keysOfAuthenticatorsBringTheirHandle() throws Exception {
    SkEd25519PublicKey ed =
        new SkEd25519PublicKey(((Ed25519PublicKey) Keys.ED25519.publicKey()).point(), "ssh:");
    SkEcdsaPublicKey ec =
        new SkEcdsaPublicKey(((EcdsaPublicKey) Keys.P256.publicKey()).point(), "ssh:x");
    for (SecurityKeyPublicKey key : List.of(ed, ec)) {
      SecurityKeyPrivateKey device = device(key, 5);
      Certificate certificate = Certified.of(key).by(Keys.ED25519);
      for (Optional<Certificate> shown :
          List.of(Optional.<Certificate>empty(), Optional.of(certificate))) {
        TransferredKey given =
            shown.isPresent() ? TransferredKey.of(shown.get(), device) : TransferredKey.of(device);
        TransferredKey read = read(written(given));
        var arrived = assertInstanceOf(TransferredKey.OnDevice.class, read).key();
        assertEquals(key, arrived.publicKey());
        assertEquals(5, arrived.flags());
        assertTrue(arrived.keyHandle().matches(device.keyHandle().expose()));
        assertEquals(shown, read.certificate());
        assertEquals(given.blob(), read.blob());
        read.close();
        assertThrows(IllegalStateException.class, arrived.keyHandle()::expose);
      }
    }
    assertEquals("sk-ssh-ed25519@openssh.com", TransferredKey.of(device(ed, 1)).toString());
    Certificate other = Certified.of(ec).by(Keys.ED25519);
    assertThrows(IllegalArgumentException.class, () -> TransferredKey.of(other, device(ed, 1)));
  }

  private static SecurityKeyPrivateKey device(SecurityKeyPublicKey key, int flags) {
    return new SecurityKeyPrivateKey(
        key, flags, SecretBytes.copyOf(Bytes.utf8("a handle").toArray()), Bytes.EMPTY);
  }

  @Test
  void whatIsNoKeyIsRefused() {
    assertThrows(KeyFileException.class, () -> read(new WireWriter().writeUtf8("ssh-new")));
    assertThrows(MalformedException.class, () -> read(new WireWriter().writeUtf8("ssh-ed25519")));
    assertThrows(
        MalformedException.class,
        () -> read(new WireWriter().writeUtf8(KeyType.SSH_DSS_CERT.wireName()).writeUtf8("x")));
  }
}
