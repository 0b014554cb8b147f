package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ssh-copy-id with OpenSSH's sshd, ours and Dropbear. The way in is a key that is there already; a
 * folder of the test's is the account's home for the shell and for SFTP.
 */
@Timeout(120)
class CopyIdTest {
  @TempDir Path folder;
  private Keys keys;
  private Path home;
  private Path ssh;
  private Path target;
  private Path fresh;

  @BeforeEach
  void makeKeys() throws Exception {
    folder = folder.toRealPath();
    keys = Keys.make(Files.createDirectory(folder.resolve("keys")));
    home = Files.createDirectory(folder.resolve("home"));
    ssh = home.resolve(".ssh");
    target = ssh.resolve("authorized_keys");
    fresh = generate("fresh", "");
  }

  private Path generate(String name, String passphrase) throws Exception {
    Path file = folder.resolve(name);
    Command.of(Peer.required("ssh-keygen"), "-q", "-t", "ed25519", "-N", passphrase)
        .and("-C", name + "@test", "-f", file.toString())
        .run()
        .expectSuccess();
    return file;
  }

  private static String pub(Path key) throws IOException {
    return Files.readString(Keys.publicPart(key));
  }

  private static String sshd(String whose) throws Exception {
    return whose.equals("ours") ? Peer.ours("sshd") : Peer.required("sshd");
  }

  /** Looks at the target besides the keys of the way in. */
  private Daemon server(String whose, String... inMatch) throws Exception {
    return server(whose, "internal-sftp -d " + home, target, inMatch);
  }

  private Daemon server(String whose, String sftp, Path looksAt, String... inMatch)
      throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add("Subsystem sftp " + sftp);
    lines.add("SetEnv HOME=" + home);
    lines.add("LogLevel VERBOSE");
    lines.add("Match all");
    lines.add("AuthorizedKeysFile " + keys.authorizedKeys() + " " + looksAt);
    lines.addAll(List.of(inMatch));
    return Sshd.start(sshd(whose), keys, lines);
  }

  private Command copyId(int port, String... words) throws Exception {
    Path config = folder.resolve("ssh_config");
    Files.write(
        config,
        List.of(
            "IdentityFile " + keys.identity("ed25519"),
            "IdentitiesOnly yes",
            "UserKnownHostsFile " + keys.knownHosts(port),
            "GlobalKnownHostsFile /dev/null",
            "BatchMode yes"));
    return Command.of(Peer.ours("ssh-copy-id"), "-F", config.toString())
        .and("-p", Integer.toString(port))
        .and(words)
        .and("127.0.0.1")
        .environment("HOME", folder.toString());
  }

  private Command.Outcome copy(Daemon server, String... words) throws Exception {
    return copyId(server.port(), words).run();
  }

  private static void contains(String part, String text) {
    assertTrue(text.contains(part), text);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ours", "OpenSSH's"})
  void aFreshAccountGetsTheKeyOnce(String whose) throws Exception {
    try (Daemon server = server(whose)) {
      Command.Outcome dry = copy(server, "-n", "-i", fresh.toString());
      contains("Would have added the following key(s):\n\n" + pub(fresh), dry.expectSuccess());
      assertTrue(Files.notExists(ssh));

      Command.Outcome first = copy(server, "-i", fresh.toString());
      contains("\nNumber of key(s) added: 1\n", first.expectSuccess());
      contains("with:   \"ssh -i '" + fresh + "'", first.text());
      contains("Checked: " + fresh + " opens ", first.text());
      contains(
          "ssh-copy-id: INFO: Source of key(s) to be installed: \"" + fresh + ".pub\"",
          first.errors());
      contains("INFO: 1 key(s) remain to be installed", first.errors());
      assertEquals(pub(fresh), Files.readString(target));
      assertEquals("rwx------", mode(ssh));
      assertEquals("rw-------", mode(target));

      Command.Outcome again = copy(server, "-i", fresh.toString());
      assertEquals("", again.expectSuccess());
      contains("WARNING: All keys were skipped because they already exist", again.errors());
      Command.Outcome forced = copy(server, "-f", "-i", fresh.toString());
      contains("Number of key(s) added: 0", forced.expectSuccess());
      contains(fresh + " is in line 1 of .ssh/authorized_keys already", forced.errors());
      assertEquals(pub(fresh), Files.readString(target));
    }
  }

  @Test
  void aJumpHostIsOnTheWayOfEveryLogin() throws Exception {
    try (JumpPlace place = new JumpPlace(folder);
        Daemon far = server("OpenSSH's")) {
      Daemon gate = place.start("gate", Whose.OURS);
      Path known =
          Files.writeString(
              folder.resolve("known"),
              Files.readString(keys.knownHosts(far.port())) + place.knownHost("gate", gate.port()));
      Path config = place.config(known, "IdentityFile " + keys.identity("ed25519"));
      Command.Outcome outcome =
          Command.of(Peer.ours("ssh-copy-id"), "-F", config.toString())
              .and("-o", "ProxyJump=gate", "-p", Integer.toString(far.port()))
              .and("-i", fresh.toString(), "127.0.0.1")
              .environment("HOME", folder.toString())
              .run();
      contains("Checked: " + fresh + " opens ", outcome.expectSuccess());
      assertEquals(pub(fresh), Files.readString(target));
      // Before, for the copy and after: each has a way of its own.
      assertTrue(gate.await("Accepted publickey", 3, java.time.Duration.ofSeconds(5)), gate::log);
    }
  }

  @Test
  void noPassphraseIsAskedFor() throws Exception {
    Path locked = generate("locked", "secret");
    try (Daemon server = server("OpenSSH's")) {
      Command.Outcome outcome = copy(server, "-i", locked.toString());
      contains(
          "accepts " + locked + " (its passphrase was not asked for).", outcome.expectSuccess());
      contains("were skipped", copy(server, "-i", locked.toString()).errors());
    }
  }

  /** The server takes it, but nobody could log in with it. */
  @Test
  void aKeyThatCannotBeUsedIsNoSuccess() throws Exception {
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
    try (Daemon server = server("OpenSSH's")) {
      Command.Outcome outcome = copy(server, "-i", fresh.toString());
      assertEquals(1, outcome.status(), outcome.toString());
      contains("accepts " + fresh + ", but it cannot be used here:", outcome.errors());
      contains("Permissions 0644 for '" + fresh + "' are too open.", outcome.errors());
      contains("bad permissions", outcome.errors());
      assertEquals(pub(fresh), Files.readString(target));

      Command.Outcome again = copy(server, "-i", fresh.toString());
      assertEquals(1, again.status(), again.toString());
      contains("already, but it cannot be used here:", again.errors());
    }
  }

  /** Of some of whom the private halves are elsewhere. */
  @Test
  void aFileMayHaveSeveralKeys() throws Exception {
    Path other = generate("other", "");
    Files.writeString(folder.resolve("team.pub"), pub(fresh) + pub(other));
    try (Daemon server = server("OpenSSH's")) {
      Command.Outcome outcome = copy(server, "-f", "-i", folder.resolve("team").toString());
      contains("Number of key(s) added: 2", outcome.expectSuccess());
      contains("(other@test) (its private half is not here).", outcome.text());
      assertEquals(pub(fresh) + pub(other), Files.readString(target));
    }
  }

  /** The second program comes while the server has not quite forgotten the first one. */
  @ParameterizedTest
  @ValueSource(strings = {"ours", "OpenSSH's"})
  void oneSessionAtATimeIsEnough(String whose) throws Exception {
    try (Daemon server = server(whose, "MaxSessions 1")) {
      copy(server, "-i", fresh.toString()).expectSuccess();
      assertEquals(pub(fresh), Files.readString(target));
    }
  }

  /** With start files that speak before the shell does. */
  @ParameterizedTest
  @ValueSource(strings = {"ours", "OpenSSH's"})
  void linesThatAreThereStayWhole(String whose) throws Exception {
    Files.createDirectory(ssh);
    String before = "# hand-made\r\nno-pty " + pub(generate("old", "")).strip();
    Files.writeString(target, before);
    Files.writeString(home.resolve(".bashrc"), "echo welcome; printf 'to this machine: '\n");
    try (Daemon server = server(whose)) {
      copy(server, "-i", fresh.toString()).expectSuccess();
      assertEquals(before + "\n" + pub(fresh), Files.readString(target));
      Command.Outcome old = copy(server, "-f", "-i", folder.resolve("old").toString());
      old.expectSuccess();
      contains("is in line 2 of .ssh/authorized_keys already, with options", old.errors());
      assertEquals(before + "\n" + pub(fresh), Files.readString(target));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ours", "OpenSSH's"})
  void whereOnlySftpIsAllowedItGoesOnBySftp(String whose) throws Exception {
    try (Daemon server = server(whose, "ForceCommand internal-sftp -d " + home)) {
      Command.Outcome outcome = copy(server, "-i", fresh.toString());
      contains("Checked: " + fresh + " opens ", outcome.expectSuccess());
      contains("no Unix shell answered", outcome.errors());
      contains("; going on by SFTP\n", outcome.errors());
      assertEquals(pub(fresh), Files.readString(target));
      assertEquals("rwx------", mode(ssh));
      assertEquals("rw-------", mode(target));

      Path other = generate("other", "");
      Files.writeString(target, pub(fresh).strip());
      Command.Outcome sftp = copy(server, "-s", "-i", other.toString());
      contains("with:   \"sftp -i ", sftp.expectSuccess());
      assertFalse(sftp.errors().contains("going on"), sftp.errors());
      assertEquals(pub(fresh) + pub(other), Files.readString(target));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shell", "sftp"})
  void whatOthersMayWriteToIsMended(String way) throws Exception {
    Files.createDirectory(ssh);
    Files.writeString(target, pub(keys.identity("rsa")));
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxrwxr-x"));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-rw-r--"));
    List<String> words = new ArrayList<>(List.of("-i", fresh.toString()));
    if (way.equals("sftp")) {
      words.add("-s");
    }
    try (Daemon server = server("OpenSSH's")) {
      copy(server, words.toArray(String[]::new)).expectSuccess();
    }
    assertEquals("rwxr-xr-x", mode(ssh));
    assertEquals("rw-r--r--", mode(target));
  }

  @Test
  @Tag("C7")
  void aPrivateKeyIsNeverSent() throws Exception {
    Path wrong = folder.resolve("wrong.pub");
    Files.copy(fresh, wrong);
    try (Daemon server = server("OpenSSH's")) {
      Command.Outcome outcome = copy(server, "-f", "-i", wrong.toString());
      assertEquals(1, outcome.status());
      contains("is a private key, which must never leave its place", outcome.errors());
      assertFalse(server.log().contains("Connection from"), server.log());
    }
    assertTrue(Files.notExists(target));
  }

  /** The server does not look there, which is what the check finds. */
  @ParameterizedTest
  @ValueSource(strings = {"-f", "-s"})
  void anyFileCanBeTheTarget(String flag) throws Exception {
    String odd = "a 'b\" $(touch x) `touch x`/-k e!y\\s";
    try (Daemon server = server("OpenSSH's")) {
      Command.Outcome outcome = copy(server, flag, "-t", odd, "-i", fresh.toString());
      assertEquals(1, outcome.status());
      contains("Number of key(s) added: 1", outcome.text());
      contains("ERROR: " + fresh + " is in " + odd + " of ", outcome.errors());
      contains("AuthorizedKeysFile of its sshd_config, which -t can follow", outcome.errors());
    }
    assertEquals(pub(fresh), Files.readString(home.resolve(odd)));
    assertTrue(Files.notExists(home.resolve("x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-f", "-s"})
  void whoMayWriteToTheHomeFolderIsEvidence(String flag) throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxr-x"));
    Path elsewhere = folder.resolve("elsewhere");
    try (Daemon server = server("OpenSSH's", "internal-sftp -d " + home, elsewhere)) {
      Command.Outcome outcome = copy(server, flag, "-i", fresh.toString());
      assertEquals(1, outcome.status());
      contains("the home folder is group-writable", outcome.errors());
      contains("chmod go-w ~\n", outcome.errors());
    }
  }

  /** As on a full disk: a limit of the server's lets the file grow by a piece of the line. */
  @Test
  void whatSftpCannotFinishIsUndone() throws Exception {
    Path script = folder.resolve("small");
    Files.writeString(
        script,
        "#!/bin/sh\ntrap '' XFSZ\nulimit -f 2\nexec "
            + Peer.required("sftp-server")
            + " -d "
            + home
            + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Files.createDirectory(ssh);
    String before = "#".repeat(999) + "\n";
    Files.writeString(target, before);
    try (Daemon server = server("OpenSSH's", script.toString(), target)) {
      Command.Outcome outcome = copy(server, "-s", "-i", fresh.toString());
      assertEquals(1, outcome.status());
      contains("it has its old size again", outcome.errors());
    }
    assertEquals(before, Files.readString(target));
  }

  @Test
  void dropbearIsAServerToo() throws Exception {
    try (Daemon server = Dropbear.server(keys)) {
      Command.Outcome outcome = copy(server, "-i", fresh.toString());
      contains("Checked: " + fresh + " opens ", outcome.expectSuccess());
    }
    assertEquals(
        Files.readString(keys.authorizedKeys()) + pub(fresh),
        Files.readString(keys.folder().resolve("home/.ssh/authorized_keys")));
  }

  @Test
  void allKeysOfTheAgentAreCopied() throws Exception {
    Path socket = folder.resolve("agent");
    Process agent =
        new ProcessBuilder(Peer.required("ssh-agent"), "-D", "-a", socket.toString())
            .redirectErrorStream(true)
            .start();
    try (Daemon server = server("OpenSSH's")) {
      // It says where it listens once it does.
      assertTrue(agent.inputReader().readLine().contains("SSH_AUTH_SOCK="));
      Path second = generate("second", "");
      Command.of(Peer.required("ssh-add"), "-q", fresh.toString(), second.toString())
          .environment("SSH_AUTH_SOCK", socket.toString())
          .run()
          .expectSuccess();
      Command.Outcome outcome =
          copyId(server.port()).environment("SSH_AUTH_SOCK", socket.toString()).run();
      contains("Number of key(s) added: 2", outcome.expectSuccess());
      contains("Checked: fresh@test opens ", outcome.text());
      contains("Checked: second@test opens ", outcome.text());
      assertEquals(pub(fresh) + pub(second), Files.readString(target));
    } finally {
      agent.destroy();
      assertTrue(agent.waitFor(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void withoutAConnectionNothingIsTried() throws Exception {
    int port;
    try (Daemon server = server("OpenSSH's")) {
      port = server.port();
      Command.Outcome unknown =
          copy(server, "-i", fresh.toString(), "-o", "UserKnownHostsFile=" + folder + "/none");
      assertEquals(1, unknown.status());
      contains("ssh-copy-id: ERROR: ", unknown.errors());
      contains("Host key verification failed.", unknown.errors());
      assertFalse(unknown.errors().contains("remain to be installed"), unknown.errors());
    }
    Command.Outcome refused = copyId(port, "-i", fresh.toString()).run();
    assertEquals(1, refused.status());
    contains(
        "\nssh-copy-id: ERROR: ssh: connect to host 127.0.0.1 port "
            + port
            + ": Connection refused",
        refused.errors());
    assertTrue(Files.notExists(target));
  }
}
