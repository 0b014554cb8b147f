package dev.aikagi.tools.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationJobTest {
  @TempDir Path home;
  private String ca = "";
  private String key = "";
  private String list = "";

  @BeforeEach
  void keys() {
    ca = home.resolve("ca").toString();
    key = home.resolve("key").toString();
    list = home.resolve("list").toString();
    run("-q", "-N", "", "-C", "the ca", "-f", ca);
    run("-q", "-N", "", "-C", "my key", "-f", key);
    run("-q", "-s", ca, "-I", "an id", "-z", "9", key);
  }

  private Session run(String... words) {
    return new Session(home).run(words);
  }

  private Session revoke(String lines, String... more) {
    String[] words = new String[more.length + 4];
    System.arraycopy(new String[] {"-k", "-f", list}, 0, words, 0, 3);
    System.arraycopy(more, 0, words, 3, more.length);
    words[words.length - 1] = "-";
    return new Session(home).types(lines).run(words);
  }

  @Test
  void aListIsMadeAskedAndShown() {
    Session made = revoke("serial: 1-9\nid: other\n", "-s", ca, "-z", "3", "-C", "a comment");
    assertEquals("Revoking from (standard input)\n", made.said());
    Session asked = run("-Q", "-f", list, key, key + "-cert.pub");
    assertEquals(key + " (my key): ok\n" + key + "-cert.pub (my key): REVOKED\n", asked.said());
    assertEquals(1, asked.code());
    assertEquals(0, run("-Q", "-f", list, key).code());
    String authority = run("-l", "-f", ca).said().split(" ", 3)[1];
    assertEquals(
        """
        # KRL version 3
        # Generated at 20261127T171046
        # Comment: a comment


        # CA key ssh-ed25519 %s
        serial: 1-9
        id: other
        """
            .formatted(authority),
        run("-Q", "-l", "-f", list).said());
  }

  @Test
  void anUpdateAdds() throws Exception {
    revoke("serial: 9\n", "-s", ca, "-z", "3", "-C", "a comment");
    Files.writeString(home.resolve("spec"), Files.readString(Path.of(ca + ".pub")));
    run("-q", "-k", "-u", "-f", list, "-z", "4", home.resolve("spec").toString());
    String shown = run("-Q", "-l", "-f", list).said();
    assertTrue(shown.startsWith("# KRL version 4\n"), shown);
    assertTrue(shown.contains("# Comment: a comment\n") && shown.contains("serial: 9\n"), shown);
    assertEquals(1, run("-Q", "-f", list, ca).code());
  }

  /** One list may be added to another, which OpenSSH does not do. */
  @Test
  void aListIsASpecToo() {
    revoke("serial: 9\n", "-s", ca);
    String all = home.resolve("all").toString();
    assertEquals("Revoking from " + list + "\n", run("-k", "-f", all, list).said());
    assertEquals(1, run("-Q", "-f", all, key + "-cert.pub").code());
  }

  /** A list that nothing is revoked by would look like one that works. */
  @Test
  @Tag("C6")
  void aCertificateIsNoAuthority() {
    Session session = revoke("serial: 9\n", "-s", key + "-cert.pub");
    assertEquals(
        "Cannot load CA public key " + key + "-cert.pub: it is a certificate\n", session.said());
    assertEquals(255, session.code());
    assertFalse(Files.exists(Path.of(list)));
  }

  @Test
  @Tag("C6")
  void aFaultyLineLeavesTheOldList() throws Exception {
    revoke("serial: 9\n", "-s", ca);
    byte[] before = Files.readAllBytes(Path.of(list));
    Session session = revoke("id: x\nserial: y\n", "-u", "-s", ca);
    assertTrue(
        session.said().endsWith("(standard input):2: invalid serial \"y\"\n"), session.said());
    assertEquals(255, session.code());
    org.junit.jupiter.api.Assertions.assertArrayEquals(before, Files.readAllBytes(Path.of(list)));
  }

  @Test
  void textsOfAListAreShownHarmlessly() {
    revoke("id: a\u001b[2J\n", "-s", "none", "-C", "b\u001bc");
    String shown = run("-Q", "-l", "-f", list).said();
    assertTrue(shown.contains("id: a\\033[2J\n") && shown.contains("b\\033c"), shown);
  }
}
