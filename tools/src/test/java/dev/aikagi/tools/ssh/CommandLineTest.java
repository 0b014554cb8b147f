package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.config.AlgorithmNames;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientConfigReader;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.Forward;
import dev.aikagi.tools.Fatal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private CommandLine parse(String... words) throws Fatal {
    return CommandLine.parse(List.of(words), new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  private ClientConfig config(String... words) throws Exception {
    CommandLine line = parse(words);
    ClientConfigReader reader =
        new ClientConfigReader(
            line.destination().host(),
            new LocalMachine(),
            AlgorithmNames.OPENSSH_CLIENT,
            Diagnostic.NOBODY);
    line.applyTo(reader);
    return reader.finish();
  }

  private String said() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  @Test
  void destinationAndCommand() throws Fatal {
    CommandLine line = parse("jo@host", "ls", "-l", "/tmp");
    assertEquals("host", line.destination().host());
    assertEquals(Optional.of("jo"), line.destination().user());
    assertEquals("ls -l /tmp", line.command());
  }

  @Test
  void flagsMayFollowTheDestination() throws Exception {
    ClientConfig config = config("host", "-p", "2222", "-tt", "cmd", "-p", "1");
    assertEquals(2222, config.value(ClientKeywords.PORT));
    assertEquals("force", config.value(ClientKeywords.REQUEST_TTY));
    assertEquals("cmd -p 1", parse("host", "-p", "2222", "cmd", "-p", "1").command());
    assertEquals("-x", parse("--", "host", "-x").command());
  }

  @Test
  void theFirstSettingWins() throws Exception {
    ClientConfig config = config("-p", "1", "-o", "Port=2", "-l", "a", "b@ssh-host");
    assertEquals(1, config.value(ClientKeywords.PORT));
    assertEquals("a", config.user());
    config = config("-o", "Port 2", "-p", "1", "ssh://c@ssh-host:77");
    assertEquals(2, config.value(ClientKeywords.PORT));
    assertEquals("c", config.user());
  }

  @Test
  void clustersAndLevels() throws Exception {
    assertEquals("DEBUG2", config("-vv", "-C", "h").value(ClientKeywords.LOG_LEVEL));
    assertEquals("QUIET", config("-q", "h").value(ClientKeywords.LOG_LEVEL));
    ClientConfig config = config("-CnNT4", "h");
    assertEquals("yes", config.value(ClientKeywords.COMPRESSION));
    assertTrue(config.value(ClientKeywords.STDIN_NULL));
    assertEquals("none", config.value(ClientKeywords.SESSION_TYPE));
    assertEquals("no", config.value(ClientKeywords.REQUEST_TTY));
    assertEquals("inet", config.value(ClientKeywords.ADDRESS_FAMILY));
  }

  @Test
  void whatIsWrongIsSaidAsOpenSshSaysIt() {
    assertThrows(Fatal.class, () -> parse("-z", "h"));
    assertThrows(Fatal.class, this::parse);
    assertThrows(Fatal.class, () -> parse("-p", "x", "h"));
    assertThrows(Fatal.class, () -> parse("-c", "foo", "h"));
    assertThrows(Fatal.class, () -> parse("-e", "foo", "h"));
    assertThrows(Fatal.class, () -> parse("@h"));
    assertTrue(said().startsWith("unknown option -- z\nusage: ssh [-46AaCfGgKkMNnqsTtVvXxYyZ]"));
    assertTrue(said().contains("Bad port 'x'\n"));
    assertTrue(said().contains("Unknown cipher type 'foo'\n"));
    assertTrue(said().contains("Bad escape character 'foo'.\n"));
  }

  @Test
  void theLastOfTheFlagsSaysWhetherTheAgentIsForwarded() throws Exception {
    for (String[] row :
        new String[][] {
          {"no", "h"},
          {"yes", "-A", "h"},
          {"no", "-A", "-a", "h"},
          {"yes", "-a", "-A", "h"},
          {"yes", "-A", "-oForwardAgent=no", "h"},
          {"yes", "-oForwardAgent=no", "-A", "h"},
          {"no", "-a", "-oForwardAgent=yes", "h"},
          {"/s", "-A", "-oForwardAgent=/s", "h"},
          {"no", "-oForwardAgent=/s", "-a", "h"}
        }) {
      String[] words = List.of(row).subList(1, row.length).toArray(String[]::new);
      CommandLine line = parse(words);
      ClientConfigReader reader =
          new ClientConfigReader(
              "h", new LocalMachine(), AlgorithmNames.OPENSSH_CLIENT, Diagnostic.NOBODY);
      line.applyTo(reader);
      line.implied(reader);
      String value = reader.finish().value(ClientKeywords.FORWARD_AGENT);
      assertEquals(row[0], value, List.of(row)::toString);
    }
  }

  @Test
  void whatIsToComeIsRefused() {
    for (String flag : List.of("-L1:a:2", "-R1:a:2", "-D1", "-w1", "-X", "-Y")) {
      Fatal e = assertThrows(Fatal.class, () -> parse(flag, "h"), flag);
      assertTrue(e.text().contains("not part of this ssh yet"), e.text());
    }
    assertThrows(Fatal.class, () -> parse("-M", "h"));
  }

  @Test
  void theHostsOfJAreThoseOfProxyJump() throws Exception {
    assertEquals(
        Optional.of("a,u@b:22"), config("-Ja,u@b:22", "h").value(ClientKeywords.PROXY_JUMP));
    // A value is set: what files say comes too late.
    assertTrue(config("-J", "NONE", "h").value(ClientKeywords.PROXY_JUMP).isEmpty());
    ClientConfig config = config("-J", "a", "-o", "ProxyCommand=x", "h");
    assertTrue(config.value(ClientKeywords.PROXY_COMMAND).isEmpty());
  }

  @Test
  @Tag("E1")
  void whatCannotBeAJumpHostIsRefused() {
    String bad = "Invalid -J argument";
    for (String value :
        List.of(
            "",
            "a,",
            ",a",
            "a,,b",
            "@a",
            "a:0",
            "a:70000",
            "a:x",
            "[::1",
            "-a",
            "u@-a",
            "-u@a",
            "a;b",
            "a b",
            "$(a)",
            "a`b`",
            "a\nb",
            "ssh://a/b",
            "ssh://@a",
            "ssh://u%00@a")) {
      assertEquals(bad, refusal("-J", value, "h"), value);
    }
    assertEquals(
        "Only a single -J option is permitted (use commas to separate multiple jump hops)",
        refusal("-J", "a", "-J", "b", "h"));
    assertEquals(
        "Only a single -J option is permitted (use commas to separate multiple jump hops)",
        refusal("-o", "ProxyJump=none", "-J", "b", "h"));
    assertEquals(
        "Cannot specify -J with ProxyCommand", refusal("-o", "ProxyCommand=none", "-J", "b", "h"));
  }

  private String refusal(String... words) {
    return String.valueOf(
        assertThrows(ConfigException.class, () -> config(words), List.of(words)::toString)
            .getMessage());
  }

  @Test
  void wIsAConnectionAndNoSession() throws Exception {
    CommandLine line = parse("-W", "[::1]:80", "h");
    assertEquals(new Forward.End.Tcp("::1", 80), line.stdioForward().orElseThrow());
    ClientConfig config = config("-W", "h2:22", "h");
    assertEquals("none", config.value(ClientKeywords.SESSION_TYPE));
    assertEquals("no", config.value(ClientKeywords.REQUEST_TTY));
    assertFalse(config.value(ClientKeywords.EXIT_ON_FORWARD_FAILURE));
    for (String value : List.of("a", "22", "a:0", "a:b:c", "a:70000", "", "/path", ":22")) {
      assertThrows(Fatal.class, () -> parse("-W", value, "h"), value);
      assertTrue(said().endsWith("Bad stdio forwarding specification '" + value + "'\n"), said());
    }
    Fatal twice = assertThrows(Fatal.class, () -> parse("-Wa:1", "-Wb:2", "h"));
    assertEquals("stdio forward already specified", twice.text());
  }
}
