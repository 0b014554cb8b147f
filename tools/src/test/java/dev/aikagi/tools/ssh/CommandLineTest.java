package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.config.AlgorithmNames;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientConfigReader;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.tools.Fatal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
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
  void whatIsToComeIsRefused() {
    for (String flag : List.of("-L1:a:2", "-R1:a:2", "-D1", "-Wa:1", "-Ja", "-A", "-X", "-Y")) {
      Fatal e = assertThrows(Fatal.class, () -> parse(flag, "h"), flag);
      assertTrue(e.text().contains("not part of this ssh yet"), e.text());
    }
    assertThrows(Fatal.class, () -> parse("-M", "h"));
  }
}
