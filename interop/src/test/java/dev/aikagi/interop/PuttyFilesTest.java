package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PuTTY's pscp and psftp with our server. */
@Timeout(120)
class PuttyFilesTest {
  @TempDir Path folder;
  private Copies copies;
  private Path from;
  private String host;

  @BeforeEach
  void makeFiles() throws Exception {
    folder = folder.toRealPath();
    copies = Copies.make(folder);
    host = System.getProperty("user.name") + "@127.0.0.1";
    from = Files.createDirectory(folder.resolve("from"));
    // 0644 and 0755 for all: PuTTY's programs carry no modes.
    Copies.shell(
        """
        umask 022; cd "$1" && mkdir -p sub/deep none
        head -c 3000001 /dev/urandom > sub/big
        : > empty; echo blank > 'b c'; echo x > 合鍵; echo z > sub/deep/z
        find . -exec touch -d @1577934245 {} +
        """,
        from);
  }

  private Command putty(String program, Daemon server) throws Exception {
    return Command.of(Peer.required(program))
        .and(copies.putty(server).toArray(String[]::new))
        .environment("HOME", folder.toString())
        .environment("LC_ALL", "C.UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-scp", "-sftp"})
  void pscpCopiesFoldersBothWays(String mode) throws Exception {
    // By SFTP it makes no folder of another name than the source's.
    Path into = Files.createDirectory(folder.resolve("into"));
    Path there = into.resolve("from");
    Path back = Files.createDirectory(folder.resolve("back"));
    try (Daemon server = copies.server(Peer.ours("sshd"))) {
      putty("pscp", server)
          .and(mode, "-q", "-p", "-r", from.toString(), host + ":" + into)
          .run()
          .expectSuccess();
      assertEquals(Copies.contents(from), Copies.contents(there));
      putty("pscp", server)
          .and(mode, "-q", "-p", "-r", host + ":" + there, back.toString())
          .run()
          .expectSuccess();
      assertEquals(Copies.contents(from), Copies.contents(back.resolve("from")));
      assertEquals(
          Files.getLastModifiedTime(from.resolve("sub/big")),
          Files.getLastModifiedTime(there.resolve("sub/big")));
      assertEquals(
          Files.getLastModifiedTime(from.resolve("sub/big")),
          Files.getLastModifiedTime(back.resolve("from/sub/big")));
      String listed =
          putty("pscp", server).and(mode, "-ls", host + ":" + from).run().expectSuccess();
      assertTrue(listed.contains("b c") && listed.contains("sub"), listed);
      Command.Outcome missing =
          putty("pscp", server).and(mode, "-q", host + ":" + from + "/nope", "x").run();
      assertEquals(1, missing.status(), missing.toString());
    }
  }

  @Test
  void psftpDoesAllItsWork() throws Exception {
    Path there = Files.createDirectory(folder.resolve("there"));
    Path local = Files.createDirectory(folder.resolve("local"));
    byte[] big = Files.readAllBytes(from.resolve("sub/big"));
    Files.write(local.resolve("cut"), Arrays.copyOf(big, 1_234_567));
    Files.write(there.resolve("cut"), Arrays.copyOf(big, 765_432));
    try (Daemon server = copies.server(Peer.ours("sshd"))) {
      String text =
          putty("psftp", server)
              .and("-b")
              .and(
                  copies
                      .batch(
                          "cd " + there,
                          "lcd " + local,
                          "put -r " + from + " tree",
                          "get -r tree tree",
                          "reget tree/sub/big cut",
                          "reput " + from.resolve("sub/big") + " cut",
                          "put " + from.resolve("empty") + " one",
                          "ren one two",
                          "mkdir moved",
                          "mv two moved",
                          "chmod 604 moved/two",
                          "cd tree",
                          "mget *c sub/big",
                          "cd ..",
                          "mput " + local + "/b*",
                          "put " + from.resolve("empty") + " gone",
                          "del gone",
                          "mkdir empty",
                          "rmdir empty",
                          "pwd",
                          "dir")
                      .toString(),
                  host)
              .run()
              .expectSuccess();
      assertTrue(text.contains(there.toString()), text);
      assertTrue(text.contains(" moved"), text);
    }
    assertEquals(Copies.contents(from), Copies.contents(there.resolve("tree")));
    assertEquals(Copies.contents(from), Copies.contents(local.resolve("tree")));
    assertEquals(-1, Files.mismatch(from.resolve("sub/big"), local.resolve("cut")));
    assertEquals(-1, Files.mismatch(from.resolve("sub/big"), there.resolve("cut")));
    assertEquals(-1, Files.mismatch(from.resolve("sub/big"), local.resolve("big")));
    assertEquals("blank\n", Files.readString(local.resolve("b c")));
    assertEquals("blank\n", Files.readString(there.resolve("b c")));
    assertEquals(0100604, Files.getAttribute(there.resolve("moved/two"), "unix:mode"));
    assertFalse(Files.exists(there.resolve("gone")));
    assertFalse(Files.exists(there.resolve("empty")));
  }
}
