package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.tools.Fatal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which hosts a way leads through, and what counts of the command line there. */
class JumpHostTest {
  /** A host on the way: its command line and its configuration. */
  private record Hop(CommandLine line, ClientConfig config) {
    String text() {
      return config.user() + "@" + config.host() + ":" + config.value(ClientKeywords.PORT);
    }
  }

  @TempDir Path folder;

  private Hop read(CommandLine line) throws Exception {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
    return new Hop(
        line,
        Configuration.read(line, new ScriptedMachine(folder, command -> {}), new Log(nowhere)));
  }

  private Hop destination(String text, String... words) throws Exception {
    Path file = Files.writeString(folder.resolve("config"), text);
    List<String> all = new ArrayList<>(List.of("-F", file.toString()));
    all.addAll(List.of(words));
    return read(CommandLine.parse(all, new PrintStream(new ByteArrayOutputStream())));
  }

  /** The jump hosts from the destination's on. */
  private List<Hop> hops(Hop from) throws Exception {
    List<Hop> hops = new ArrayList<>();
    List<JumpHost> passed = new ArrayList<>();
    Hop at = from;
    for (Optional<JumpHost> jump = JumpHost.of(at.line(), at.config());
        jump.isPresent();
        jump = JumpHost.of(at.line(), at.config())) {
      JumpHost.pass(jump.get(), passed, at.config());
      at = read(at.line().toJumpHost(jump.get(), at.config()));
      hops.add(at);
    }
    return hops;
  }

  private List<String> texts(String config, String... words) throws Exception {
    return hops(destination(config, words)).stream().map(Hop::text).toList();
  }

  @Test
  void severalHostsAreGoneThroughFromTheFirstToTheLast() throws Exception {
    assertEquals(
        List.of("me@c:22", "v@b:2222", "u@a:22"),
        texts("User me\n", "-J", "u@a,ssh://v@b:2222,c", "h"));
    assertEquals(List.of("x@j:1"), texts("Host h\n  ProxyJump x@j:1\n", "h"));
    assertEquals(List.of(), texts("Host h\n  ProxyJump j\n", "-J", "none", "h"));
    assertEquals(List.of(), texts("Host h\n  ProxyJump j\n", "-o", "ProxyJump=none", "h"));
  }

  @Test
  void noneAloneIsNobodyWhereverItStands() throws Exception {
    // As OpenSSH, which hands the hosts before the last one to another ssh's -J.
    assertEquals(List.of("me@j:22"), texts("User me\n", "-J", "none,j", "h"));
    assertEquals(List.of("me@none:22", "me@j:22"), texts("User me\n", "-J", "j,none", "h"));
  }

  @Test
  void eachHostHasItsOwnConfiguration() throws Exception {
    String config =
        """
        Host gate
          HostName gate.example
          Port 2200
          User door
          IdentityFile gate-key
          ConnectTimeout 7
        Host h
          ProxyJump gate
          IdentityFile far-key
        """;
    Hop hop = hops(destination(config, "h")).getFirst();
    assertEquals("door@gate.example:2200", hop.text());
    assertEquals(List.of("gate-key"), hop.config().value(ClientKeywords.IDENTITY_FILE));
  }

  @Test
  void optionsOfTheDestinationAreNotTheJumpHosts() throws Exception {
    Hop hop =
        hops(destination(
                "User file\n",
                "-J",
                "j",
                "-l",
                "typed",
                "-p",
                "99",
                "-i",
                "/dev/null",
                "-C",
                "-4",
                "-o",
                "HostKeyAlias=alias",
                "-o",
                "BatchMode=yes",
                "h"))
            .getFirst();
    assertEquals("file@j:22", hop.text());
    ClientConfig config = hop.config();
    assertFalse(config.isSet(ClientKeywords.IDENTITY_FILE));
    assertEquals("no", config.value(ClientKeywords.COMPRESSION));
    assertEquals("any", config.value(ClientKeywords.ADDRESS_FAMILY));
    assertTrue(config.value(ClientKeywords.HOST_KEY_ALIAS).isEmpty());
    assertFalse(config.value(ClientKeywords.BATCH_MODE));
    assertEquals("none", config.value(ClientKeywords.SESSION_TYPE));
  }

  @Test
  void howMuchIsSaidIsTheSameForAll() throws Exception {
    for (List<String> words :
        List.of(
            List.of("-vv", "DEBUG2"),
            List.of("-q", "QUIET"),
            List.of("-oLogLevel=ERROR", "ERROR"))) {
      List<Hop> hops = hops(destination("Host b\n  LogLevel DEBUG3\n", words.get(0), "-Ja,b", "h"));
      for (Hop hop : hops) {
        assertEquals(words.get(1), hop.config().value(ClientKeywords.LOG_LEVEL));
      }
    }
    // What a file says of the destination is about that alone.
    Hop hop = hops(destination("Host h\n  LogLevel QUIET\n", "-Jj", "h")).getFirst();
    assertEquals("INFO", hop.config().value(ClientKeywords.LOG_LEVEL));
  }

  @Test
  void aJumpHostMayHaveAJumpHost() throws Exception {
    String config = "Host h\n  ProxyJump b\nHost b\n  ProxyJump a\nHost *\n  User u\n";
    assertEquals(List.of("u@b:22", "u@a:22"), texts(config, "h"));
    // Those that are named with it take the place of its own.
    assertEquals(List.of("u@b:22", "u@x:22"), texts(config, "-J", "x,b", "h"));
  }

  @Test
  void whicheverOfProxyJumpAndProxyCommandComesFirstCounts() throws Exception {
    assertEquals(
        List.of("u@j:22"), texts("Host h\n  ProxyJump x\nHost *\n  User u\n", "-J", "j", "h"));
    String config = "Host h\n  ProxyCommand x\n  ProxyJump j\n";
    assertEquals(List.of(), texts(config, "h"));
    assertEquals(List.of("u@j:22"), texts(config + "Host *\n  User u\n", "-J", "j", "h"));
  }

  @Test
  void tokensAreWorkedOutInEachNameOnce() throws Exception {
    String config =
        """
        Host h
          HostName real.example
          Port 99
          User u%%
          ProxyJump %r@%n-%p.a,%h.b
        Match host *.b,*.a
          User g
        """;
    // The user's name has a percent sign in it, which is no token.
    assertEquals(List.of("g@real.example.b:22", "u%%@h-99.a:22"), texts(config, "h"));
    assertThrows(Exception.class, () -> texts("Host h\n  ProxyJump %x\n", "h"));
  }

  @Test
  @Tag("E1")
  void whatATokenBringsInIsStillOneName() throws Exception {
    String config = "Host h\n  ProxyJump %r@a,b\nHost *\n  User u\n";
    // A comma or an at sign that was typed makes no further host of itself.
    assertEquals(List.of("u@b:22", "x,evil@a:22"), texts(config, "-l", "x,evil", "h"));
    assertEquals(List.of("u@b:22", "x@evil@a:22"), texts(config, "-l", "x@evil", "h"));
    // Before anything is read about that host.
    assertEquals("hostname contains invalid characters", refusal("%k", ";x"));
    assertEquals("remote username contains invalid characters", refusal("%k@a,b", "-x"));
  }

  private String refusal(String jump, String alias) throws Exception {
    String config = "Host h\n  ProxyJump " + jump + "\n  HostKeyAlias " + alias + "\n";
    Hop far = destination(config, "h");
    return assertThrows(Fatal.class, () -> JumpHost.of(far.line(), far.config())).text();
  }

  @Test
  @Tag("E2")
  void aHostIsNoOptionAndNothingForAShell() {
    for (String hosts :
        List.of(
            "-oProxyCommand=x", "a,-x", "a,-x,b", "u@-x", "-u@a", "a;b", "$(a)", "a b", "", "a,")) {
      ConfigException typed =
          assertThrows(ConfigException.class, () -> texts("", "-J", hosts, "h"), hosts);
      assertEquals("Invalid -J argument", typed.getMessage());
      assertThrows(ConfigException.class, () -> texts("", "-o", "ProxyJump=" + hosts, "h"), hosts);
    }
  }

  @Test
  void aWayToItselfIsALoop() throws Exception {
    String self = "Host h\n  HostName real\n  Port 22\n  User u\n";
    for (String jump : List.of("real", "real:22", "u@real")) {
      Fatal e = assertThrows(Fatal.class, () -> texts(self, "-J", jump, "h"), jump);
      assertEquals("jumphost loop via real", e.text());
      assertInstanceOf(JumpReason.Loop.class, e.reason().orElseThrow());
    }
    // As OpenSSH has it: another port or user may be another host behind the same name.
    assertEquals(1, texts(self, "-J", "real:23", "h").size());
    assertEquals(1, texts(self, "-J", "v@real", "h").size());
  }

  @Test
  void aWayThatComesBackIsALoop() {
    // OpenSSH starts one ssh after the other here.
    Fatal all = assertThrows(Fatal.class, () -> texts("Host *\n  ProxyJump gate\n", "h"));
    assertEquals("jumphost loop via gate", all.text());
    String two = "Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n";
    assertEquals("jumphost loop via b", assertThrows(Fatal.class, () -> texts(two, "a")).text());
    String token = "Host *\n  HostName x-%h\n  ProxyJump %n\n";
    assertEquals("jumphost loop via h", assertThrows(Fatal.class, () -> texts(token, "h")).text());
  }

  @Test
  void aWayWithoutEndIsGivenUp() {
    Fatal e = assertThrows(Fatal.class, () -> texts("Host *\n  ProxyJump x%h\n", "h"));
    assertInstanceOf(JumpReason.TooMany.class, e.reason().orElseThrow());
    assertEquals("more than 16 jump hosts, the last one " + "x".repeat(17) + "h", e.text());
  }

  @Test
  void theSameHostTwiceInAListIsNoLoop() throws Exception {
    assertEquals(List.of("u@a:22", "u@b:22", "u@a:22"), texts("User u\n", "-J", "a,b,a", "h"));
  }

  @Test
  void commandsThatAreToBeTypedKeepTheWay() throws Exception {
    Hop far = destination("", "-J", "a,b", "h");
    LocalMachine machine = new LocalMachine();
    String file = "-F " + folder.resolve("config");
    Typed typed = new Typed(far.config(), far.line(), machine);
    assertEquals("ssh " + file + " -J a,b h", typed.ssh());
    assertEquals("ssh-doctor " + file + " -J a,b h", typed.doctor());
    assertEquals("ssh-copy-id -i k " + file + " -o ProxyJump=a,b h", typed.copyId("k"));
    Hop b = hops(far).getFirst();
    assertEquals("ssh " + file + " -J a b", new Typed(b.config(), b.line(), machine).ssh());
  }
}
