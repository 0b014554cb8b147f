package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** paramiko in both roles: a third reading of the RFCs, in Python. */
class ParamikoTest {
  @TempDir Path folder;

  private static String script(String name) {
    return Path.of("src/test/resources/dev/aikagi/interop", name).toAbsolutePath().toString();
  }

  /** paramiko's client logs in to our sshd. */
  @TestFactory
  Stream<DynamicTest> client() throws Exception {
    String python = Peer.paramiko();
    Keys keys = Keys.make(folder);
    Daemon server = Sshd.start(Peer.ours("sshd"), keys, List.of());
    Exchange exchange = new Exchange(folder);
    return Stream.of(
            "kex=curve25519-sha256@libssh.org",
            "kex=ecdh-sha2-nistp256",
            "kex=ecdh-sha2-nistp521",
            "keys=ssh-ed25519",
            "keys=ecdsa-sha2-nistp256",
            "keys=rsa-sha2-512",
            "ciphers=aes128-ctr",
            "ciphers=aes256-ctr",
            "macs=hmac-sha2-256",
            "macs=hmac-sha2-512-etm@openssh.com")
        .map(
            only ->
                DynamicTest.dynamicTest(
                    only,
                    () ->
                        exchange.runAndEcho(
                            words ->
                                Command.of(python, script("paramiko_client.py"))
                                    .and(Integer.toString(server.port()))
                                    .and(System.getProperty("user.name"))
                                    .and(keys.identity("ed25519").toString(), only, words),
                            4)))
        .onClose(server::close);
  }

  /** A wrong key, a password that is not wanted, the right key: one connection, three requests. */
  @Test
  void severalAttempts() throws Exception {
    String python = Peer.paramiko();
    Keys keys = Keys.make(folder);
    try (Daemon server = Sshd.start(Peer.ours("sshd"), keys, List.of())) {
      Command.Outcome outcome =
          Command.of(python, script("paramiko_attempts.py"))
              .and(Integer.toString(server.port()))
              .and(System.getProperty("user.name"))
              .and(keys.identity("ed25519").toString())
              .run();
      outcome.expectSuccess();
      assertEquals("let in by the third\n", outcome.text(), outcome::toString);
    }
  }

  /** paramiko's SFTP client does all that it can on our server. */
  @Test
  void files() throws Exception {
    String python = Peer.paramiko();
    Copies copies = Copies.make(folder.toRealPath());
    Path files = Files.createDirectory(copies.folder().resolve("files"));
    try (Daemon server = copies.server(Peer.ours("sshd"))) {
      String text =
          Command.of(python, script("paramiko_sftp.py"))
              .and(Integer.toString(server.port()), System.getProperty("user.name"))
              .and(copies.keys().identity("ed25519").toString(), files.toString())
              .run()
              .expectSuccess();
      assertEquals("all done\n", text);
    }
  }

  /** Our ssh logs in to a server written with paramiko. */
  @TestFactory
  Stream<DynamicTest> server() throws Exception {
    String python = Peer.paramiko();
    Keys keys = Keys.make(folder);
    Daemon server =
        Daemon.start(
            "Server listening",
            port ->
                List.of(
                    python,
                    "-u",
                    script("paramiko_server.py"),
                    Integer.toString(port),
                    keys.host("ed25519").toString(),
                    keys.host("rsa").toString(),
                    keys.authorizedKeys().toString()));
    Ssh ssh = new Ssh(Peer.ours("ssh"), keys, server.port());
    Exchange exchange = new Exchange(folder);
    return Stream.of(
            "KexAlgorithms=curve25519-sha256@libssh.org",
            "KexAlgorithms=ecdh-sha2-nistp384",
            "HostKeyAlgorithms=ssh-ed25519",
            "HostKeyAlgorithms=rsa-sha2-256",
            "Ciphers=aes128-ctr",
            "Ciphers=aes256-ctr")
        .map(
            option ->
                DynamicTest.dynamicTest(
                    option,
                    () -> exchange.runAndEcho(words -> ssh.command(List.of(option), words), 4)))
        .onClose(server::close);
  }
}
