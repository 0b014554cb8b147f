package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** scp by both protocols, ours and OpenSSH's at either end. */
@Timeout(120)
class ScpTest {
  /** Modes, times and contents of all that is in a folder, whatever the names are. */
  private static final String LISTING =
      "cd \"$1\" && find . -mindepth 1 -printf '%P %y %m %Ts\\n' | LC_ALL=C sort | od -c"
          + " && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 cat | sha256sum";

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
        : > empty; echo blank > 'b c'; echo star > 's*r'; echo x > 合鍵
        printf bad > "$(printf 'bad\\377')"; printf z > sub/deep/z
        chmod 640 'b c'; chmod 500 sub/deep; chmod 444 empty
        find . -exec touch -d @1577934245 {} +
        """,
        from);
  }

  private void thereAndBack(String program, Daemon server, String name, String... flags)
      throws Exception {
    Path there = folder.resolve(name + ".there");
    Path back = folder.resolve(name + ".back");
    copies
        .scp(program, server, flags)
        .and("-rp", from.toString(), "127.0.0.1:" + there)
        .run()
        .expectSuccess();
    copies
        .scp(program, server, flags)
        .and("-r", "-p", "127.0.0.1:" + there, back.toString())
        .run()
        .expectSuccess();
    String before = Copies.shell(LISTING, from);
    assertEquals(before, Copies.shell(LISTING, there), name);
    assertEquals(before, Copies.shell(LISTING, back), name);
    // Single files, of which the server finds the names.
    Path some = Files.createDirectory(folder.resolve(name + ".some"));
    Command.Outcome outcome =
        copies
            .scp(program, server, flags)
            .and("127.0.0.1:" + from + "/[be]*", "127.0.0.1:" + from + "/nope", some.toString())
            .run();
    assertEquals(1, outcome.status(), outcome.toString());
    assertTrue(outcome.errors().contains("nope: No such file or directory"), outcome.errors());
    assertEquals(
        Copies.shell("cd \"$1\" && cat [be]* | sha256sum", from),
        Copies.shell("cd \"$1\" && cat * | sha256sum", some));
  }

  @Test
  void oursWithOpenSshsServer() throws Exception {
    try (Daemon server = copies.server(Peer.required("sshd"))) {
      thereAndBack(Peer.ours("scp"), server, "sftp");
      thereAndBack(Peer.ours("scp"), server, "old", "-O");
    }
  }

  @Test
  void openSshsAndOursWithOurServer() throws Exception {
    try (Daemon server = copies.server(Peer.ours("sshd"))) {
      thereAndBack(Peer.required("scp"), server, "sftp");
      thereAndBack(Peer.required("scp"), server, "old", "-O");
      thereAndBack(Peer.ours("scp"), server, "both", "-O");
    }
  }

  @Test
  void betweenTwoServersThroughThisMachine() throws Exception {
    try (Daemon theirs = copies.server(Peer.required("sshd"));
        Daemon ours = copies.server(Peer.ours("sshd"))) {
      Path known = folder.resolve("known_hosts");
      Files.writeString(
          known,
          Files.readString(Path.of(copies.keys().knownHosts(theirs.port()).toString()))
              + Files.readString(Path.of(copies.keys().knownHosts(ours.port()).toString())));
      for (String mode : List.of("-s", "-O")) {
        Path there = folder.resolve("across" + mode);
        // The name that is no UTF-8 would be a wrong word for no URI: paths are in folders here.
        Command.of(Peer.ours("scp"), mode, "-rp", "-F", "none")
            .and("-i", copies.keys().identity("ed25519").toString())
            .and("-o", "UserKnownHostsFile=" + known, "-o", "BatchMode=yes")
            .and("scp://127.0.0.1:" + theirs.port() + "/" + from)
            .and("scp://127.0.0.1:" + ours.port() + "/" + there)
            .run()
            .expectSuccess();
        assertEquals(Copies.shell(LISTING, from), Copies.shell(LISTING, there), mode);
      }
    }
  }

  /** A line feed and a byte that is no text, also on the command line, and no locale. */
  @Test
  @Tag("F1")
  void namesAreBytes() throws Exception {
    String script =
        """
        cd "$1" && n="$(printf 'n\\nl\\377')" && printf content > "$n" && mkdir to &&
        LC_ALL=C "$SCP" -D "$SERVER" "$n" h:"$1"/to && LC_ALL=C "$SCP" -D "$SERVER" h:to/"$n" . &&
        LC_ALL=C "$SCP" "$n" copied && LC_ALL=C "$SCP" -D "$SERVER" h:to/'*' back &&
        cat "$n" copied back && ls -1 to | od -c
        """;
    String text =
        Command.of("/bin/sh", "-c", script, "sh", folder.toString())
            .environment("SCP", Peer.ours("scp"))
            .environment("SERVER", Peer.required("sftp-server"))
            .run()
            .expectSuccess();
    assertTrue(text.startsWith("contentcontentcontent"), text);
  }

  /** Messages and statuses beside OpenSSH's, where both have the same to say. */
  @Test
  void saysTheSame() throws Exception {
    Path file = from.resolve("b c");
    List<List<String>> runs =
        List.of(
            List.of("-Z", "a", "b"),
            List.of("a"),
            List.of("-l", "0", "a", "b"),
            List.of("-X", "x=1", "a", "b"),
            List.of("scp://h:99999/x", "y"),
            List.of(file.toString(), file.toString(), "nodir"),
            List.of("-D", "SERVER", "h:" + from + "/nope", "x"),
            List.of("-D", "SERVER", "h:" + from + "/nope*", "x"),
            List.of("-D", "SERVER", "h:" + from + "/sub", "x"),
            List.of("-D", "SERVER", file.toString(), "h:" + from + "/nodir/x"),
            List.of("-D", "SERVER", from.toString(), "h:" + from + "/x"),
            List.of("-D", "SERVER", "h:" + from + "/[be]*", file.toString()),
            List.of("-D", "SERVER", "h:~nosuchuser/x", "x"),
            List.of("-D", "SERVER", "nope", file.toString(), "h:" + folder),
            List.of("-O", "-S", "/nope", "h:x", "y"),
            List.of("-O", "-S", "/nope", file.toString(), "h:x"),
            List.of("-O", "-S", "SSH", "h:" + from + "/nope", "x"),
            List.of("-O", "-S", "SSH", "h:" + from + "/sub", "x"),
            List.of("-O", "-S", "SSH", "nope", file.toString(), "h:" + folder),
            List.of("-O", "-S", "SSH", file.toString(), "h:" + from + "/nodir/x"),
            List.of("-O", "-S", "SSH", "h:'" + from + "/s*r'", "x"),
            List.of("-O", "-S", "SSH", "-r", "h:.", "x"));
    Path ssh = folder.resolve("ssh");
    Files.writeString(ssh, "#!/bin/sh\nfor c; do :; done\ncd /tmp; exec sh -c \"$c\"\n");
    Copies.shell("chmod 755 \"$1\"", ssh);
    Peer.required("scp"); // By its name alone, which it puts before its messages.
    for (List<String> run : runs) {
      Command.Outcome theirs = outcome("scp", ssh, run);
      Command.Outcome ours = outcome(Peer.ours("scp"), ssh, run);
      // Whether OpenSSH's sees that end before or behind its first words is chance.
      boolean chance = run.contains("/nope");
      assertEquals(said(theirs, chance), said(ours, chance), run.toString());
      assertEquals(theirs.status(), ours.status(), run.toString());
    }
  }

  private static String said(Command.Outcome outcome, boolean perhapsLost) {
    return perhapsLost ? said(outcome).replace("lost connection\n", "") : said(outcome);
  }

  private Command.Outcome outcome(String program, Path ssh, List<String> run) throws Exception {
    String[] words =
        run.stream()
            .map(w -> w.equals("SSH") ? ssh.toString() : w)
            .map(w -> w.equals("SERVER") ? serverProgram() : w)
            .toArray(String[]::new);
    return Command.of("/bin/sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh")
        .and(folder.toString(), program)
        .and(words)
        .environment("LC_ALL", "C.UTF-8")
        .run();
  }

  private static String serverProgram() {
    return Peer.required("sftp-server");
  }

  /** Without carriage returns, and without the name before a message of getopt's. */
  private static String said(Command.Outcome outcome) {
    return outcome.errors().replace("\r", "").replace("scp: unknown option", "unknown option");
  }

  /** A path that is no text in the locale is a word for -S too. */
  @Test
  @Tag("F1")
  void pathsForAnotherProgramAreBytes() throws Exception {
    Path ssh = folder.resolve("ssh");
    Files.writeString(
        ssh,
        "#!/bin/sh\nfor c; do :; done\nprintf %s \"$c\" | od -An -c >&2\nhead -c1 >/dev/null\n");
    Copies.shell("chmod 755 \"$1\"", ssh);
    String script = "LC_ALL=C \"$SCP\" -O -S \"$1\" \"$(printf 'h:\\303\\251\\377')\" /dev/null";
    Command.Outcome outcome =
        Command.of("/bin/sh", "-c", script, "sh", ssh.toString())
            .environment("SCP", Peer.ours("scp"))
            .run();
    String said = outcome.errors().replaceAll(" +", " ");
    assertTrue(said.startsWith(" s c p - f 303 251 377\n"), said);
  }

  /** What has no size is written, and not cut. */
  @Test
  void aDeviceIsATarget() throws Exception {
    String file = from.resolve("b c").toString();
    // One of its own: with -p root would change that of all.
    Path device = folder.resolve("null");
    Command mknod = Command.of("mknod", device.toString(), "c", "1", "3");
    Assumptions.assumeTrue(Accounts.isRoot() && mknod.run().status() == 0, "making a device");
    for (List<String> words :
        List.of(List.of("-p", file, "h:" + device), List.of("h:" + file, "g:" + device))) {
      Command.of(Peer.ours("scp"), "-D", Peer.required("sftp-server"))
          .and(words.toArray(String[]::new))
          .run()
          .expectSuccess();
    }
  }

  /** -R: what the scp there says comes out here, of each of them. */
  @Test
  void directCopiesShareTheOutput() throws Exception {
    Path ssh = folder.resolve("ssh");
    Files.writeString(ssh, "#!/bin/sh\nfor c; do :; done\necho \"$c\"\n");
    Copies.shell("chmod 755 \"$1\"", ssh);
    String text =
        Command.of(Peer.ours("scp"), "-R", "-S", ssh.toString(), "a:x", "b:y", "c:z")
            .run()
            .expectSuccess();
    assertEquals("c:z\nc:z\n", text);
  }

  /** With -O the second login is not the end of all: the first one's connection is ended. */
  @Test
  void aTargetThatRefusesTheLoginIsAFailure() throws Exception {
    // Taken, so that it is nobody else's, and not listened on.
    try (Socket nobody = new Socket();
        Daemon server = copies.server(Peer.required("sshd"))) {
      nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Command.Outcome outcome =
          copies
              .scp(Peer.ours("scp"), server, "-O")
              .and(
                  "127.0.0.1:" + from + "/empty", "scp://127.0.0.1:" + nobody.getLocalPort() + "/x")
              .run();
      assertEquals(1, outcome.status(), outcome.toString());
    }
  }

  /** What was announced and did not come is an error, whoever is gone. */
  @Test
  @Tag("F1")
  void whoDiesInTheMiddleIsNoticed() throws Exception {
    Path ssh = folder.resolve("ssh");
    Files.writeString(ssh, "#!/bin/sh\nhead -c1 >/dev/null\nprintf 'C0644 100 a\\nshort'\n");
    Copies.shell("chmod 755 \"$1\"", ssh);
    Command.Outcome old =
        Command.of(Peer.ours("scp"), "-O", "-S", ssh.toString(), "h:a", folder + "/a").run();
    assertEquals(1, old.status(), old.toString());
    assertEquals("lost connection\n", old.errors());
    Command.Outcome sftp = Command.of(Peer.ours("scp"), "-D", "/bin/true", "h:a", "b").run();
    assertEquals(255, sftp.status(), sftp.toString());
    assertEquals("scp: Connection closed\n", sftp.errors());
  }

  @Test
  void aFullDiskIsSaid() throws Exception {
    String big = from.resolve("sub/big").toString();
    Command.Outcome sftp =
        Command.of(Peer.ours("scp"), "-D", Peer.required("sftp-server"), "h:" + big, "/dev/full")
            .run();
    assertEquals(1, sftp.status(), sftp.toString());
    assertEquals("scp: write local \"/dev/full\": No space left on device\n", sftp.errors());
    Path to = Files.writeString(folder.resolve("to"), "");
    Command.Outcome old =
        Command.of("/bin/sh", "-c", "(printf 'C0644 2 a\\nhi\\0'; cat) | \"$1\" -t /dev/full", "sh")
            .and(Peer.ours("scp"))
            .input(to)
            .run();
    assertEquals("\0\0\1scp: /dev/full: No space left on device\n", old.text());
    assertNotEquals(0, old.status());
  }

  /** A file that is copied onto itself by another of its names is not emptied first. */
  @Test
  void ontoItselfNothingIsLost() throws Exception {
    Path file = from.resolve("sub/big");
    byte[] content = Files.readAllBytes(file);
    try (Daemon server = copies.server(Peer.required("sshd"))) {
      for (String mode : List.of("-s", "-O")) {
        copies
            .scp(Peer.ours("scp"), server, mode, file.toString(), "127.0.0.1:" + file)
            .run()
            .expectSuccess();
        copies
            .scp(Peer.ours("scp"), server, mode, "127.0.0.1:" + file, file.toString())
            .run()
            .expectSuccess();
        assertArrayEquals(content, Files.readAllBytes(file));
      }
    }
  }
}
