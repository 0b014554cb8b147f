package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.wire.WireReader;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every truncation and changes of every byte, of files as they stand and of what is inside their
 * armour: whatever comes, the answer is a key or a refusal. An exception that is none of the
 * package's own fails the test, and so does a hang by its time.
 */
class MutationTest {
  private static void attempt(byte[] content) {
    if (PrivateKeyFile.read(content, null) instanceof PrivateKeyFile.Loaded loaded) {
      loaded.key().close();
    }
    try {
      assertNotNull(PrivateKeyFile.publicHalf(content));
    } catch (KeyFileException e) {
      assertNotNull(e.reason());
    }
    try {
      assertNotNull(PublicKeyFile.read(content));
    } catch (KeyFileException e) {
      assertNotNull(e.reason());
    }
  }

  private interface Parser {
    void parse(byte[] content);
  }

  private static void mutate(byte[] content, int step, Parser parser) {
    for (int i = 0; i < content.length; i += step) {
      parser.parse(Arrays.copyOf(content, i));
      for (int change : new int[] {0x01, 0x80, 0xff}) {
        byte[] changed = content.clone();
        changed[i] ^= (byte) change;
        parser.parse(changed);
      }
    }
    parser.parse(Arrays.copyOf(content, content.length + 1));
  }

  @ParameterizedTest
  @Tag("C7")
  @ValueSource(
      strings = {
        "ed25519",
        "ed25519-aes256-ctr",
        "ed25519-chacha20-poly1305@openssh.com",
        "ed25519-PKCS8",
        "ed25519.v3.ppk",
        "ed25519-enc.v3.ppk",
        "ed25519-enc.v2.ppk",
        "ecdsa-PEM",
        "ecdsa-PEM-explicit",
        "rsa-PEM-enc",
        "rsa-PKCS8-enc",
        "dsa-PKCS8",
        "ed25519.pub",
        "rsa.pub"
      })
  void filesAsTheyStand(String name) throws Exception {
    byte[] content = PrivateKeyFileTest.file(name);
    mutate(content, 1 + content.length / 400, MutationTest::attempt);
  }

  @ParameterizedTest
  @Tag("C7")
  @ValueSource(
      strings = {"ed25519", "ecdsa", "rsa", "dsa", "ecdsa-PEM", "rsa-PEM", "dsa-PEM", "rsa-PKCS8"})
  void bodiesInsideTheirArmour(String name) throws Exception {
    Armour armour = Armour.find(PrivateKeyFileTest.file(name)).orElseThrow();
    byte[] body = armour.body().expose();
    mutate(
        body,
        1 + body.length / 300,
        changed ->
            attempt(
                new Armour(armour.label(), armour.headers(), SecretBytes.taking(changed))
                    .toFile(Armour.PEM_WIDTH)));
  }

  /** With the right passphrase: the parameters of the encryption, and what it encrypts. */
  @Test
  @Tag("C7")
  void encryptedStructures() throws Exception {
    for (String name : List.of("rsa-PKCS8-pbe-3des", "rsa-PKCS8-des3")) {
      byte[] body = Armour.find(PrivateKeyFileTest.file(name)).orElseThrow().body().expose();
      // The structure around the ciphertext; changed counts stay below the limit or are refused.
      for (int i = 0; i < 40; i++) {
        byte[] changed = body.clone();
        changed[i] ^= 1;
        byte[] file =
            new Armour(Pkcs8.ENCRYPTED_LABEL, List.of(), SecretBytes.taking(changed)).toFile(64);
        try (SecretBytes secret = SecretBytes.copyOf(new byte[] {'x'})) {
          assertNotNull(PrivateKeyFile.read(file, secret));
        }
      }
    }
  }

  @Test
  @Tag("C2")
  void publicBlobs() {
    for (PrivateKey key : Keys.ALL) {
      byte[] blob = key.publicKey().blob().toArray();
      mutate(
          blob,
          1 + blob.length / 150,
          changed -> {
            try {
              assertNotNull(PublicKey.parse(Bytes.of(changed)));
            } catch (MalformedException e) {
              assertNotNull(e.getMessage());
            }
          });
    }
  }

  /** Fields as an agent or a file of version 1 holds them, after decryption. */
  @Test
  @Tag("C7")
  void privateFields() {
    for (PrivateKey key : List.of(Keys.ED25519, Keys.P256, Keys.RSA, Keys.DSA)) {
      var out = new dev.aikagi.wire.WireWriter();
      PrivateFields.write(out, key);
      byte[] fields = out.toArray();
      mutate(
          fields,
          1 + fields.length / 200,
          changed -> {
            try (PrivateKey read = PrivateFields.read(new WireReader(changed))) {
              assertNotNull(read);
            } catch (MalformedException | KeyFileException e) {
              assertNotNull(e.getMessage());
            }
          });
    }
  }
}
