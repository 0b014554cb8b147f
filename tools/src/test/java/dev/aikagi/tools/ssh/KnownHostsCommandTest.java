package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.config.AlgorithmNames;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientConfigReader;
import dev.aikagi.trust.KnownHostsFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that is asked for host keys: no shell, no endless wait, no endless output. */
class KnownHostsCommandTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private ClientConfig config(String command) throws Exception {
    ClientConfigReader reader =
        new ClientConfigReader(
            "host", new ScriptedMachine(folder, c -> {}), AlgorithmNames.OPENSSH_CLIENT, d -> {});
    reader.option("KnownHostsCommand " + command);
    return reader.finish();
  }

  private KnownHostsCommand command(String command, Duration limit) throws Exception {
    Log log = new Log(new PrintStream(said, true, StandardCharsets.UTF_8));
    return new KnownHostsCommand(config(command), log, limit);
  }

  private String script(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("program"), "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }

  private Optional<KnownHostsFile> ask(KnownHostsCommand command) throws IOException {
    return command.ask(KnownHostsCommand.Purpose.ORDER, "host", null);
  }

  @Test
  void wordsAreSplitBeforeTokensAreExpanded() throws Exception {
    assertEquals(
        List.of("/bin/x", "a b", "#c", "$(touch y)", "HOSTNAME", "[h]:7 z", "NONE", "%", "host"),
        KnownHostsCommand.words(
            config("/bin/x 'a b' #c '$(touch y)' %I %H %f %% %n"),
            KnownHostsCommand.Purpose.HOSTNAME,
            "[h]:7 z",
            null));
  }

  @Test
  void noShellReadsTheCommand() throws Exception {
    Path canary = folder.resolve("canary");
    String line = script("true") + " ; touch " + canary + " `touch " + canary + "`";
    assertTrue(ask(command(line, LONG)).isPresent());
    assertFalse(Files.exists(canary));
  }

  @Test
  void aProgramThatFailsEndsEverything() throws Exception {
    String program = script("exit 3");
    IOException e = assertThrows(IOException.class, () -> ask(command(program, LONG)));
    assertEquals("KnownHostsCommand failed", e.getMessage());
    assertEquals(
        "KnownHostsCommand-ORDER " + program + " failed, status 3\r\n",
        said.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aProgramThatDoesNotEndIsEnded() throws Exception {
    String program = script("exec sleep 1000");
    IOException e =
        assertThrows(IOException.class, () -> ask(command(program, Duration.ofMillis(20))));
    assertTrue(String.valueOf(e.getMessage()).contains("did not end"), e.getMessage());
  }

  @Test
  void outputWithoutEndIsRefused() throws Exception {
    String program = script("exec yes");
    IOException e = assertThrows(IOException.class, () -> ask(command(program, LONG)));
    assertTrue(String.valueOf(e.getMessage()).contains("prints more than"), e.getMessage());
  }

  @Test
  void aProgramThatIsNotThereIsSaidAndLeftOut() throws Exception {
    assertTrue(ask(command("/nonexistent x", LONG)).isEmpty());
    assertTrue(ask(command("relative x", LONG)).isEmpty());
    assertEquals(
        String.join(
            "\r\n",
            "Could not stat KnownHostsCommand-ORDER \"/nonexistent\": No such file or directory",
            "KnownHostsCommand-ORDER path is not absolute",
            ""),
        said.toString(StandardCharsets.UTF_8));
  }
}
