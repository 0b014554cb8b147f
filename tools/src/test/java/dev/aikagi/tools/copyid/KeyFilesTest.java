package dev.aikagi.tools.copyid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.tools.Fatal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {
  static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDRwR9tjwbf3l9Rjew41g+fhf3wposwhztvDWe3nnfte";
  static final String OTHER =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAbwQFnzYZD4j5sVkrlcDcHSV7L4/m6D7AsrHI8Yl0rK";

  @TempDir Path folder;

  private List<InstallKey> read(String content, boolean privateToo) throws Exception {
    Files.writeString(folder.resolve("id.pub"), content);
    return KeyFiles.read(folder.resolve("id").toString(), privateToo);
  }

  private static List<String> lines(List<InstallKey> keys) {
    return keys.stream().map(InstallKey::line).toList();
  }

  @Test
  void everyLineIsAKey() throws Exception {
    List<InstallKey> keys = read("# mine\n" + KEY + " a b\n\n" + OTHER, false);
    assertEquals(List.of(KEY + " a b", OTHER), lines(keys));
    assertEquals(folder.resolve("id") + " (a b)", keys.getFirst().name());
    assertEquals(folder.resolve("id") + "", read(KEY, false).getFirst().name());
  }

  /** What ends a line for some reader would begin another one, with options of its own. */
  @Test
  @Tag("E3")
  void aCommentHasNoControlCharacter() throws Exception {
    assertEquals(
        List.of(KEY + " acommand=\"x\" b"),
        lines(read(KEY + " a\rcommand=\"x\"\u2028 b\u0000\u001b\u0085\n", false)));
  }

  @ParameterizedTest
  @Tag("C7")
  @ValueSource(
      strings = {
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\n",
        "-----BEGIN RSA PRIVATE KEY-----\nMII=\n-----END RSA PRIVATE KEY-----\n",
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n",
        KEY + " c\n-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n",
      })
  void aPrivateKeyIsRefused(String content) {
    Fatal e = assertThrows(Fatal.class, () -> read(content, false));
    assertEquals(1, e.status());
    assertTrue(e.text().contains("is a private key, which must never leave its place"), e.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\n",
        "ssh-ed25519 AAAA\n",
        "ssh-ed25519\n",
        "command=\"x\" " + KEY,
        KEY + "\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ\n",
      })
  @Tag("C7")
  void whatIsNoPublicKeyIsRefusedAsAWhole(String content) {
    Fatal e = assertThrows(Fatal.class, () -> read(content, false));
    assertTrue(e.text().contains("is not a public key file (line "), e.text());
  }

  @Test
  void thePrivateHalfMustBeThereUnlessForced() throws Exception {
    Fatal e = assertThrows(Fatal.class, () -> read(KEY, true));
    assertTrue(
        e.text().startsWith("failed to open ID file '" + folder.resolve("id") + "': No such file"),
        e.text());
    assertTrue(e.text().endsWith("anyway, look at the -f option)"), e.text());
    Files.writeString(folder.resolve("id"), "x");
    assertEquals(List.of(KEY), lines(read(KEY, true)));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Fatal e = assertThrows(Fatal.class, () -> KeyFiles.read(folder + "/none", false));
    assertEquals(
        "failed to open ID file '" + folder + "/none.pub': No such file or directory", e.text());
  }

  @Test
  void otherPublicFormsBecomeLines() throws Exception {
    String base64 = KEY.substring(KEY.indexOf(' ') + 1);
    String rfc4716 =
        "---- BEGIN SSH2 PUBLIC KEY ----\nComment: \"c\"\n"
            + base64
            + "\n---- END SSH2 PUBLIC KEY ----\n";
    assertEquals(List.of(KEY + " c"), lines(read(rfc4716, false)));
  }
}
