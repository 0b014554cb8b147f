package dev.aikagi.interop;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Our ssh logs in to OpenSSH's sshd. */
class OpenSshServerTest {
  @TempDir static Path folder;
  private static Keys keys;
  private static Daemon server;

  @BeforeAll
  static void start() throws Exception {
    keys = Keys.make(folder);
    server =
        Sshd.start(
            Peer.required("sshd"),
            keys,
            Algorithms.all(
                Algorithms.ofOpenSsh("kex"),
                Algorithms.ofOpenSsh("key-sig"),
                Algorithms.ofOpenSsh("cipher")));
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
    return new Matrix(folder, new Ssh(Peer.ours("ssh"), keys, server.port()), Matrix.OF_OURS)
        .rows();
  }
}
