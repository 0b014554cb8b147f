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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ssh-keygen --rotate and --inventory with OpenSSH's sshd and ours. */
@Timeout(120)
class RotateTest {
  @TempDir Path folder;
  private Keys keys;
  private Path home;
  private Path target;
  private Path key;

  @BeforeEach
  void makeKeys() throws Exception {
    folder = folder.toRealPath();
    keys = Keys.make(Files.createDirectory(folder.resolve("keys")));
    home = Files.createDirectory(folder.resolve("home"));
    target = Files.createDirectory(home.resolve(".ssh")).resolve("authorized_keys");
    key = generate("old", "");
  }

  private Path generate(String name, String passphrase) throws Exception {
    Path file = folder.resolve(name);
    Command.of(Peer.required("ssh-keygen"), "-q", "-t", "ed25519", "-N", passphrase)
        .and("-C", "me@test", "-f", file.toString())
        .run()
        .expectSuccess();
    return file;
  }

  private static String pub(Path key) throws IOException {
    return Files.readString(Keys.publicPart(key));
  }

  private Path beside(String suffix) {
    return key.resolveSibling(key.getFileName() + suffix);
  }

  private Daemon server(String whose, String... inMatch) throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add("Subsystem sftp internal-sftp -d " + home);
    lines.add("SetEnv HOME=" + home);
    lines.add("LogLevel VERBOSE");
    lines.add("PermitUserEnvironment yes");
    lines.add("Match all");
    if (Stream.of(inMatch).noneMatch(line -> line.startsWith("AuthorizedKeysFile"))) {
      lines.add("AuthorizedKeysFile " + target);
    }
    lines.addAll(List.of(inMatch));
    String program = whose.equals("ours") ? Peer.ours("sshd") : Peer.required("sshd");
    return Sshd.start(program, keys, lines);
  }

  private Command keygen(Daemon server, String... words) throws Exception {
    Path config = folder.resolve("ssh_config");
    // What it names is not offered: one key alone is.
    Files.write(
        config,
        List.of(
            "IdentityFile " + keys.identity("ed25519"),
            "UserKnownHostsFile " + keys.knownHosts(server.port()),
            "GlobalKnownHostsFile /dev/null",
            "BatchMode yes"));
    return Command.of(Peer.ours("ssh-keygen"))
        .and(words)
        .and("-F", config.toString())
        .environment("HOME", folder.toString());
  }

  private Command.Outcome rotate(Daemon server, String... more) throws Exception {
    return keygen(server, "--rotate", key.toString(), "-N", "")
        .and(more)
        .and("ssh://127.0.0.1:" + server.port())
        .run();
  }

  private static void contains(String part, String text) {
    assertTrue(text.contains(part), text);
  }

  /** By OpenSSH's ssh. */
  private boolean opens(Daemon server, Path identity) throws Exception {
    return Command.of(Peer.required("ssh"), "-F", "/dev/null", "-i", identity.toString())
            .and("-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-p", "" + server.port())
            .and("-o", "UserKnownHostsFile=" + keys.knownHosts(server.port()))
            .and("127.0.0.1", "true")
            .run()
            .status()
        != 255;
  }

  @ParameterizedTest
  @Tag("C7")
  @CsvSource({"ours, shell", "OpenSSH's, shell", "ours, sftp", "OpenSSH's, sftp"})
  void theNewKeyMayWhatTheOldOneMight(String whose, String way) throws Exception {
    String options = "from=\"127.0.0.1,::1\",no-pty,environment=\"A=b c\" ";
    String around = "# hand-made\r\n" + pub(keys.identity("rsa")).strip() + "\u00e9\r\n\n";
    Files.writeString(target, around + options + pub(key) + "#end");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
    String old = pub(key);
    String[] more =
        way.equals("sftp") ? new String[] {"ForceCommand internal-sftp -d " + home} : new String[0];
    try (Daemon server = server(whose, more)) {
      Command.Outcome outcome = rotate(server);
      contains("rotated: ssh://127.0.0.1:" + server.port() + "\n", outcome.expectSuccess());
      assertEquals(way.equals("sftp"), outcome.errors().contains("going on by SFTP"));
      assertTrue(opens(server, key));
      assertFalse(opens(server, beside(".old")));
    }
    assertFalse(pub(key).equals(old));
    assertEquals(old, pub(beside(".old")));
    assertTrue(pub(key).endsWith(" me@test\n"));
    assertEquals(around + "#end\n" + options + pub(key), Files.readString(target));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    try (Stream<Path> files = Files.list(home.resolve(".ssh"))) {
      assertEquals(List.of(target), files.toList());
    }
    assertTrue(Files.notExists(beside(".new")) && Files.notExists(beside(".new.pub")));
  }

  /** One of two is not there; the second run does what is left. */
  @Test
  void aSecondRunGoesOn() throws Exception {
    Files.writeString(target, "restrict " + pub(key));
    String old = pub(key);
    try (Daemon server = server("OpenSSH's")) {
      Path other = folder.resolve("other");
      Files.writeString(other, "# nothing yet\n");
      try (Daemon second = server("ours", "AuthorizedKeysFile " + other)) {
        keys.knownHosts(server.port());
        Path both = folder.resolve("both");
        Files.writeString(
            both,
            Files.readString(keys.knownHosts(server.port()))
                + Files.readString(keys.knownHosts(second.port())));
        String[] words = {"-oUserKnownHostsFile=" + both, "ssh://127.0.0.1:" + second.port()};
        Command.Outcome first = rotate(server, words);
        assertEquals(1, first.status(), first.toString());
        contains(
            "failed: ssh://127.0.0.1:" + second.port() + " (the old key does not", first.text());
        contains("rotated: ssh://127.0.0.1:" + server.port() + "\n", first.text());
        contains("1 of 2 done", first.text());
        assertEquals(old, pub(key));
        String made = pub(beside(".new"));
        assertEquals("restrict " + made, Files.readString(target));

        // Its sshd looks at this one; what a login finds and changes is the account's.
        Files.writeString(other, pub(key) + made);
        Files.writeString(target, pub(key) + made);
        Command.Outcome again = rotate(server, words);
        assertEquals(1, again.status(), again.toString());
        contains("the server still accepts the key: look in", again.text());
        Files.writeString(other, made);
        Command.Outcome third = rotate(server, words);
        contains("Going on with " + beside(".new"), third.expectSuccess());
        contains(" (was done before)", third.text());
        assertEquals(made, pub(key));
        assertEquals(made, Files.readString(target));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ours", "OpenSSH's"})
  void aLinkStaysALink(String whose) throws Exception {
    Path real = folder.resolve("real_keys");
    Files.writeString(real, pub(key));
    Files.createSymbolicLink(target, Path.of("../../real_keys"));
    for (String[] more : new String[][] {{}, {"ForceCommand internal-sftp -d " + home}}) {
      try (Daemon server = server(whose, more)) {
        rotate(server).expectSuccess();
      }
      assertTrue(Files.isSymbolicLink(target));
      assertEquals(pub(key), Files.readString(real));
    }
    assertTrue(Files.exists(beside(".old.1.pub")));
  }

  @Test
  @Tag("C7")
  void aKeyThatStandsElsewhereIsLeft() throws Exception {
    Path second = folder.resolve("second_file");
    Files.writeString(second, pub(key));
    Files.writeString(target, "# nothing\n");
    try (Daemon server = server("OpenSSH's", "AuthorizedKeysFile " + target + " " + second)) {
      Command.Outcome outcome = rotate(server);
      assertEquals(1, outcome.status());
      contains("left: ssh://", outcome.text());
      contains("has no line with the old key, which opens it: look in", outcome.text());
    }
    assertEquals("# nothing\n", Files.readString(target));
  }

  @Test
  void aPassphraseIsGivenOnce() throws Exception {
    key = generate("locked", "secret");
    Files.writeString(target, pub(key));
    try (Daemon server = server("OpenSSH's")) {
      rotate(server, "-P", "secret", "-N", "another").expectSuccess();
    }
    assertEquals(pub(key), Files.readString(target));
    Command.of(Peer.required("ssh-keygen"), "-y", "-P", "another", "-f", key.toString())
        .run()
        .expectSuccess();
  }

  /** Each program of it needs a session, and its login is asked for again. */
  @Test
  void oneSessionAtATimeIsEnough() throws Exception {
    Files.writeString(target, pub(key));
    try (Daemon server = server("OpenSSH's", "MaxSessions 1")) {
      rotate(server).expectSuccess();
    }
    assertEquals(pub(key), Files.readString(target));
  }

  @Test
  void whatIsAtADestinationIsListed() throws Exception {
    Path login = keys.identity("ed25519");
    Files.writeString(
        target, "command=\"true\",restrict " + pub(key) + pub(login) + "rubbish AAAA\n");
    String fingerprint =
        Command.of(Peer.required("ssh-keygen"), "-l", "-f", key.toString())
            .run()
            .expectSuccess()
            .split(" ", -1)[1];
    for (String[] more : new String[][] {{}, {"ForceCommand internal-sftp -d " + home}}) {
      try (Daemon server = server("OpenSSH's", more)) {
        String name = "ssh://127.0.0.1:" + server.port();
        String text = keygen(server, "--inventory", name).run().expectSuccess();
        contains(name + ":.ssh/authorized_keys\nline 1  ssh-ed25519  256", text);
        contains(fingerprint + "  me@test", text);
        contains("only the command \"true\"; no terminal, port forwarding", text);
        contains("line 3  -", text);
        Path log = Files.writeString(folder.resolve("log"), server.log());
        String json =
            keygen(server, "--inventory", "--json", "-L", log.toString(), name)
                .run()
                .expectSuccess();
        contains("\"fingerprint\": \"" + fingerprint + "\"", json);
        contains("\"lastLogin\": {\n        \"address\": \"127.0.0.1\",", json);
      }
    }
    String empty = Files.createDirectory(folder.resolve("empty")).toString();
    assertEquals(
        "", Command.of(Peer.ours("ssh-keygen"), "--inventory", empty).run().expectSuccess());
  }
}
