package dev.aikagi.interop;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSH's ssh logs in to our sshd. */
class OpenSshClientTest {
  @TempDir static Path folder;
  private static Keys keys;
  private static Daemon server;

  @BeforeAll
  static void start() throws Exception {
    keys = Keys.make(folder);
    server =
        Sshd.start(
            Peer.ours("sshd"),
            keys,
            Algorithms.all(
                Set.copyOf(Algorithms.KEX),
                Set.copyOf(Algorithms.HOST_KEYS),
                Set.copyOf(Algorithms.CIPHERS)));
  }

  @AfterAll
  static void stop() {
    // A peer that is not installed has ended the start.
    if (server != null) {
      server.close();
    }
  }

  @TestFactory
  Stream<DynamicNode> matrix() throws Exception {
    return new Matrix(folder, new Ssh(Peer.required("ssh"), keys, server.port()), Matrix.OF_OPENSSH)
        .rows();
  }
}
