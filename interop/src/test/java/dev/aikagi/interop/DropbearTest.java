package dev.aikagi.interop;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Dropbear has fewer algorithms; it is the second opinion on each that it has. */
class DropbearTest {
  @TempDir Path folder;

  /** Our ssh logs in to Dropbear. */
  @TestFactory
  Stream<DynamicTest> server() throws Exception {
    Keys keys = Keys.make(folder);
    Daemon server = Dropbear.server(keys);
    Ssh ssh = new Ssh(Peer.ours("ssh"), keys, server.port());
    Exchange exchange = new Exchange(folder);
    return Stream.of(
            "KexAlgorithms=curve25519-sha256",
            "KexAlgorithms=ecdh-sha2-nistp256",
            "KexAlgorithms=ecdh-sha2-nistp521",
            "KexAlgorithms=diffie-hellman-group14-sha256",
            "HostKeyAlgorithms=ssh-ed25519",
            "HostKeyAlgorithms=ecdsa-sha2-nistp256",
            "HostKeyAlgorithms=rsa-sha2-256",
            "Ciphers=chacha20-poly1305@openssh.com",
            "Ciphers=aes128-ctr",
            "Ciphers=aes256-ctr",
            "MACs=hmac-sha2-256",
            "MACs=hmac-sha1",
            "Compression=yes")
        .map(
            option ->
                DynamicTest.dynamicTest(
                    option,
                    () -> {
                      List<String> options =
                          option.startsWith("MACs")
                              ? List.of(option, "Ciphers=aes128-ctr")
                              : List.of(option);
                      exchange.runAndEcho(words -> ssh.command(options, words), 8);
                    }))
        .onClose(server::close);
  }

  /** Dropbear's client logs in to our sshd. */
  @TestFactory
  Stream<DynamicTest> client() throws Exception {
    Keys keys = Keys.make(folder);
    Daemon server = Sshd.start(Peer.ours("sshd"), keys, List.of());
    Exchange exchange = new Exchange(folder);
    return Stream.of(
            List.of("-c", "chacha20-poly1305@openssh.com"),
            List.of("-c", "aes128-ctr", "-m", "hmac-sha2-256"),
            List.of("-c", "aes256-ctr", "-m", "hmac-sha1"))
        .map(
            options ->
                DynamicTest.dynamicTest(
                    String.join(" ", options),
                    () ->
                        exchange.runAndEcho(
                            words -> Dropbear.client(keys, server.port(), options, words), 8)))
        .onClose(server::close);
  }

  /** The fixtures themselves, with no tool of ours: Dropbear talks to itself. */
  @Test
  void dropbearTalksToItself() throws Exception {
    Keys keys = Keys.make(folder);
    try (Daemon server = Dropbear.server(keys)) {
      new Exchange(folder)
          .runAndEcho(words -> Dropbear.client(keys, server.port(), List.of(), words), 1);
    }
  }
}
