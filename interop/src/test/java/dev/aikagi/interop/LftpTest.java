package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** lftp, which speaks SFTP by itself and mirrors folders, over either ssh and with our servers. */
@Timeout(120)
class LftpTest {
  @TempDir Path folder;
  private Copies copies;
  private Path from;

  @BeforeEach
  void makeFiles() throws Exception {
    folder = folder.toRealPath();
    copies = Copies.make(folder);
    from = Files.createDirectory(folder.resolve("from"));
    Copies.shell(
        """
        cd "$1" && mkdir -p sub/deep none
        head -c 3000001 /dev/urandom > sub/big
        : > empty; echo blank > 'b c'; echo quote > "d'e"; echo x > 合鍵; echo z > sub/deep/z
        ln -s ../empty sub/link; chmod 640 'b c'; chmod 750 sub/deep
        find . -exec touch -hd @1577934245 {} +
        """,
        from);
  }

  private Command.Outcome lftp(String ssh, Daemon server, String... commands) throws Exception {
    String connect = ssh + " -a -x " + String.join(" ", copies.options(server));
    List<String> settings =
        List.of(
            "set cmd:fail-exit true",
            "set net:max-retries 1",
            "set net:timeout 60",
            "set mirror:set-permissions true",
            "set sftp:connect-program \"" + connect + "\"",
            "open sftp://" + System.getProperty("user.name") + ":@127.0.0.1:" + server.port());
    String script = String.join("; ", settings) + "; " + String.join("; ", commands);
    return Command.of(Peer.required("lftp"), "-c", script)
        .environment("LFTP_HOME", folder.resolve("lftp").toString())
        .environment("HOME", folder.toString())
        .environment("LC_ALL", "C.UTF-8")
        .run();
  }

  @ParameterizedTest
  @CsvSource({"theirs,internal-sftp", "theirs,sftp-server", "ours,internal-sftp"})
  void doesAllItsWork(String whose, String subsystem) throws Exception {
    String ssh = whose.equals("ours") ? Peer.ours("ssh") : Peer.required("ssh");
    boolean own = subsystem.equals("sftp-server");
    Path there = folder.resolve("there");
    Path back = folder.resolve("back");
    Path cut = folder.resolve("cut");
    Path there2 = Files.createDirectory(folder.resolve("there2"));
    byte[] big = Files.readAllBytes(from.resolve("sub/big"));
    Files.write(cut, java.util.Arrays.copyOf(big, 1_234_567));
    Files.write(there2.resolve("cut"), java.util.Arrays.copyOf(big, 765_432));
    Files.writeString(there2.resolve("old"), "old");
    try (Daemon server =
        copies.server(Peer.ours("sshd"), own ? Peer.ours("sftp-server") : subsystem)) {
      lftp(ssh, server, "mirror -R --no-umask " + from + " " + there).expectSuccess();
      assertEquals(Copies.tree(from), Copies.tree(there));
      lftp(ssh, server, "mirror --no-umask " + there + " " + back).expectSuccess();
      assertEquals(Copies.tree(from), Copies.tree(back));
      String listed =
          lftp(
                  ssh,
                  server,
                  "lcd " + folder,
                  "cd " + there2,
                  "put from/sub/big -o big",
                  "get -c " + there + "/sub/big -o cut",
                  "put -c from/sub/big -o cut",
                  "mv old new",
                  "chmod 604 new",
                  "mkdir -p made/deep",
                  "put from/empty -o made/deep/f",
                  "cls -1",
                  "ls -l made",
                  "rm -r made",
                  "rm big")
              .expectSuccess();
      assertTrue(listed.startsWith("big\ncut\nmade/\nnew\n"), listed);
      assertTrue(listed.contains(" deep\n"), listed);
    }
    assertEquals(-1, Files.mismatch(from.resolve("sub/big"), cut));
    assertEquals(-1, Files.mismatch(from.resolve("sub/big"), there2.resolve("cut")));
    assertEquals(0100604, Files.getAttribute(there2.resolve("new"), "unix:mode"));
    assertFalse(Files.exists(there2.resolve("made")));
    assertFalse(Files.exists(there2.resolve("big")));
  }

  /** What the server refuses is said, and is lftp's failure. */
  @ParameterizedTest
  @CsvSource({"internal-sftp"})
  void whatIsRefusedIsSaid(String subsystem) throws Exception {
    try (Daemon server = copies.server(Peer.ours("sshd"), subsystem)) {
      Command.Outcome outcome =
          lftp(Peer.required("ssh"), server, "cd " + folder, "get nope -o got");
      assertEquals(1, outcome.status(), outcome.toString());
      assertTrue(outcome.errors().contains("No such file"), outcome.errors());
      assertFalse(Files.exists(folder.resolve("got")));
    }
  }
}
