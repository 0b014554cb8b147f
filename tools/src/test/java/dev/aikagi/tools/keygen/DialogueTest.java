package dev.aikagi.tools.keygen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.key.Randomart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DialogueTest {
  @TempDir Path home;

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private PublicKeyFile.Entry key(String name) throws IOException {
    return PublicKeyFile.read(Files.readAllBytes(home.resolve(name)));
  }

  @Test
  void theTutorialWordForWord() throws Exception {
    Session session =
        new Session(home)
            .types("\n")
            .whispers("pass phrase", "other", "pass phrase", "pass phrase")
            .run("-t", "rsa", "-b", "2048", "-E", "md5");
    var key = key(".ssh/id_rsa.pub").key();
    assertEquals(
        """
        Generating public/private rsa key pair.
        Enter file in which to save the key (%1$s/.ssh/id_rsa): Created directory '%1$s/.ssh'.
        Enter passphrase (empty for no passphrase):\s
        Enter same passphrase again:\s
        Passphrases do not match.  Try again.
        Enter passphrase (empty for no passphrase):\s
        Enter same passphrase again:\s
        Your identification has been saved in %1$s/.ssh/id_rsa
        Your public key has been saved in %1$s/.ssh/id_rsa.pub
        The key fingerprint is:
        %2$s hoge@example
        The key's randomart image is:
        %3$s
        """
            .formatted(
                home,
                Fingerprint.of(key, FingerprintHash.MD5),
                Randomart.of(key, FingerprintHash.MD5)),
        session.said());
    assertEquals(0, session.code());
    assertEquals(2048, key.bits());
  }

  @Test
  @Tag("C7")
  void filesAndFolderHaveTheirModes() throws Exception {
    assertEquals(0, new Session(home).types("\n").run("-q", "-N", "").code());
    assertEquals("rwx------", mode(home.resolve(".ssh")));
    assertEquals("rw-------", mode(home.resolve(".ssh/id_ed25519")));
    assertEquals("rw-r--r--", mode(home.resolve(".ssh/id_ed25519.pub")));
    assertEquals("hoge@example", key(".ssh/id_ed25519.pub").comment());
  }

  @Test
  void nothingIsLostBeforeTheOverwriteQuestionIsAnswered() throws Exception {
    Path file = home.resolve("id");
    Files.write(file, new byte[] {1});
    for (String answer : new String[] {"", "n\n", "\n"}) {
      Session session = new Session(home).types(answer).run("-N", "", "-f", file.toString());
      assertEquals(1, session.code());
      assertEquals(
          "Generating public/private ed25519 key pair.\n"
              + file
              + " already exists.\nOverwrite (y/n)? ",
          session.said());
      assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
      assertFalse(Files.exists(home.resolve("id.pub")));
    }
    Session yes = new Session(home).types("y\n").run("-q", "-N", "", "-f", file.toString());
    assertEquals(0, yes.code());
    assertTrue(Files.size(file) > 100);
  }

  @Test
  void dsaComesWithAWarning() {
    String file = home.resolve("id_dsa").toString();
    Session session = new Session(home).run("-q", "-t", "dsa", "-N", "", "-f", file);
    assertEquals(0, session.code());
    assertTrue(session.said().startsWith("WARNING: DSA keys are insecure"), session.said());
  }

  @Test
  void unknownOptionsAndTypesFail() {
    Session option = new Session(home).run("-G");
    assertEquals(1, option.code());
    assertTrue(option.said().startsWith("unknown option -- G\nusage: ssh-keygen [-q] [-a rounds]"));
    Session type = new Session(home).run("-t", "foo");
    assertEquals(255, type.code());
    assertEquals("unknown key type foo\n", type.said());
  }

  @Test
  void jobsThatAreNotThereYetSaySo() {
    for (String[] words : new String[][] {{"-D", "lib"}}) {
      Session session = new Session(home).run(words);
      assertEquals(255, session.code(), words[0]);
      assertTrue(session.said().endsWith("not part of Aikagi's ssh-keygen yet\n"), session.said());
    }
  }

  @Test
  void thePassphraseChanges() throws Exception {
    String file = home.resolve("id").toString();
    new Session(home).run("-q", "-a", "1", "-N", "first", "-C", "my comment", "-f", file);
    Session change =
        new Session(home).whispers("first", "second", "second").run("-p", "-a", "1", "-f", file);
    assertEquals(
        """
        Enter old passphrase:\s
        Key has comment 'my comment'
        Enter new passphrase (empty for no passphrase):\s
        Enter same passphrase again:\s
        Your identification has been saved with the new passphrase.
        """,
        change.said());
    Session wrong = new Session(home).whispers("first").run("-y", "-f", file);
    assertEquals(255, wrong.code());
    Session right = new Session(home).whispers("second").run("-y", "-f", file);
    assertEquals("Enter passphrase: \n" + key("id.pub").line() + "\n", right.said());
  }

  @Test
  void aKeyThatOthersMayReadIsNotUsed() throws Exception {
    Path file = home.resolve("id");
    new Session(home).run("-q", "-N", "", "-f", file.toString());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Session session = new Session(home).run("-y", "-f", file.toString());
    assertEquals(255, session.code());
    assertEquals(
        """
        @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
        @         WARNING: UNPROTECTED PRIVATE KEY FILE!          @
        @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
        Permissions 0640 for '%1$s' are too open.
        It is required that your private key files are NOT accessible by others.
        This private key will be ignored.
        Load key "%1$s": bad permissions
        """
            .formatted(file),
        session.said());
  }

  @Test
  void hostKeysAreMadeWhereTheyAreMissing() throws Exception {
    Path etc = Files.createDirectories(home.resolve("etc/ssh"));
    Files.write(etc.resolve("ssh_host_rsa_key"), new byte[] {1});
    Session session = new Session(home).run("-A", "-f", home.toString());
    assertEquals("ssh-keygen: generating new host keys: ECDSA ED25519 \n", session.said());
    assertEquals("rw-------", mode(etc.resolve("ssh_host_ed25519_key")));
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(etc.resolve("ssh_host_rsa_key")));
    assertEquals("", new Session(home).run("-A", "-f", home.toString()).said());
  }
}
