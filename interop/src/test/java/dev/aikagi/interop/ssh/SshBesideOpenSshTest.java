package dev.aikagi.interop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each case through both programs: the same exit code, output and messages, byte for byte. */
class SshBesideOpenSshTest {
  private static final String REAL = "/usr/bin/ssh";

  @TempDir static Path folder;

  private static RealServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RealServer.start(folder);
    Files.writeString(folder.resolve("known"), server.line("", "host_key.pub"));
    Files.writeString(folder.resolve("changed"), server.line("", "other_key.pub"));
    Files.writeString(folder.resolve("revoked"), server.line("@revoked ", "host_key.pub"));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static List<String> to(String known, String... words) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-F",
                "none",
                "-p",
                Integer.toString(server.port()),
                "-o",
                "UserKnownHostsFile=" + folder.resolve(known),
                "-o",
                "BatchMode=yes",
                "-o",
                "IdentitiesOnly=yes"));
    all.addAll(List.of(words));
    return all;
  }

  private static String id() {
    return folder.resolve("id").toString();
  }

  private static void same(List<String> words) throws Exception {
    List<String> real = new ArrayList<>(List.of(REAL));
    real.addAll(words);
    List<String> ours =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.aikagi.interop.ssh.OurSsh"));
    ours.addAll(words);
    assertEquals(run(real).toString(), run(ours).toString(), words.toString());
  }

  /** Both start with the same files: known_hosts is what a first run may have changed. */
  private static Result run(List<String> command) throws IOException, InterruptedException {
    Files.deleteIfExists(folder.resolve("fresh"));
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(errors.toFile());
    builder.environment().keySet().removeAll(List.of("SSH_AUTH_SOCK", "DISPLAY"));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, Files.readString(errors));
  }

  @Test
  void runsACommand() throws Exception {
    same(to("known", "-i", id(), "127.0.0.1", "echo out; echo err >&2; exit 7"));
    same(to("known", "-i", id(), "-o", "SetEnv=FOO=bar", "127.0.0.1", "echo $FOO"));
    same(to("known", "-i", id(), "-C", "127.0.0.1", "-q", "echo compressed"));
    same(to("known", "-i", id(), "-n", "127.0.0.1", "cat"));
    same(to("known", "-i", id(), "-tt", "127.0.0.1", "tty > /dev/null && echo terminal"));
    same(to("known", "-i", id(), "-s", "127.0.0.1", "nosuch"));
  }

  @Test
  void judgesTheHostKey() throws Exception {
    same(to("fresh", "-i", id(), "127.0.0.1", "true"));
    same(to("fresh", "-i", id(), "-o", "StrictHostKeyChecking=yes", "127.0.0.1", "true"));
    same(to("fresh", "-i", id(), "-o", "StrictHostKeyChecking=accept-new", "127.0.0.1", "true"));
    same(to("changed", "-i", id(), "127.0.0.1", "true"));
    same(to("changed", "-i", id(), "-o", "StrictHostKeyChecking=no", "127.0.0.1", "echo in"));
    same(to("revoked", "-i", id(), "127.0.0.1", "true"));
  }

  @Test
  void refusesKeys() throws Exception {
    same(to("known", "-i", folder.resolve("open_id").toString(), "127.0.0.1", "true"));
    same(to("known", "-i", "/nonexistent", "-o", "IdentityFile=none", "127.0.0.1", "true"));
    same(to("known", "-i", id(), "nosuchuser@127.0.0.1", "true"));
  }

  @Test
  void saysWhyThereIsNoConnection() throws Exception {
    same(List.of("-F", "none", "-p", "1", "127.0.0.1", "x"));
    same(List.of("-F", "none", "nohost.invalid", "x"));
    same(to("known", "-o", "KexAlgorithms=diffie-hellman-group1-sha1", "127.0.0.1", "x"));
    // It takes the banner first: what is written to a program that has ended is another error.
    same(List.of("-F", "none", "-o", "ProxyCommand=head -n 1 > /dev/null", "127.0.0.1", "x"));
    same(List.of("-F", "none", "a;b@h", "x"));
    same(List.of("-F", "none", "-o", "Foo=1", "h"));
    same(List.of("-F", "/nonexistent", "h"));
  }
}
