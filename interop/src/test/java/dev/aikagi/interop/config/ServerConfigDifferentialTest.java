package dev.aikagi.interop.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.config.AlgorithmNames;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.ConnectionFacts;
import dev.aikagi.config.Diagnostic.Severity;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every case through {@code sshd -T} and through our reader: the same messages, the same exit
 * status and the same values, for the server and, with -C, for a connection.
 */
class ServerConfigDifferentialTest {
  private static final String SSHD = "/usr/sbin/sshd";
  private static final String CONNECTION =
      "user=jo,host=h.example.com,addr=192.0.2.4,laddr=198.51.100.8,lport=22,rdomain=";

  @TempDir static Path folder;

  @BeforeAll
  static void peer() throws Exception {
    OpenSsh.assumeInstalled(SSHD);
    Path key = folder.resolve("host_key");
    Process keygen =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
            .start();
    assertEquals(0, keygen.waitFor());
    Files.createDirectories(Path.of("/run/sshd"));
  }

  @Test
  void everyKeywordWithGoodAndBadValues() throws Exception {
    compare(OpenSsh.cases("server-lines.txt"), "");
  }

  @Test
  void matchBlocks() throws Exception {
    compare(OpenSsh.cases("server-blocks.txt"), CONNECTION);
  }

  /** Each list before the connections that show how OpenSSH takes it. */
  @Test
  void listsOfAddressesAndNames() throws Exception {
    List<String> criteria = OpenSsh.cases("server-patterns.txt");
    String rest = ",laddr=198.51.100.8,lport=22,rdomain=";
    for (String addressed :
        List.of(
            "user=jo,host=h,addr=192.0.2.4",
            "user=JO,host=H.example,addr=::ffff:192.0.2.4",
            "user=x,host=h,addr=fe80::1",
            "user=x,host=h,addr=fe80::1%lo",
            "user=x,host=h,addr=127.1",
            "user=x,host=h,addr=name")) {
      compare(criteria, addressed + rest);
    }
  }

  @Test
  void includes() throws Exception {
    Files.writeString(folder.resolve("inc1"), "PermitTTY no\nMatch user jo\n MaxSessions 2\n");
    Files.writeString(
        folder.resolve("inc2"), "X11Forwarding yes\nMatch user nope\n MaxSessions 7\n");
    String include = "Include " + folder + "/inc*\n";
    compare(
        List.of(
            include,
            "Match user jo\n" + include,
            "Match user nope\n" + include + "Match all\n MaxAuthTries 2\n",
            "Include " + folder + "/nothing*\n"),
        CONNECTION);
  }

  /** The tutorial's own file: OpenSSH stops at one line of it, we do not. */
  @Test
  void theTutorialsFileStopsOpenSshAndNotUs() throws Exception {
    Path file = folder.resolve("tutorial");
    Files.writeString(file, hostKey() + "AuthorizedKeysCommandRunAs nobody\n");
    Dump theirs = OpenSsh.run(folder, List.of(SSHD, "-t", "-f", file.toString()));
    assertTrue(theirs.messages().contains("Bad configuration option: AuthorizedKeysCommandRunAs"));
    assertEquals(0, ours(file, "").status());
  }

  private static String hostKey() {
    return "HostKey " + folder.resolve("host_key") + "\n";
  }

  private static void compare(List<String> cases, String connection)
      throws IOException, InterruptedException {
    Path file = folder.resolve("config");
    List<String> differences = new ArrayList<>();
    for (String text : cases) {
      Files.writeString(file, hostKey() + text + "\n");
      List<String> command = new ArrayList<>(List.of(SSHD, "-T", "-f", file.toString()));
      if (!connection.isEmpty()) {
        command.addAll(List.of("-C", connection));
      }
      String difference = ours(file, connection).differenceTo(OpenSsh.run(folder, command));
      if (!difference.isEmpty()) {
        differences.add("\n" + text + difference);
      }
    }
    assertEquals(List.of(), differences);
  }

  private static Dump ours(Path file, String connection) {
    StringBuilder messages = new StringBuilder();
    ServerConfigReader reader =
        new ServerConfigReader(
            new Here(),
            AlgorithmNames.OPENSSH_SERVER,
            d -> {
              if (d.severity().compareTo(Severity.INFO) <= 0) {
                messages.append(d.text()).append('\n');
              }
            });
    try {
      ServerConfig config = reader.read(file.toString());
      if (!connection.isEmpty()) {
        config = config.forConnection(ConnectionFacts.NONE.with(connection));
      }
      return Dump.of(0, messages.toString(), config.dump());
    } catch (ConfigException e) {
      return Dump.of(255, messages.append(e.getMessage()).toString(), List.of());
    }
  }
}
