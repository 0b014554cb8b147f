package dev.aikagi.interop.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ssh-keygen -U of both sides with keys that OpenSSH's ssh-agent holds. */
class AgentAuthorityTest {
  private static final String AGENT = "/usr/bin/ssh-agent";
  private static final String ADD = "/usr/bin/ssh-add";

  @TempDir Path folder;
  private Process agent = ended();
  private Map<String, String> environment = Map.of();
  private String key = "";

  private static Process ended() {
    try {
      return new ProcessBuilder("true").start();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() throws Exception {
    Tool.assumeInstalled(AGENT);
    Path socket = folder.resolve("agent");
    environment = Map.of("SSH_AUTH_SOCK", socket.toString());
    agent =
        new ProcessBuilder(AGENT, "-D", "-a", socket.toString()).redirectErrorStream(true).start();
    // It says where it listens, once it does.
    assertTrue(agent.inputReader().readLine().contains(socket.toString()));
    for (String type : List.of("ed25519", "ecdsa", "rsa")) {
      make(type);
    }
    key = folder.resolve("key").toString();
    Files.copy(folder.resolve("ecdsa.pub"), Path.of(key + ".pub"));
  }

  @AfterEach
  void stop() throws Exception {
    agent.destroy();
    assertTrue(agent.waitFor(10, TimeUnit.SECONDS));
  }

  private String make(String type) {
    String file = folder.resolve(type).toString();
    Tool.ours("-q", "-t", type, "-N", "", "-f", file).ok();
    return file;
  }

  private Tool.Result theirs(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("setsid", "-w"));
    command.addAll(List.of(words));
    return Tool.process(folder, command, environment);
  }

  private Tool.Result ours(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OurKeygen.class.getName()));
    command.addAll(List.of(words));
    return Tool.process(folder, command, environment);
  }

  private void compare(String... words) throws Exception {
    String[] all = new String[words.length + 1];
    all[0] = Tool.SSH_KEYGEN;
    System.arraycopy(words, 0, all, 1, words.length);
    Tool.Result theirs = theirs(all);
    Path certificate = Path.of(key + "-cert.pub");
    String made = theirs.code() == 0 ? shown(certificate) : "";
    assertEquals(theirs, ours(words), () -> Arrays.toString(words));
    assertEquals(made, theirs.code() == 0 ? shown(certificate) : "");
  }

  private String shown(Path certificate) throws Exception {
    return theirs(Tool.SSH_KEYGEN, "-L", "-f", certificate.toString()).ok().out();
  }

  @Test
  void theAgentSigns() throws Exception {
    String rsa = folder.resolve("rsa").toString();
    compare("-U", "-s", rsa, "-I", "x", key);
    theirs(ADD, "-q", folder.resolve("ed25519").toString()).ok();
    compare("-U", "-s", rsa, "-I", "x", key);
    theirs(ADD, "-q", folder.resolve("ecdsa").toString(), rsa).ok();
    compare("-U", "-s", rsa, "-I", "x", "-n", "a", "-z", "5", key);
    compare("-U", "-s", rsa + ".pub", "-t", "rsa-sha2-256", "-I", "x", key);
    compare("-U", "-s", rsa, "-t", "rsa", "-I", "x", key);
    compare("-U", "-s", folder.resolve("ed25519.pub").toString(), "-h", "-I", "x", key);
    compare("-U", "-s", key + "-cert.pub", "-I", "x", key);
    theirs(ADD, "-q", "-c", rsa).ok();
    compare("-U", "-s", rsa, "-I", "x", key);
  }

  @Test
  void aKeyThatTheAgentHasUnderACertificateAloneIsNotTheAuthority() throws Exception {
    Path rsa = folder.resolve("rsa");
    Path certificate = folder.resolve("rsa-cert.pub");
    String signer = folder.resolve("ed25519").toString();
    theirs(Tool.SSH_KEYGEN, "-q", "-s", signer, "-I", "y", "-n", "a", rsa + ".pub").ok();
    theirs(ADD, "-q", rsa.toString()).ok();
    compare("-U", "-s", rsa.toString(), "-I", "x", key);
    // ssh-add takes out the certificate too, where it finds it.
    Files.move(certificate, folder.resolve("kept"));
    theirs(ADD, "-q", "-d", rsa.toString()).ok();
    compare("-U", "-s", rsa.toString(), "-I", "x", key);
  }
}
