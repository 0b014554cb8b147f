package dev.aikagi.interop.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Reason;
import dev.aikagi.agent.AgentClient;
import dev.aikagi.agent.AgentIdentity;
import dev.aikagi.agent.AgentSocket;
import dev.aikagi.auth.Authenticated;
import dev.aikagi.auth.AuthenticationException;
import dev.aikagi.auth.ClientAuthOptions;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.auth.UserauthClient;
import dev.aikagi.interop.trust.RealPrograms;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.transport.SecureTransport;
import dev.aikagi.transport.SocketByteStream;
import dev.aikagi.transport.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our client, keys in memory and in a real ssh-agent, against a real sshd. */
class ClientWithRealSshdTest {
  private static final PrivateKey ED25519 = KeyGenerator.ed25519();
  private static final PrivateKey ECDSA = KeyGenerator.ecdsa(384);
  private static final PrivateKey RSA = KeyGenerator.rsa(2048);
  private static final PrivateKey STRANGER = KeyGenerator.ed25519();

  record Said(String summary) implements Reason {}

  @TempDir Path folder;

  private RealPrograms.Sshd sshd(String... lines) throws Exception {
    RealPrograms.assumeInstalled(RealPrograms.SSHD, RealPrograms.KEYGEN);
    Path host = folder.resolve("host");
    if (!Files.exists(host)) {
      RealPrograms.makeKey(host, "ed25519", "");
    }
    Path authorized = folder.resolve("authorized_keys");
    Files.writeString(
        authorized,
        ED25519.publicKey().line()
            + "\n"
            + ECDSA.publicKey().line()
            + "\n"
            + RSA.publicKey().line()
            + "\n");
    List<String> all = new ArrayList<>(List.of(lines));
    all.add("AuthorizedKeysFile " + authorized);
    all.add("PermitRootLogin yes");
    return RealPrograms.Sshd.start(folder, host, all.toArray(new String[0]));
  }

  private static Authenticated login(RealPrograms.Sshd sshd, ClientMethod... methods)
      throws IOException {
    try (SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), sshd.port()))) {
      SecureTransport transport =
          SecureTransport.client(
              new SocketByteStream(channel),
              TransportOptions.client(),
              (key, algorithm) -> new HostKeyVerdict.Accepted(new Said("a test takes any")));
      try {
        transport.handshake();
        return UserauthClient.authenticate(
            transport, ClientAuthOptions.of("root", "127.0.0.1", List.of(methods)));
      } finally {
        transport.close();
      }
    }
  }

  private static ClientMethod.PublicKey keys(PrivateKey... keys) {
    List<Identity> identities = new ArrayList<>();
    for (PrivateKey key : keys) {
      identities.add(Identity.of(key.type().shortName(), key));
    }
    return new ClientMethod.PublicKey(identities);
  }

  @Test
  void everyKindOfKey() throws Exception {
    try (RealPrograms.Sshd sshd = sshd()) {
      for (PrivateKey key : List.of(ED25519, ECDSA, RSA)) {
        for (ClientMethod.Probe probe : ClientMethod.Probe.values()) {
          for (boolean hostbound : new boolean[] {true, false}) {
            Authenticated in =
                login(
                    sshd,
                    new ClientMethod.PublicKey(
                        List.of(Identity.of("key", key)),
                        PublicKeyAlgorithm.DEFAULT,
                        probe,
                        hostbound));
            assertEquals(List.of("publickey"), in.completedMethods());
            assertFalse(in.withNone());
          }
        }
      }
      assertTrue(sshd.log().contains("publickey-hostbound-v00@openssh.com"), "hostbound was used");
    }
  }

  /** The server knows the authority, and of the keys none. */
  @Test
  void everyKindOfCertificate() throws Exception {
    RealPrograms.assumeInstalled(RealPrograms.SSHD, RealPrograms.KEYGEN);
    Path authority = folder.resolve("authority");
    RealPrograms.makeKey(authority, "ecdsa", "");
    try (RealPrograms.Sshd sshd = sshd("TrustedUserCAKeys " + authority + ".pub")) {
      Files.writeString(folder.resolve("authorized_keys"), "");
      for (PrivateKey key : List.of(ED25519, ECDSA, RSA)) {
        Certificate certificate = certificate(authority, key, "-n", "root,other");
        for (ClientMethod.Probe probe : ClientMethod.Probe.values()) {
          Authenticated in =
              login(
                  sshd,
                  new ClientMethod.PublicKey(
                      List.of(Identity.of("certified", key, certificate)),
                      PublicKeyAlgorithm.DEFAULT,
                      probe,
                      probe != ClientMethod.Probe.NEVER));
          assertEquals(List.of("publickey"), in.completedMethods());
        }
        assertThrows(AuthenticationException.class, () -> login(sshd, keys(key)));
      }
      Certificate old = certificate(authority, ED25519, "-n", "root", "-V", "20200101:20210101");
      AuthenticationException e =
          assertThrows(
              AuthenticationException.class,
              () ->
                  login(
                      sshd, new ClientMethod.PublicKey(List.of(Identity.of("old", ED25519, old)))));
      ClientAuthStep.KeyRefused refused = (ClientAuthStep.KeyRefused) e.reasons().getFirst();
      assertEquals(Optional.of(old), refused.certificate());
      assertTrue(String.valueOf(e.getMessage()).contains("2021"), e.getMessage());
    }
  }

  private Certificate certificate(Path authority, PrivateKey key, String... words)
      throws Exception {
    Path file = folder.resolve("certified.pub");
    Files.writeString(file, key.publicKey().line() + "\n");
    List<String> command =
        new ArrayList<>(
            List.of(RealPrograms.KEYGEN, "-q", "-s", authority.toString(), "-I", "somebody"));
    command.addAll(List.of(words));
    command.add(file.toString());
    RealPrograms.Result result = RealPrograms.run(folder, command.toArray(new String[0]));
    assertEquals(0, result.status(), result.errors());
    return PublicKeyFile.readCertificate(Files.readAllBytes(folder.resolve("certified-cert.pub")));
  }

  @Test
  void twoKeysWhereTwoAreWanted() throws Exception {
    try (RealPrograms.Sshd sshd = sshd("AuthenticationMethods publickey,publickey")) {
      Authenticated in = login(sshd, keys(STRANGER, ED25519, RSA));
      assertEquals(List.of("publickey", "publickey"), in.completedMethods());
    }
  }

  @Test
  void aRefusalNamesEverythingThatWasTried() throws Exception {
    try (RealPrograms.Sshd sshd = sshd("PasswordAuthentication yes")) {
      AuthenticationException e =
          assertThrows(AuthenticationException.class, () -> login(sshd, keys(STRANGER)));
      assertTrue(
          String.valueOf(e.getMessage())
              .startsWith("root@127.0.0.1: Permission denied (publickey,password"),
          e.getMessage());
      assertEquals(
          1, e.reasons().stream().filter(ClientAuthStep.KeyRefused.class::isInstance).count());
    }
  }

  @Test
  void keysOfAnAgent() throws Exception {
    RealPrograms.assumeInstalled("/usr/bin/ssh-agent", "/usr/bin/ssh-add");
    Path socket = folder.resolve("agent");
    Process agent =
        new ProcessBuilder("/usr/bin/ssh-agent", "-D", "-a", socket.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (RealPrograms.Sshd sshd = sshd()) {
      for (String type : List.of("ed25519", "ecdsa", "rsa")) {
        Path file = folder.resolve("agent-" + type);
        Files.writeString(
            folder.resolve("authorized_keys"),
            RealPrograms.makeKey(file, type, "").line() + "\n",
            java.nio.file.StandardOpenOption.APPEND);
        add(file, socket, agent);
      }
      try (AgentClient client = AgentSocket.connect(socket)) {
        List<AgentIdentity> identities = client.identities().usable();
        assertEquals(3, identities.size());
        for (AgentIdentity identity : identities) {
          login(
              sshd,
              new ClientMethod.PublicKey(
                  List.of(Identity.of(identity.comment(), client.signer(identity)))));
        }
      }
    } finally {
      agent.destroy();
    }
  }

  private void add(Path file, Path socket, Process agent) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!Files.exists(socket)) {
      assertFalse(agent.waitFor(50, TimeUnit.MILLISECONDS), "ssh-agent ended");
      assertTrue(System.nanoTime() < deadline, "no socket");
    }
    ProcessBuilder add = new ProcessBuilder("/usr/bin/ssh-add", "-q", file.toString());
    add.environment().put("SSH_AUTH_SOCK", socket.toString());
    assertEquals(0, add.start().waitFor());
  }
}
