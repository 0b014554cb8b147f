package dev.aikagi.interop.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.transport.Timer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nothing that a server says may steer the terminal: whatever it puts control characters into, what
 * our ssh writes to a real terminal has none but line feed, tab and the carriage returns before
 * line feeds.
 */
@Tag("E3")
class TerminalSafetyTest {
  /** A title, colours, a bell, backspaces, C1, a bidirectional override and a lone CR. */
  private static final String HOSTILE =
      "EVIL\u001b]0;title\u0007\u001b[31m\b\b\u009b5m\u202e\rFORGED\u007f";

  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir static Path folder;

  @BeforeAll
  static void key() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not installed");
    Path keygen = Path.of("/usr/bin/ssh-keygen");
    assumeTrue(Files.isExecutable(keygen), "OpenSSH's ssh-keygen is not installed");
    int made =
        new ProcessBuilder(
                keygen.toString(),
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                folder.resolve("k").toString())
            .start()
            .waitFor();
    assertTrue(made == 0);
  }

  /** What the terminal got, with ssh's own two-character line ends as plain line feeds. */
  private static String terminal(int port) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.aikagi.interop.ssh.OurSsh"));
    words.addAll(List.of("-vvv", "-F", "none", "-p", Integer.toString(port)));
    words.addAll(List.of("-o", "StrictHostKeyChecking=no", "-o", "IdentityFile=none"));
    words.addAll(List.of("-o", "UserKnownHostsFile=/dev/null", "-o", "IdentityAgent=none"));
    words.addAll(List.of("127.0.0.1", "true"));
    StringBuilder line = new StringBuilder("stty -onlcr; exec");
    words.forEach(w -> line.append(" '").append(w).append('\''));
    Path script = Files.writeString(folder.resolve("run.sh"), line + "\n");
    Process process =
        new ProcessBuilder("script", "-qefc", "sh " + script, "/dev/null")
            .redirectErrorStream(true)
            .start();
    byte[] shown;
    try (var _ =
        Timer.after(
            LIMIT,
            () -> {
              process.descendants().forEach(ProcessHandle::destroyForcibly);
              process.destroyForcibly();
            })) {
      shown = answered(process);
    }
    int status = process.waitFor();
    assertEquals(255, status, () -> "ssh was ended, or let in:\n" + new String(shown, UTF_8));
    // A question of ssh's own begins at the start of its line, as OpenSSH's do.
    return new String(shown, UTF_8).replace("\r\n", "\n").replace("\n\r", "\n");
  }

  /** Types a line whenever the output stops within one, as it does at a question. */
  private static byte[] answered(Process process) throws IOException {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    InputStream in = process.getInputStream();
    for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
      shown.write(buffer, 0, n);
      if (buffer[n - 1] != '\n') {
        process.getOutputStream().write("x\n".getBytes(UTF_8));
        process.getOutputStream().flush();
      }
    }
    return shown.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(HostileServer.Place.class)
  void noControlCharacterReachesTheTerminal(HostileServer.Place place) throws Exception {
    String shown;
    try (HostileServer server = HostileServer.start(folder.resolve("k"), place, HOSTILE)) {
      shown = terminal(server.port());
    }
    // Names and version lines with such characters are refused; free text is shown without them.
    boolean refused =
        shown.contains(" invalid characters") || shown.contains(" with the character ");
    assertTrue(refused || shown.contains("EVIL"), "the text was not shown at all:\n" + shown);
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      boolean control = c < ' ' || (c >= 0x7f && c < 0xa0) || c == '\u202e';
      assertFalse(
          control && c != '\n' && c != '\t',
          () -> "control character " + (int) c + " in:\n" + shown.replace('\u001b', '^'));
    }
  }
}
