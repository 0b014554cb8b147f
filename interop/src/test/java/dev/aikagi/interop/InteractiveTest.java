package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person at a terminal: login, resize, Ctrl-C, full-screen programs, the escape to leave. */
class InteractiveTest {
  @TempDir Path folder;
  private Keys keys;

  record Pair(String client, String server) {
    @Override
    public String toString() {
      return client + " to " + server;
    }

    private String clientProgram() {
      return client.equals("ours") ? Peer.ours("ssh") : Peer.required("ssh");
    }

    private String serverProgram() {
      return server.equals("ours") ? Peer.ours("sshd") : Peer.required("sshd");
    }
  }

  private static Stream<Pair> pairs() {
    return Stream.of(
        new Pair("ours", "ours"), new Pair("ours", "OpenSSH's"), new Pair("OpenSSH's", "ours"));
  }

  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  @BeforeEach
  void keys() throws Exception {
    keys = Keys.make(folder);
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable program : running) {
      program.close();
    }
  }

  private Screen login(Pair pair) throws Exception {
    return login(pair, "");
  }

  private Screen login(Pair pair, String options) throws Exception {
    Daemon server =
        Sshd.start(pair.serverProgram(), keys, List.of("PrintMotd no", "PrintLastLog no"));
    running.push(server);
    String line =
        "%s %s -F none -p %d -i '%s' -o UserKnownHostsFile='%s' -o IdentityAgent=none 127.0.0.1"
            .formatted(
                pair.clientProgram(),
                options,
                server.port(),
                keys.identity("ed25519"),
                keys.knownHosts(server.port()));
    Screen screen = new Screen(folder, line + "; echo \"ended with $?\"; cat");
    running.push(screen);
    screen.awaitPrompt();
    screen.line("PS1='at home> '");
    screen.await("a prompt of our own", InteractiveTest::isAtHome);
    return screen;
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theSizeFollowsTheWindow(Pair pair) throws Exception {
    Screen screen = login(pair);
    screen.line("stty size");
    screen.await("24 80");
    screen.resize(101, 31);
    // The size arrives in a message of its own, so the shell is asked until it has it.
    screen.line("until stty size | grep '31 101'; do :; done");
    screen.await("the new size", lines -> lines.contains("31 101"));
    screen.line("tty | tr a-z A-Z");
    screen.await("/DEV/PTS/");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void controlCReachesTheRemoteProcessOnly(Pair pair) throws Exception {
    Screen screen = login(pair);
    screen.line("echo going; sleep 600");
    screen.await("going", lines -> lines.contains("going"));
    screen.key("C-c");
    screen.line("echo \"status=$?\"");
    screen.await("status=130");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void tildeDotLeaves(Pair pair) throws Exception {
    Screen screen = login(pair);
    screen.line("");
    screen.type("~.");
    screen.await("Connection to 127.0.0.1 closed.");
    screen.await("ended with 255");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theExitStatusOfTheShellIsOurs(Pair pair) throws Exception {
    Screen screen = login(pair);
    screen.line("exit 42");
    screen.await("Connection to 127.0.0.1 closed.");
    screen.await("ended with 42");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void fullScreenProgramsDraw(Pair pair) throws Exception {
    Screen screen = login(pair);
    Path file = folder.resolve("poem");
    screen.line("vi -u NONE " + file);
    screen.await("vi's empty lines", lines -> lines.stream().filter("~"::equals).count() > 15);
    screen.type("ian old pond");
    screen.key("Enter");
    screen.type("a frog leaps in");
    screen.key("Escape");
    screen.await("a frog leaps in");
    screen.line(":wq");
    screen.awaitPrompt();
    assertEquals("an old pond\na frog leaps in\n", Files.readString(file));
    screen.line("clear; seq 1 200 | less");
    screen.await("the first page", lines -> lines.contains("1") && lines.contains("23"));
    screen.type("G");
    screen.await("the last page", lines -> lines.contains("200") && lines.contains("(END)"));
    screen.type("q");
    screen.awaitPrompt();
  }

  /** Pings go between the keys, and only to a server that knows them: OpenSSH's from 9.5 on. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theTimesBetweenKeysAreHidden(boolean pings) throws Exception {
    Path log = folder.resolve("log");
    Screen screen = login(new Pair("ours", pings ? "ours" : "OpenSSH's"), "-vvv -E '" + log + "'");
    // A shell that ends within twenty milliseconds of the last key leaves no time for a ping.
    String first =
        pings ? "tail -n +1 -f '" + log + "' | grep -q 'receive packet: type 193'; " : "";
    screen.line(first + "exit 42");
    screen.await("ended with 42");
    List<String> lines = Files.readAllLines(log);
    boolean announced = lines.stream().anyMatch(l -> l.contains("ping@openssh.com"));
    assertEquals(announced, lines.contains("debug3: send packet: type 192"));
    assertEquals(announced, lines.contains("debug3: receive packet: type 193"));
    assertTrue(announced || !pings);
  }

  @Test
  void theTimesBetweenKeysAreAsTheyAreWhereThatIsWanted() throws Exception {
    Path log = folder.resolve("log");
    Screen screen =
        login(new Pair("ours", "ours"), "-vvv -E '" + log + "' -o ObscureKeystrokeTiming=no");
    screen.line("exit 42");
    screen.await("ended with 42");
    assertFalse(Files.readAllLines(log).contains("debug3: send packet: type 192"));
  }

  private static boolean isAtHome(List<String> lines) {
    return !lines.isEmpty() && lines.getLast().stripTrailing().equals("at home>");
  }

  /** Ours at a shell with job control, asking for the passphrase of a key. */
  private Screen asking() throws Exception {
    Daemon server = Sshd.start(Peer.required("sshd"), keys, List.of("PrintMotd no"));
    running.push(server);
    Screen screen = new Screen(folder, "PS1='at home> ' bash --norc --noprofile -i");
    running.push(screen);
    screen.await("a shell", InteractiveTest::isAtHome);
    screen.line("ssh-keygen -q -p -N secret -f '" + keys.identity("ed25519") + "'; clear");
    screen.await("a clear screen", lines -> lines.size() == 1 && isAtHome(lines));
    screen.line(
        "%s -F none -p %d -i '%s' -o UserKnownHostsFile='%s' -o IdentityAgent=none 127.0.0.1 echo in"
            .formatted(
                Peer.ours("ssh"),
                server.port(),
                keys.identity("ed25519"),
                keys.knownHosts(server.port())));
    screen.await("Enter passphrase for key");
    return screen;
  }

  @Test
  void aQuestionThatWasStoppedIsAskedAgainInSecret() throws Exception {
    Screen screen = asking();
    screen.key("C-z");
    screen.await("Stopped");
    screen.line("clear; fg");
    // The first question is on the screen until it is cleared.
    screen.await(
        "the question again",
        lines ->
            lines.stream().noneMatch(l -> l.contains("Stopped"))
                && lines.stream().anyMatch(l -> l.contains("Enter passphrase for key")));
    screen.type("typed");
    screen.key("C-u");
    screen.line("secret");
    screen.await(
        "the command's output without what was typed",
        lines ->
            lines.contains("in")
                && lines.stream().noneMatch(l -> l.contains("typed") || l.contains("secret")));
  }

  @Test
  void theQuitKeyEndsAQuestionAndTheTerminalEchoes() throws Exception {
    Screen screen = asking();
    screen.key("C-\\");
    screen.await("Quit");
    screen.line("echo \"status=$?\"; stty -a | grep -o ' echo '");
    screen.await("status=131");
    screen.await("the terminal's echo", lines -> lines.contains(" echo"));
  }
}
