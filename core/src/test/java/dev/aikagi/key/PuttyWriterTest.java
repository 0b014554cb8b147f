package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.SecretBytes;
import dev.aikagi.key.PrivateKeyFile.WriteOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PuttyWriterTest {
  private static final List<PrivateKey> KEYS =
      List.of(
          KeyGenerator.ed25519(),
          KeyGenerator.ecdsa(256),
          KeyGenerator.ecdsa(384),
          KeyGenerator.ecdsa(521),
          KeyGenerator.rsa(2048),
          KeyGenerator.dsa());

  private static @Nullable SecretBytes secret(String text) {
    return text.isEmpty() ? null : SecretBytes.taking(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] write(
      PrivateKey key, String comment, PrivateKeyFormat format, String passphrase) throws Exception {
    return PrivateKeyFile.write(
        key, comment, new WriteOptions(format, secret(passphrase), KeyFileCipher.DEFAULT, 2));
  }

  @ParameterizedTest
  @EnumSource(names = {"PPK", "PPK2"})
  void whatIsWrittenIsRead(PrivateKeyFormat format) throws Exception {
    for (PrivateKey key : KEYS) {
      for (String passphrase : List.of("", "open sesame", "鍵")) {
        byte[] file = write(key, "me @ 家", format, passphrase);
        var loaded = PrivateKeyFile.read(file, secret(passphrase)).orThrow();
        assertEquals(key.publicKey(), loaded.key().publicKey());
        assertEquals("me @ 家", loaded.comment());
        assertEquals(format, loaded.format());
        assertEquals(!passphrase.isEmpty(), loaded.encrypted());
        var data = "signed".getBytes(StandardCharsets.UTF_8);
        SignatureAlgorithm algorithm =
            SignatureAlgorithm.SUPPORTED.stream()
                .filter(a -> a.keyType() == key.type())
                .findFirst()
                .orElseThrow();
        assertTrue(
            key.publicKey().verify(algorithm, data, loaded.key().sign(algorithm, data)),
            () -> key.type() + " signs as before");
        loaded.key().close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PPK", "PPK2"})
  void anotherPassphraseDoesNotOpenIt(PrivateKeyFormat format) throws Exception {
    byte[] file = write(KEYS.getFirst(), "", format, "right");
    var refused =
        assertInstanceOf(PrivateKeyFile.Refused.class, PrivateKeyFile.read(file, secret("wrong")));
    assertInstanceOf(KeyFileRefusal.WrongPassphrase.class, refused.reason());
    assertInstanceOf(
        KeyFileRefusal.PassphraseRequired.class,
        assertInstanceOf(PrivateKeyFile.Refused.class, PrivateKeyFile.read(file, null)).reason());
  }

  /** A comment that could add fields would choose its own public key or encryption. */
  @Tag("C7")
  @Test
  void aCommentAddsNoLine() throws Exception {
    byte[] file = write(KEYS.getFirst(), "a\nPublic-Lines: 0\r\nb", PrivateKeyFormat.PPK, "");
    var loaded = PrivateKeyFile.read(file, null).orThrow();
    assertEquals("a Public-Lines: 0  b", loaded.comment());
    assertEquals(KEYS.getFirst().publicKey(), loaded.key().publicKey());
  }

  /** Two files of one key and passphrase have nothing secret in common. */
  @Test
  void everyFileHasItsOwnSalt() throws Exception {
    String one =
        new String(
            write(KEYS.getFirst(), "", PrivateKeyFormat.PPK, "x"), StandardCharsets.US_ASCII);
    String two =
        new String(
            write(KEYS.getFirst(), "", PrivateKeyFormat.PPK, "x"), StandardCharsets.US_ASCII);
    assertNotEquals(field(one, "Argon2-Salt"), field(two, "Argon2-Salt"));
    assertNotEquals(field(one, "Private-MAC"), field(two, "Private-MAC"));
    assertEquals("Argon2id", field(one, "Key-Derivation"));
    assertEquals("8192", field(one, "Argon2-Memory"));
  }

  @Test
  void onlyAClearFileShowsTheKey() throws Exception {
    byte[] clear = write(KEYS.getFirst(), "", PrivateKeyFormat.PPK, "");
    byte[] sealed = write(KEYS.getFirst(), "", PrivateKeyFormat.PPK, "x");
    String body = field(new String(clear, StandardCharsets.US_ASCII), "Private-Lines: 1\n");
    assertFalse(new String(sealed, StandardCharsets.US_ASCII).contains(body));
  }

  private static String field(String file, String name) {
    int start = file.indexOf(name) + name.length();
    int from = file.startsWith(": ", start) ? start + 2 : start;
    return file.substring(from, file.indexOf('\n', from));
  }
}
