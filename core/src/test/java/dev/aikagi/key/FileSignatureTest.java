package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SshException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C4")
class FileSignatureTest {
  /** Of "hello" and a line feed, by OpenSSH's ssh-keygen -Y sign -n file, with a test key. */
  private static final String OPENSSH =
      """
      -----BEGIN SSH SIGNATURE-----
      U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgzuWIcPRuW0ciDn2SrGYsMJmz/B
      A953X4I887VXcrAogAAAAEZmlsZQAAAAAAAAAGc2hhNTEyAAAAUwAAAAtzc2gtZWQyNTUx
      OQAAAECpNlCLQg9nCgPhHS/4EAwDkScXh/nAOpEqlh/SKpE2U8VcYRefDTS2ek0YiajkLy
      2nTnP0J5j++aat8dD20SkH
      -----END SSH SIGNATURE-----
      """;

  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIM7liHD0bltHIg59kqxmLDCZs/wQPed1+CPPO1V3KwKI";

  private static InputStream message(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static FileSignature parsed(String text) throws Exception {
    return FileSignature.parse(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void whatOpenSshSignedVerifies() throws Exception {
    FileSignature signature = parsed(OPENSSH);
    assertEquals(KEY, signature.key().line());
    assertEquals("file", signature.namespace());
    assertEquals(FileSignature.Hash.SHA512, signature.hash());
    assertTrue(signature.verify("file", message("hello\n")));
    assertFalse(signature.verify("file", message("hello")));
    assertFalse(signature.verify("git", message("hello\n")));
    assertEquals(OPENSSH, signature.armoured());
  }

  @Test
  void everyKindOfKeySignsAndVerifies() throws Exception {
    for (PrivateKey key : List.of(Keys.ED25519, Keys.P256, Keys.P384, Keys.P521, Keys.RSA)) {
      for (FileSignature.Hash hash : FileSignature.Hash.values()) {
        FileSignature made = FileSignature.sign(key, "n", hash, message("m"));
        FileSignature read = parsed(made.armoured());
        assertEquals(key.publicKey(), read.key());
        assertEquals(hash, read.hash());
        assertTrue(read.verify("n", message("m")));
        assertFalse(read.verify("n", message("M")));
      }
    }
  }

  /** SHA-1 is no algorithm of files, whatever the key could do. */
  @Test
  void anRsaKeySignsWithSha2() throws Exception {
    FileSignature made = FileSignature.sign(Keys.RSA, "n", FileSignature.Hash.SHA256, message("m"));
    assertEquals(SignatureAlgorithm.RSA_SHA2_512, made.algorithm());
  }

  @Test
  void aCertificateGoesWithItsSignature() throws Exception {
    Certificate certificate =
        Certified.of(Keys.ED25519.publicKey()).kind(1).by(KeyGenerator.ed25519());
    FileSignature made =
        FileSignature.sign(Keys.ED25519, certificate, "n", FileSignature.Hash.SHA512, message("m"));
    FileSignature read = parsed(made.armoured());
    assertEquals(certificate, read.certificate().orElseThrow());
    assertTrue(read.verify("n", message("m")));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            FileSignature.sign(
                Keys.P256, certificate, "n", FileSignature.Hash.SHA512, message("m")));
  }

  @Test
  void aSignatureHasANamespace() {
    assertThrows(
        IllegalArgumentException.class,
        () -> FileSignature.sign(Keys.P256, "", FileSignature.Hash.SHA512, message("m")));
  }

  private static byte[] blob() {
    String body = OPENSSH.replaceAll("-----[A-Z ]+-----", "").replace("\n", "");
    return Base64.getDecoder().decode(body);
  }

  private static FileSignature ofBlob(byte[] blob) throws MalformedException {
    String body = Base64.getEncoder().encodeToString(blob);
    String text = "-----BEGIN SSH SIGNATURE-----\n" + body + "\n-----END SSH SIGNATURE-----\n";
    return FileSignature.parse(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  @Tag("B1")
  void everyTruncationAndEveryTrailingByteIsRefused() {
    byte[] whole = blob();
    for (int n = 0; n < whole.length; n++) {
      byte[] cut = Arrays.copyOf(whole, n);
      assertThrows(MalformedException.class, () -> ofBlob(cut), "length " + n);
    }
    assertThrows(MalformedException.class, () -> ofBlob(Arrays.copyOf(whole, whole.length + 1)));
  }

  /** Nothing in it can change: what is not signed is read, and then does not verify. */
  @Test
  void everyFlippedBitIsRefused() throws Exception {
    byte[] whole = blob();
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      boolean good;
      try {
        good = ofBlob(flipped).verify("file", message("hello\n"));
      } catch (MalformedException e) {
        good = false;
      }
      assertFalse(good, "bit " + bit);
    }
  }

  /** A device that signs with these flags: 1 where it was touched. */
  private record Device(int flags) implements Signer {
    @Override
    public PublicKey publicKey() {
      return new SkEd25519PublicKey(((Ed25519PublicKey) Keys.ED25519.publicKey()).point(), "ssh:");
    }

    @Override
    public List<SignatureAlgorithm> algorithms() {
      return List.of(SignatureAlgorithm.SK_SSH_ED25519);
    }

    @Override
    public Bytes sign(SignatureAlgorithm algorithm, byte[] data) throws SshException {
      try {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        WireWriter signed = new WireWriter();
        signed.writeRaw(sha256.digest("ssh:".getBytes(StandardCharsets.US_ASCII)));
        signed.writeByte(flags).writeUint32(7).writeRaw(sha256.digest(data));
        WireReader inner =
            new WireReader(Keys.ED25519.sign(SignatureAlgorithm.SSH_ED25519, signed.toArray()));
        assertEquals("ssh-ed25519", inner.readName());
        return new WireWriter()
            .writeUtf8(algorithm.wireName())
            .writeString(inner.readString())
            .writeByte(flags)
            .writeUint32(7)
            .toBytes();
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  @Tag("C5")
  void aSecurityKeyMustHaveBeenTouched() throws Exception {
    for (int flags : new int[] {0, 1, 4, 5}) {
      FileSignature made =
          FileSignature.sign(new Device(flags), "n", FileSignature.Hash.SHA512, message("m"));
      assertEquals((flags & 1) != 0, parsed(made.armoured()).verify("n", message("m")));
    }
  }

  @Test
  void whatIsNoSignatureIsRefused() {
    for (String text :
        List.of(
            "",
            "junk",
            OPENSSH.replace("SIGNATURE", "PUBLIC KEY"),
            OPENSSH.substring(0, OPENSSH.length() - 40),
            "x".repeat(FileSignature.MAX_LENGTH + 1))) {
      assertThrows(MalformedException.class, () -> parsed(text), text);
    }
  }
}
