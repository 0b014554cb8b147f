package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** sshd's internal-sftp with OpenSSH's sftp; what both servers can do, they do alike. */
@Timeout(120)
class InternalSftpTest {
  private static final String SUBSYSTEM = "Subsystem sftp internal-sftp";

  @TempDir Path folder;
  @TempDir Path files;
  private Keys keys;

  @BeforeEach
  void makeKeys() throws Exception {
    keys = Keys.make(folder);
  }

  private static String sshd(String whose) throws Exception {
    return whose.equals("ours") ? Peer.ours("sshd") : Peer.required("sshd");
  }

  private Command client(Daemon server, String program) throws Exception {
    return Command.of(Peer.required(program), "-F", "none", "-q")
        .and("-o", "Port=" + server.port(), "-i", keys.identity("ed25519").toString())
        .and("-o", "UserKnownHostsFile=" + keys.knownHosts(server.port()))
        .and("-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes");
  }

  private Command.Outcome sftp(Daemon server, List<String> options, String... commands)
      throws Exception {
    Path batch = Files.writeString(folder.resolve("batch"), String.join("\n", commands) + "\n");
    return client(server, "sftp")
        .and(options.toArray(String[]::new))
        .and("-b", batch.toString(), "127.0.0.1")
        .run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ours", "OpenSSH's"})
  void filesGoBothWays(String whose) throws Exception {
    byte[] content = new byte[3_000_001];
    new Random(1).nextBytes(content);
    Path here = Files.write(files.resolve("here"), content);
    Path there = files.resolve("there");
    Path back = files.resolve("back");
    try (Daemon server = Sshd.start(sshd(whose), keys, List.of(SUBSYSTEM))) {
      sftp(server, List.of(), "put " + here + " " + there, "get " + there + " " + back)
          .expectSuccess();
    }
    assertArrayEquals(content, Files.readAllBytes(there));
    assertArrayEquals(content, Files.readAllBytes(back));
  }

  /** Its options are obeyed, and a person who asks for more is told; nothing of his runs. */
  @ParameterizedTest
  @ValueSource(strings = {"ours", "OpenSSH's"})
  void whoIsForcedIntoItGetsNothingElse(String whose) throws Exception {
    Path ran = files.resolve("ran");
    String forced = "ForceCommand internal-sftp -R -d " + files.toRealPath();
    try (Daemon server = Sshd.start(sshd(whose), keys, List.of(SUBSYSTEM, forced))) {
      String text = sftp(server, List.of(), "pwd").expectSuccess();
      assertTrue(text.contains("Remote working directory: " + files.toRealPath()), text);
      assertNotEquals(0, sftp(server, List.of(), "mkdir " + files.resolve("new")).status());
      Command.Outcome command = client(server, "ssh").and("127.0.0.1", "touch " + ran).run();
      assertEquals("This service allows sftp connections only.\n", command.text());
      assertEquals(1, command.status());
    }
    assertTrue(Files.notExists(ran));
    assertTrue(Files.notExists(files.resolve("new")));
  }

  /** A variable that the runtime obeys would be a program of the client's choice. */
  @Test
  @Tag("H5")
  void theClientsVariablesDoNotReachIt() throws Exception {
    List<String> lines = List.of(SUBSYSTEM, "AcceptEnv *");
    try (Daemon server = Sshd.start(Peer.ours("sshd"), keys, lines)) {
      List<String> options = List.of("-o", "SetEnv=JAVA_TOOL_OPTIONS=-Xno-such-option");
      sftp(server, options, "pwd").expectSuccess();
    }
  }

  /** It shows a folder as if it were all there is, whatever links are in it. */
  @ParameterizedTest
  @ValueSource(strings = {"ours", "OpenSSH's"})
  @Tag("F3")
  void aRootOfItsOwnIsNotLeft(String whose) throws Exception {
    Path here = Files.writeString(files.resolve("here"), "content");
    try (Jail jail = Jail.make()) {
      Path home = jail.folder().resolve("home");
      Files.createSymbolicLink(home.resolve("up"), Path.of("../../../../etc"));
      Files.createSymbolicLink(home.resolve("away"), Path.of("/etc"));
      Files.createSymbolicLink(home.resolve("round"), Path.of("/home"));
      List<String> lines = List.of(SUBSYSTEM, "ChrootDirectory " + jail.folder());
      try (Daemon server = Sshd.start(sshd(whose), keys, lines)) {
        String text =
            sftp(
                    server,
                    List.of(),
                    "pwd",
                    "ls -1",
                    "cd home",
                    "put " + here + " round/there",
                    "ls -l there")
                .expectSuccess();
        for (String outside :
            List.of(
                "home/up/passwd",
                "home/away/passwd",
                "../../etc/passwd",
                "/etc/passwd",
                here.toString())) {
          Path taken = files.resolve("taken");
          assertNotEquals(
              0, sftp(server, List.of(), "get " + outside + " " + taken).status(), outside);
          assertTrue(Files.notExists(taken), outside);
        }
        assertTrue(text.contains("Remote working directory: /\n"), text);
        assertTrue(text.contains("bin\nhome\nlib\nlib64\n"), text);
        assertEquals("content", Files.readString(home.resolve("there")));
      }
    }
  }

  /** The folders on the way to it are root's to enter, and he begins in his home within it. */
  @ParameterizedTest
  @ValueSource(strings = {"ours", "OpenSSH's"})
  void aRootThatHeCannotReachIsServed(String whose) throws Exception {
    try (Jail jail = Jail.make()) {
      Path root = jail.folder().resolve("home");
      Accounts accounts = Accounts.make(files);
      try {
        String user = accounts.user("j", "");
        Path named = files.resolve(user);
        Path home = Files.createDirectories(root.resolve(Path.of("/").relativize(named)));
        Command.of("chown", user, home.toString()).run().expectSuccess();
        Command.of("chmod", "700", jail.folder().toString()).run().expectSuccess();
        // The key is his to read.
        Path list = folder.resolve("authorized_keys");
        Command.of("chmod", "a+rx", folder.toString(), list.toString()).run().expectSuccess();
        List<String> lines = List.of(SUBSYSTEM, "ChrootDirectory " + root);
        try (Daemon server = Sshd.start(sshd(whose), keys, lines)) {
          String text =
              sftp(
                      server,
                      List.of("-o", "User=" + user),
                      "pwd",
                      "mkdir new",
                      "chmod 711 new",
                      "ls -l")
                  .expectSuccess();
          // There is no database of users in there.
          assertTrue(
              text.lines().anyMatch(l -> l.matches("drwx--x--x .* \\d+ +\\d+ .* new")), text);
          assertTrue(text.contains("Remote working directory: " + named + "\n"), text);
          assertTrue(Files.isDirectory(home.resolve("new")), text);
          assertNotEquals(0, sftp(server, List.of("-o", "User=" + user), "mkdir /new").status());
        }
      } finally {
        accounts.remove();
      }
    }
  }

  /** Who may write to any file of his writes to /proc/self/mem, unless that is not his. */
  @ParameterizedTest
  @ValueSource(strings = {"ours", "OpenSSH's"})
  @Tag("F4")
  void itsMemoryIsNoFileOfTheUsers(String whose) throws Exception {
    Path list = folder.resolve("authorized_keys");
    Command.of("chmod", "a+rx", folder.toString(), list.toString()).run().expectSuccess();
    Accounts accounts = Accounts.make(files);
    try {
      String user = accounts.user("m", "");
      try (Daemon server = Sshd.start(sshd(whose), keys, List.of(SUBSYSTEM))) {
        String text =
            sftp(server, List.of("-o", "User=" + user), "ls -ln /proc/self/mem").expectSuccess();
        assertTrue(text.lines().anyMatch(l -> l.matches("-rw------- +\\S+ +(0|root) .*")), text);
      }
    } finally {
      accounts.remove();
    }
  }
}
