package dev.aikagi.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** PuTTY's plink logs in to our sshd; each row is a saved session that prefers one algorithm. */
class PuttyTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> client() throws Exception {
    Peer.required("plink");
    Keys keys = Keys.make(folder);
    Path identity = folder.resolve("id.ppk");
    Command.of(Peer.required("puttygen"), keys.identity("ed25519").toString(), "-O", "private")
        .and("-o", identity.toString())
        .environment("HOME", folder.toString())
        .run()
        .expectSuccess();
    Daemon server = Sshd.start(Peer.ours("sshd"), keys, List.of());
    Exchange exchange = new Exchange(folder);
    return Stream.of(
            "KEX=ntru-curve25519",
            "KEX=ecdh",
            "Cipher=chacha20",
            "Cipher=aesgcm",
            "Cipher=aes",
            "HostKey=ed25519",
            "HostKey=ecdsa",
            "HostKey=rsa",
            "Compression=1")
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line,
                    () ->
                        exchange.runAndEcho(
                            words -> plink(keys, identity, server, line, words), 8)))
        .onClose(server::close);
  }

  private Command plink(Keys keys, Path identity, Daemon server, String line, String remote)
      throws Exception {
    Path sessions = Files.createDirectories(folder.resolve(".putty/sessions"));
    Files.writeString(sessions.resolve("row"), line + "\n");
    Command command =
        Command.of(Peer.required("plink"), "-batch", "-ssh", "-load", "row", "-i")
            .and(identity.toString(), "-P", Integer.toString(server.port()))
            .environment("HOME", folder.toString());
    for (String type : List.of("ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa")) {
      command.and("-hostkey", fingerprint(keys.host(type)));
    }
    return command.and(System.getProperty("user.name") + "@127.0.0.1", remote);
  }

  private static String fingerprint(Path key) throws Exception {
    String line =
        Command.of(Peer.required("ssh-keygen"), "-l", "-f", key.toString()).run().expectSuccess();
    return line.split(" ", -1)[1];
  }
}
