package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a terminal with our sftp and ssh, and OpenSSH's sshd at the other end. */
class SftpInteractiveTest {
  private static final int LARGE = 20_000_000;

  /** Slow enough to be watched: 20 Mbit/s, eight seconds for the large file. */
  private static final String LIMIT = "20000";

  @TempDir Path folder;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final byte[] content = new byte[LARGE];
  private Path here;
  private Path there;
  private Daemon server;
  private Keys keys;

  @BeforeEach
  void start() throws Exception {
    keys = Keys.make(folder);
    here = Files.createDirectory(folder.resolve("here"));
    there = Files.createDirectory(folder.resolve("there"));
    new Random(2).nextBytes(content);
    Files.write(there.resolve("large"), content);
    Files.writeString(there.resolve("small file"), "small\n");
    Files.createDirectory(there.resolve("folder"));
    server =
        Sshd.start(
            Peer.required("sshd"), keys, List.of("Subsystem sftp " + Peer.required("sftp-server")));
    running.push(server);
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable program : running) {
      program.close();
    }
  }

  private String command(String more, String path) throws Exception {
    return "cd '%s'; %s -F none -P %d -i '%s' -oUserKnownHostsFile='%s' -oIdentityAgent=none %s 127.0.0.1:%s"
        .formatted(
            here,
            Peer.ours("sftp"),
            server.port(),
            keys.identity("ed25519"),
            keys.knownHosts(server.port()),
            more,
            path);
  }

  private Screen login(String more) throws Exception {
    Screen screen =
        new Screen(folder, command(more, there.toString()) + "; echo \"ended with $?\"; cat");
    running.push(screen);
    screen.await("Connected to 127.0.0.1.");
    screen.await("Changing to: " + there);
    screen.await("a prompt", SftpInteractiveTest::isPrompt);
    return screen;
  }

  private static boolean isPrompt(List<String> lines) {
    return !lines.isEmpty() && lines.getLast().stripTrailing().equals("sftp>");
  }

  @Test
  void theDialogueOfTheTutorial() throws Exception {
    Screen screen = login("");
    screen.line("pwd");
    screen.await("Remote working directory: " + there);
    screen.line("get \"small file\"");
    screen.await("Fetching " + there + "/small file to small file");
    screen.await(
        "its progress",
        lines -> lines.stream().anyMatch(l -> l.matches("small file +100% +6 .*00:00 *")));
    assertEquals("small\n", Files.readString(here.resolve("small file")));
    screen.line("put \"small file\" again");
    screen.await("Uploading small file to " + there + "/again");
    screen.await("a prompt", SftpInteractiveTest::isPrompt);
    screen.line("exit");
    screen.await("ended with 0");
    assertEquals("small\n", Files.readString(there.resolve("again")));
  }

  @Test
  void tabCompletes() throws Exception {
    Screen screen = login("");
    screen.type("lu\t077");
    screen.await("lumask 077");
    screen.key("Enter");
    screen.await("Local umask: 077");
    screen.type("ls -d".substring(0, 3) + "fo\t");
    screen.await("ls folder/");
    screen.key("C-c");
    screen.await("a prompt", SftpInteractiveTest::isPrompt);
    screen.type("get sm\t");
    screen.await("get small\\ file");
    screen.key("Enter");
    screen.await("Fetching " + there + "/small file");
    screen.await("a prompt", SftpInteractiveTest::isPrompt);
    screen.type("ls \t");
    screen.await("the names", lines -> lines.stream().anyMatch(l -> l.startsWith("folder/ ")));
    screen.key("C-u");
    screen.type("put sm\t");
    screen.await("put small\\ file");
    screen.key("C-u");
    screen.key("Up");
    screen.await("get small\\ file");
    screen.key("C-u");
    screen.key("C-d");
    screen.await("ended with 0");
  }

  @Test
  void controlCEndsATransferAndKeepsItsPart() throws Exception {
    Screen screen = login("-l " + LIMIT);
    screen.line("get large");
    screen.await(
        "some progress",
        lines -> lines.stream().anyMatch(l -> l.matches("large +[1-9][0-9]?% .*")));
    screen.key("C-c");
    screen.await("Interrupt");
    screen.await("a prompt", SftpInteractiveTest::isPrompt);
    long part = Files.size(here.resolve("large"));
    assertTrue(part > 0 && part < LARGE, part + " bytes");
    byte[] start = Files.readAllBytes(here.resolve("large"));
    assertArrayEquals(Arrays.copyOf(content, start.length), start);
    screen.line("pwd");
    screen.await("Remote working directory: " + there);
    screen.line("bye");
    screen.await("ended with 0");
    Command.of("/bin/sh", "-c", command("-a", there + "/large")).run().expectSuccess();
    assertArrayEquals(content, Files.readAllBytes(here.resolve("large")));
  }

  @Test
  void progressFitsTheTerminal() throws Exception {
    Screen screen = login("-l " + LIMIT);
    screen.line("get large");
    screen.await(
        "some progress", lines -> lines.stream().anyMatch(l -> l.matches("large +[0-9]+% .*ETA")));
    assertFalse(isPrompt(screen.lines()));
    screen.resize(50, 24);
    screen.await(
        "a line of the new width",
        lines -> lines.stream().anyMatch(SftpInteractiveTest::isFortyNineWide));
    screen.key("C-c");
    screen.await("a prompt", SftpInteractiveTest::isPrompt);
  }

  @Test
  void aFileOfTheDestinationIsFetched() throws Exception {
    Path list = folder.resolve("list");
    Command.Outcome outcome =
        Command.of("/bin/sh", "-c", command("", "'" + there + "/small file' renamed")).run();
    assertEquals(0, outcome.status(), outcome.toString());
    assertEquals("Fetching " + there + "/small file to renamed\n", outcome.text());
    assertTrue(outcome.errors().contains("Connected to 127.0.0.1."), outcome.errors());
    assertEquals("small\n", Files.readString(here.resolve("renamed")));
    outcome = Command.of("/bin/sh", "-c", command("", there + "/nope")).run();
    assertEquals(1, outcome.status());
    assertTrue(
        outcome.errors().contains("File \"" + there + "/nope\" not found."), outcome.errors());
    Files.writeString(list, "pwd\nput renamed third\n");
    outcome = Command.of("/bin/sh", "-c", command("-b " + list, there.toString())).run();
    assertEquals("sftp> pwd", outcome.expectSuccess().lines().findFirst().orElse(""));
    assertEquals("small\n", Files.readString(there.resolve("third")));
  }

  private static boolean isFortyNineWide(String line) {
    return line.length() == 49 && line.matches("large {11,13}[0-9]+% .*/s .* ETA");
  }
}
