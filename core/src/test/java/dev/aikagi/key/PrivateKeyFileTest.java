package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.PrivateKeyFile.Loaded;
import dev.aikagi.key.PrivateKeyFile.Refused;
import dev.aikagi.key.PrivateKeyFile.WriteOptions;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files beside this class were made by ssh-keygen 9.2, OpenSSL 3.0 and puttygen 0.78. */
class PrivateKeyFileTest {
  private static SecretBytes secret(String text) {
    return SecretBytes.taking(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] file(String name) throws IOException {
    try (InputStream in = PrivateKeyFileTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static PublicKey pub(String name) throws IOException {
    return PublicKeyFile.read(file(name + ".pub")).key();
  }

  private static KeyFileRefusal refusal(byte[] content, @Nullable String passphrase) {
    var reading = PrivateKeyFile.read(content, passphrase == null ? null : secret(passphrase));
    return assertInstanceOf(Refused.class, reading).reason();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ed25519",
        "ecdsa",
        "p384",
        "p521",
        "rsa",
        "dsa",
        "rsa-PEM",
        "rsa-PKCS8",
        "ecdsa-PEM",
        "ecdsa-PKCS8",
        "ecdsa-PEM-nopub",
        "p521-PEM",
        "p521-PKCS8",
        "dsa-PEM",
        "dsa-PKCS8",
        "ed25519.v2.ppk",
        "ed25519.v3.ppk",
        "ecdsa.v2.ppk",
        "ecdsa.v3.ppk",
        "p384.v2.ppk",
        "p384.v3.ppk",
        "p521.v2.ppk",
        "p521.v3.ppk",
        "rsa.v2.ppk",
        "rsa.v3.ppk",
        "dsa.v2.ppk",
        "dsa.v3.ppk"
      })
  void readsClearFiles(String name) throws Exception {
    Loaded loaded = PrivateKeyFile.read(file(name), null).orThrow();
    assertEquals(pub(name.split("[-.]", 2)[0]), loaded.key().publicKey());
    assertEquals(false, loaded.encrypted());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ed25519-aes128-ctr",
        "ed25519-aes192-ctr",
        "ed25519-aes256-ctr",
        "ed25519-aes128-cbc",
        "ed25519-aes192-cbc",
        "ed25519-aes256-cbc",
        "ed25519-3des-cbc",
        "ed25519-aes128-gcm@openssh.com",
        "ed25519-aes256-gcm@openssh.com",
        "ed25519-chacha20-poly1305@openssh.com",
        "rsa-PEM-enc",
        "rsa-PEM-aes192",
        "rsa-PEM-aes256",
        "rsa-PEM-des3",
        "dsa-PEM-enc",
        "ecdsa-PEM-enc",
        "p521-PEM-enc",
        "rsa-PKCS8-enc",
        "rsa-PKCS8-des3",
        "rsa-PKCS8-sha1",
        "rsa-PKCS8-sha512",
        "rsa-PKCS8-pbe-3des",
        "rsa-PKCS8-pbe-md5",
        "dsa-PKCS8-enc",
        "ecdsa-PKCS8-enc",
        "p521-PKCS8-enc",
        "ed25519-enc.v2.ppk",
        "ed25519-enc.v3.ppk",
        "rsa-enc.v3.ppk"
      })
  void readsEncryptedFilesWithTheRightPassphraseOnly(String name) throws Exception {
    byte[] content = file(name);
    Loaded loaded = PrivateKeyFile.read(content, secret("secret")).orThrow();
    assertEquals(pub(name.split("[-.]", 2)[0]), loaded.key().publicKey());
    assertTrue(loaded.encrypted());
    assertEquals(new KeyFileRefusal.PassphraseRequired(), refusal(content, null));
    assertEquals(new KeyFileRefusal.PassphraseRequired(), refusal(content, ""));
    assertEquals(new KeyFileRefusal.WrongPassphrase(), refusal(content, "Secret"));
  }

  @Test
  void readsTheCommentsOfTheFormatsThatHaveThem() throws Exception {
    assertEquals("ed25519@example", PrivateKeyFile.read(file("ed25519"), null).orThrow().comment());
    assertEquals("rsa@example", PrivateKeyFile.read(file("rsa.v3.ppk"), null).orThrow().comment());
  }

  @Test
  void readsAnEd25519KeyOfOpenSsl() throws Exception {
    Loaded loaded = PrivateKeyFile.read(file("ed25519-PKCS8"), null).orThrow();
    assertEquals(KeyType.SSH_ED25519, loaded.key().type());
  }

  @Test
  void showsThePublicHalfWithoutAPassphrase() throws Exception {
    for (String name : List.of("ed25519-aes256-ctr", "ed25519-enc.v3.ppk")) {
      assertEquals(pub("ed25519"), PrivateKeyFile.publicHalf(file(name)));
    }
  }

  @Test
  void writesWhatItReads() throws Exception {
    for (PrivateKey key : Keys.ALL) {
      for (PrivateKeyFormat format :
          List.of(PrivateKeyFormat.OPENSSH, PrivateKeyFormat.PEM, PrivateKeyFormat.PKCS8)) {
        for (String passphrase : List.of("", "a pass phrase")) {
          try (SecretBytes secret = secret(passphrase)) {
            WriteOptions options = new WriteOptions(format, secret, KeyFileCipher.DEFAULT, 1);
            byte[] written = PrivateKeyFile.write(key, "a comment", options);
            Loaded again = PrivateKeyFile.read(written, secret).orThrow();
            assertEquals(key.publicKey(), again.key().publicKey());
            assertEquals(!passphrase.isEmpty(), again.encrypted());
            // The whole private half came back: it signs for the public one.
            again.key().sign(again.key().algorithms().getFirst(), new byte[] {1});
          }
        }
      }
    }
  }

  @Test
  void writesEveryCipher() throws Exception {
    try (SecretBytes secret = secret("x")) {
      for (KeyFileCipher cipher : KeyFileCipher.values()) {
        byte[] written =
            PrivateKeyFile.write(
                Keys.ED25519, "c", new WriteOptions(PrivateKeyFormat.OPENSSH, secret, cipher, 1));
        assertEquals(
            Keys.ED25519.publicKey(),
            PrivateKeyFile.read(written, secret).orThrow().key().publicKey());
        assertEquals(new KeyFileRefusal.WrongPassphrase(), refusal(written, "y"));
      }
    }
  }

  @Test
  void namesWhatItDoesNotSupport() throws Exception {
    assertInstanceOf(
        KeyFileRefusal.UnsupportedType.class, refusal(file("ecdsa-PEM-explicit"), null));
    assertInstanceOf(
        KeyFileRefusal.UnsupportedProtection.class, refusal(file("rsa-PKCS8-scrypt"), "secret"));
    assertEquals(new KeyFileRefusal.PublicKeyOnly(), refusal(file("rsa.pub"), null));
    assertEquals(new KeyFileRefusal.NotAKeyFile(), refusal(new byte[100], null));
    assertEquals(new KeyFileRefusal.NotAKeyFile(), refusal(new byte[0], null));
  }

  /** The two halves of two keys in one file: who signs with it gives its secret away. */
  @Test
  @Tag("C7")
  void aForeignPublicHalfIsRefused() throws Exception {
    Ed25519PrivateKey mixed =
        Ed25519PrivateKey.unchecked(
            SecretBytes.copyOf(((Ed25519PrivateKey) Keys.ED25519).seed().expose()),
            (Ed25519PublicKey) KeyGenerator.ed25519().publicKey());
    byte[] written = PrivateKeyFile.write(mixed, "", WriteOptions.openSsh(null));
    assertEquals(
        new KeyFileRefusal.PublicHalfMismatch(KeyType.SSH_ED25519), refusal(written, null));
    EcdsaPrivateKey ecdsa =
        new EcdsaPrivateKey(
            SecretBytes.copyOf(((EcdsaPrivateKey) Keys.P256).scalar().expose()),
            (EcdsaPublicKey) KeyGenerator.ecdsa(256).publicKey());
    for (PrivateKeyFormat format : List.of(PrivateKeyFormat.OPENSSH, PrivateKeyFormat.PEM)) {
      WriteOptions options = new WriteOptions(format, null, KeyFileCipher.DEFAULT, 1);
      assertEquals(
          new KeyFileRefusal.PublicHalfMismatch(KeyType.ECDSA_SHA2_NISTP256),
          refusal(PrivateKeyFile.write(ecdsa, "", options), null));
    }
  }

  /** The half beside the seed counts too, though the file's own public key is the right one. */
  @Test
  @Tag("C7")
  void aForeignHalfBesideTheSeedIsRefused() throws Exception {
    byte[] honest = PrivateKeyFile.write(Keys.ED25519, "", WriteOptions.openSsh(null));
    Armour armour = Armour.find(honest).orElseThrow();
    byte[] body = armour.body().expose().clone();
    byte[] own = ((Ed25519PublicKey) Keys.ED25519.publicKey()).point().toArray();
    byte[] foreign = ((Ed25519PublicKey) KeyGenerator.ed25519().publicKey()).point().toArray();
    int found = 0;
    for (int i = 0; i + own.length <= body.length; i++) {
      if (java.util.Arrays.equals(body, i, i + own.length, own, 0, own.length) && found++ > 0) {
        System.arraycopy(foreign, 0, body, i, own.length);
      }
    }
    assertEquals(3, found);
    byte[] mixed = new Armour(armour.label(), List.of(), SecretBytes.taking(body)).toFile(70);
    assertEquals(new KeyFileRefusal.PublicHalfMismatch(KeyType.SSH_ED25519), refusal(mixed, null));
  }

  @Test
  @Tag("C7")
  void bcryptRoundsAreCapped() throws Exception {
    Armour armour = Armour.find(file("ed25519-aes256-ctr")).orElseThrow();
    byte[] body = armour.body().expose().clone();
    // magic, "aes256-ctr", "bcrypt", options: string salt(16), then the rounds.
    int rounds = 15 + 4 + 10 + 4 + 6 + 4 + 4 + 16;
    assertArrayEquals(
        new byte[] {0, 0, 0, 2}, java.util.Arrays.copyOfRange(body, rounds, rounds + 4));
    body[rounds] = 0x7f;
    byte[] dear = new Armour(armour.label(), List.of(), SecretBytes.taking(body)).toFile(70);
    assertInstanceOf(KeyFileRefusal.TooCostly.class, refusal(dear, "secret"));
  }

  @Test
  @Tag("C7")
  void aFileAboveTheLimitIsNotRead(@org.junit.jupiter.api.io.TempDir java.nio.file.Path dir)
      throws Exception {
    var big = dir.resolve("big");
    java.nio.file.Files.write(big, new byte[PrivateKeyFile.MAX_FILE + 1]);
    assertInstanceOf(
        KeyFileRefusal.TooCostly.class,
        assertInstanceOf(Refused.class, PrivateKeyFile.read(big, null)).reason());
    assertEquals(
        new KeyFileRefusal.Unreadable("No such file or directory"),
        assertInstanceOf(Refused.class, PrivateKeyFile.read(dir.resolve("none"), null)).reason());
  }

  @Test
  void noSecretIsPrinted() throws Exception {
    Loaded loaded = PrivateKeyFile.read(file("ed25519"), null).orThrow();
    assertEquals("Loaded[ssh-ed25519 OPENSSH]", loaded.toString());
    Bytes seed = Bytes.of(((Ed25519PrivateKey) loaded.key()).seed().expose());
    assertTrue(!loaded.key().toString().contains(seed.toString()));
  }

  /** A link to a device that never ends: the limit holds while it is read, not afterwards. */
  @Test
  @Tag("C7")
  void anEndlessFileIsNotReadToItsEnd() {
    var zero = java.nio.file.Path.of("/dev/zero");
    org.junit.jupiter.api.Assumptions.assumeTrue(java.nio.file.Files.exists(zero));
    assertInstanceOf(
        KeyFileRefusal.TooCostly.class,
        assertInstanceOf(Refused.class, PrivateKeyFile.read(zero, null)).reason());
  }

  @Test
  @Tag("C7")
  void theCostsOfOtherFormatsAreCappedToo() throws Exception {
    String ppk =
        new String(file("ed25519-enc.v3.ppk"), java.nio.charset.StandardCharsets.ISO_8859_1);
    for (String memory : List.of("262145", "2147483647")) {
      String dear = ppk.replaceFirst("Argon2-Memory: [0-9]+", "Argon2-Memory: " + memory);
      assertTrue(!dear.equals(ppk));
      assertInstanceOf(
          KeyFileRefusal.TooCostly.class,
          refusal(dear.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), "secret"));
    }
    Armour armour = Armour.find(file("rsa-PKCS8-enc")).orElseThrow();
    byte[] body = armour.body().expose().clone();
    // The iterations of PBKDF2 follow its salt: INTEGER of two bytes.
    int at = -1;
    for (int i = 0; i + 3 < 100; i++) {
      if (body[i] == 2 && body[i + 1] == 2 && body[i + 2] == 8 && body[i + 3] == 0) {
        at = i;
      }
    }
    assertTrue(at > 0, "no count of 2048");
    byte[] dear = new byte[body.length + 2];
    System.arraycopy(body, 0, dear, 0, at);
    System.arraycopy(new byte[] {2, 4, 0x7f, -1, -1, -1}, 0, dear, at, 6);
    System.arraycopy(body, at + 4, dear, at + 6, body.length - at - 4);
    // Every structure around it is two bytes longer.
    dear[3] = (byte) (dear[3] + 2);
    lengthen(dear, at);
    KeyFileRefusal reason =
        refusal(
            new Armour(armour.label(), List.of(), SecretBytes.taking(dear)).toFile(64), "secret");
    assertInstanceOf(KeyFileRefusal.TooCostly.class, reason);
  }

  /** The short lengths of the sequences that hold this place. */
  private static void lengthen(byte[] der, int place) {
    for (int i = 4; i < place; i++) {
      if (der[i] == 0x30 && der[i + 1] > 0 && i + 2 + der[i + 1] >= place + 4 && place > i) {
        der[i + 1] = (byte) (der[i + 1] + 2);
      }
    }
  }

  /** A power with an exponent of megabits takes minutes, and a file may come from anybody. */
  @Test
  @Tag("C2")
  void aDsaGroupIsCheckedBeforeItIsComputedIn() {
    DsaPublicKey key = (DsaPublicKey) Keys.DSA.publicKey();
    BigInteger q = key.q().shiftLeft(8).setBit(0);
    BigInteger x = q.subtract(BigInteger.ONE);
    // The wrong public value would be found only after it was computed.
    assertThrows(
        MalformedException.class, () -> KeyParts.dsa(key.p(), q, key.g(), BigInteger.TWO, x));
    assertThrows(
        MalformedException.class,
        () -> KeyParts.dsa(key.p(), key.q(), key.g().add(key.p()), BigInteger.TWO, BigInteger.TWO));
  }

  /** Room is made for each block, not for all that is left, which would be the square of it. */
  @Test
  @Tag("C7")
  void manyBlocksCostWhatTheirBytesCost() throws Exception {
    byte[] content =
        "-----BEGIN X-----\nAAAA\n-----END X-----\n"
            .repeat(5000)
            .getBytes(StandardCharsets.US_ASCII);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertTrue(Armour.find(content, "X").isEmpty());
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 100L * content.length, () -> "allocated " + allocated);
  }

  /** Dashes inside a line are no END line, and the room of the block counts them. */
  @Test
  void dashesInsideALineDoNotEndABlock() throws Exception {
    String odd = "-----BEGIN PUBLIC KEY-----\nAAAA-----END\n-----\n-----END PUBLIC KEY-----\n";
    assertEquals(
        new KeyFileRefusal.Damaged("the body is not base64"),
        assertThrows(
                KeyFileException.class, () -> Armour.find(odd.getBytes(StandardCharsets.US_ASCII)))
            .reason());
  }

  /** What a writer held is gone once it was taken, and when the writer outgrew its array. */
  @Test
  @Tag("C7")
  void writersKeepNoCopies() {
    DerWriter der = new DerWriter().integer(BigInteger.TEN);
    assertArrayEquals(new byte[] {2, 1, 10}, der.toArray());
    assertEquals(0, der.toArray().length);
    WireWriter wire = new WireWriter(4).writeUint32(0x01020304);
    byte[] outgrown = wire.array();
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, wire.writeByte(5).toArray());
    assertArrayEquals(new byte[4], outgrown);
  }

  @Test
  @Tag("C7")
  void aChangedTagIsNoKey() throws Exception {
    for (String name :
        List.of("ed25519-chacha20-poly1305@openssh.com", "ed25519-aes256-gcm@openssh.com")) {
      Armour armour = Armour.find(file(name)).orElseThrow();
      byte[] body = armour.body().expose().clone();
      body[body.length - 1] ^= 1;
      byte[] changed = new Armour(armour.label(), List.of(), SecretBytes.taking(body)).toFile(70);
      assertEquals(new KeyFileRefusal.WrongPassphrase(), refusal(changed, "secret"));
    }
  }
}
