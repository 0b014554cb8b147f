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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start-up caches: they are there, and two starts from one share no random numbers. */
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
    Path cache = Path.of(Peer.ours(tool)).resolve("../../lib", tool + ".aot").normalize();
    assertTrue(Files.size(cache) > 0, cache + " is empty");
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
