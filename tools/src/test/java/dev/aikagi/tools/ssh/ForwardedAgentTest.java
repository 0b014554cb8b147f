package dev.aikagi.tools.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.client.AgentForwardingRefusal;
import dev.aikagi.config.AlgorithmNames;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientConfigReader;
import dev.aikagi.tools.Fatal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which agent ForwardAgent means, and what is said of it. */
class ForwardedAgentTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private Log log() {
    return new Log(new PrintStream(said, true, UTF_8));
  }

  private String said() {
    return said.toString(UTF_8);
  }

  private ClientConfig config(String... options) throws Exception {
    ClientConfigReader reader =
        new ClientConfigReader(
            "host", new ScriptedMachine(folder, c -> {}), AlgorithmNames.OPENSSH_CLIENT, d -> {});
    for (String option : options) {
      reader.option(option);
    }
    return reader.finish();
  }

  private Optional<Path> socket(String... options) throws Exception {
    return ForwardedAgent.of(config(options), log()).socket();
  }

  private ServerSocketChannel listen(Path path) throws Exception {
    ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    socket.bind(UnixDomainSocketAddress.of(path));
    return socket;
  }

  @Test
  void theAgentIsThatOfTheLogin() throws Exception {
    Path agent = folder.resolve("agent");
    try (ServerSocketChannel _ = listen(agent)) {
      assertEquals(Optional.of(agent), socket("ForwardAgent yes", "IdentityAgent " + agent));
      assertEquals(Optional.empty(), socket("ForwardAgent no", "IdentityAgent " + agent));
      assertEquals(Optional.empty(), socket("IdentityAgent " + agent));
      assertEquals(Optional.empty(), socket("ForwardAgent yes", "IdentityAgent none"));
    }
    // Nobody listens there any more.
    assertEquals(Optional.empty(), socket("ForwardAgent yes", "IdentityAgent " + agent));
    assertEquals(
        Optional.empty(), socket("ForwardAgent yes", "IdentityAgent " + folder.resolve("nowhere")));
    assertEquals("", said());
  }

  @Test
  void aSocketMayBeNamed() throws Exception {
    Path agent = Files.createFile(folder.resolve("agent-host"));
    assertEquals(Optional.of(agent), socket("ForwardAgent " + agent));
    assertEquals(
        Optional.of(agent), socket("ForwardAgent " + folder + "/agent-%n", "IdentityAgent none"));
    assertEquals("", said());
  }

  @Test
  void oneThatIsNotThereIsSaid() throws Exception {
    assertEquals(Optional.empty(), socket("ForwardAgent /nonexistent/s"));
    assertEquals(Optional.empty(), socket("ForwardAgent $AIKAGI_NOBODY_SETS_THIS"));
    String line = "Cannot forward agent socket path \"%s\": No such file or directory\r\n";
    assertEquals(
        line.formatted("/nonexistent/s") + line.formatted("$AIKAGI_NOBODY_SETS_THIS"), said());
    assertThrows(
        Fatal.class, () -> socket("ForwardAgent /nonexistent/s", "ExitOnForwardFailure yes"));
  }

  @Test
  void aServerThatTriesIsTold() {
    new ForwardedAgent(log()).refused(new AgentForwardingRefusal.NotOffered());
    assertEquals(
        List.of(
            "Warning: ssh server tried agent forwarding.",
            "Warning: this is probably a break-in attempt by a malicious server."),
        said().lines().toList());
  }
}
