package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a start fast is there, and two starts from one cache share no random numbers. */
class StartUpCacheTest {
  private static final int DEADLINE_MILLIS = 60_000;
  private static final int KEXINIT = 20;
  private static final int COOKIE = 16;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh",
        "sshd",
        "ssh-keygen",
        "ssh-keyscan",
        "ssh-copy-id",
        "sftp",
        "scp",
        "sftp-server"
      })
  void cacheIsThere(String tool) throws Exception {
    Path cache = lib().resolve(tool + ".aot");
    assertTrue(Files.size(cache) > 0, cache + " is empty");
  }

  /**
   * The runtime says nothing of a name that is nobody's. Looked for in the JDK that runs the tests,
   * from which the image's is made.
   */
  @ParameterizedTest
  @ValueSource(strings = {"early-code-ssh", "early-code-sshd"})
  void whatIsCompiledEarlyIsThere(String file) throws Exception {
    ClassLoader loader = StartUpCacheTest.class.getClassLoader();
    int found = 0;
    for (String line : Files.readAllLines(lib().resolve(file))) {
      if (line.equals("quiet")) {
        continue;
      }
      String[] name = line.split(",", -1)[1].split("::", -1);
      Class<?> type = Class.forName(name[0], false, loader);
      Pattern method = Pattern.compile(name[1].replace("*", ".*"));
      assertTrue(
          name[1].equals("*")
              || Stream.of(type.getDeclaredMethods())
                  .anyMatch(m -> method.matcher(m.getName()).matches()),
          line);
      found++;
    }
    assertTrue(found > 40, "only " + found);
  }

  /** Each provider that is asked before the one that has it is loaded for nothing. */
  @Test
  void ciphersAreAskedOfTheirProviderFirst() throws Exception {
    Path runtime = lib().resolve("runtime");
    List<String> providers =
        Files.readAllLines(runtime.resolve("conf/security/java.security")).stream()
            .filter(line -> line.startsWith("security.provider."))
            .toList();
    assertEquals("security.provider.1=SUN", providers.get(0));
    assertEquals("security.provider.2=SunJCE", providers.get(1));
    for (int i = 0; i < providers.size(); i++) {
      assertTrue(
          providers.get(i).startsWith("security.provider." + (i + 1) + "="), providers::toString);
    }
  }

  private static Path lib() {
    return Path.of(Peer.ours("ssh")).resolve("../../lib").normalize();
  }

  /** A generator that a cache restored would give every start the same keys. */
  @Test
  void twoStartsSendDifferentCookies() throws Exception {
    assertNotEquals(cookie(), cookie());
  }

  private static String cookie() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(DEADLINE_MILLIS);
      Process ssh =
          new ProcessBuilder(
                  Peer.ours("ssh"),
                  "-F",
                  "none",
                  "-o",
                  "BatchMode=yes",
                  "-p",
                  Integer.toString(server.getLocalPort()),
                  "127.0.0.1",
                  "true")
              .redirectErrorStream(true)
              .start();
      try (Socket peer = server.accept()) {
        peer.setSoTimeout(DEADLINE_MILLIS);
        peer.getOutputStream().write("SSH-2.0-Listener\r\n".getBytes(StandardCharsets.US_ASCII));
        return cookie(new DataInputStream(peer.getInputStream()));
      } finally {
        ssh.destroy();
        assertTrue(ssh.waitFor(DEADLINE_MILLIS, TimeUnit.MILLISECONDS));
      }
    }
  }

  /** RFC 4253 section 7.1: the cookie follows the message number of the first packet. */
  private static String cookie(DataInputStream in) throws IOException {
    while (in.readByte() != '\n') {
      // The version line.
    }
    in.readInt();
    in.readByte();
    assertEquals(KEXINIT, in.readByte());
    byte[] cookie = new byte[COOKIE];
    in.readFully(cookie);
    return HexFormat.of().formatHex(cookie);
  }
}
