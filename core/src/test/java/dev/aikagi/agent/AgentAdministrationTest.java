package dev.aikagi.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.TransferredKey;
import dev.aikagi.wire.WireWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's side against the server's, over a socket; and against other answers. */
class AgentAdministrationTest {
  private static final PrivateKey KEY = KeyGenerator.ed25519();
  private static final Bytes BLOB = KEY.publicKey().blob();
  private static final TransferredKey PLAIN = new TransferredKey.Plain(KEY);

  @TempDir private Path folder;
  private final Keyring keyring =
      new Keyring(KeyringOptions.defaults().withConfirmation(question -> true));
  private ServerSocketChannel listener;
  private AgentAdministration agent;

  @BeforeEach
  void start() throws Exception {
    Path socket = folder.resolve("agent");
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::serve);
    agent = AgentSocket.administer(socket);
  }

  private void serve() {
    AgentServer server = new AgentServer(keyring);
    while (true) {
      try {
        SocketChannel client = listener.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (client) {
                    server.serve(Channels.newInputStream(client), Channels.newOutputStream(client));
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
      } catch (IOException e) {
        // The test is over.
        return;
      }
    }
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    listener.close();
  }

  private static SecretBytes secret(String text) {
    return SecretBytes.taking(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static void refused(org.junit.jupiter.api.function.Executable call) {
    AgentException e = assertThrows(AgentException.class, call);
    assertInstanceOf(AgentFailure.Refused.class, e.reason());
  }

  @Test
  void keysAreAddedListedUsedAndRemoved() throws Exception {
    agent.add(PLAIN, "mine", KeyConstraints.NONE);
    assertEquals(List.of(new ListedKey(BLOB, Bytes.utf8("mine"))), agent.keys());
    byte[] data = {1, 2};
    Bytes signature = agent.sign(BLOB, SignatureAlgorithm.SSH_ED25519, data);
    assertTrue(KEY.publicKey().verify(SignatureAlgorithm.SSH_ED25519, data, signature));
    agent.remove(BLOB);
    refused(() -> agent.remove(BLOB));
    refused(() -> agent.sign(BLOB, SignatureAlgorithm.SSH_ED25519, data));
    agent.add(PLAIN, "", KeyConstraints.NONE.withConfirm(true));
    agent.removeAll();
    assertEquals(List.of(), agent.keys());
  }

  @Test
  void anOrdinaryClientSeesThemToo() throws Exception {
    agent.add(PLAIN, "mine", KeyConstraints.NONE.withLifetime(Duration.ofHours(1)));
    try (AgentClient client = AgentSocket.connect(folder.resolve("agent"))) {
      AgentIdentity identity = client.identities().usable().getFirst();
      byte[] data = {3};
      Bytes signature =
          client.signer(identity).signChecked(SignatureAlgorithm.SSH_ED25519, data, 2048);
      assertTrue(KEY.publicKey().verify(SignatureAlgorithm.SSH_ED25519, data, signature));
    }
  }

  @Test
  void theAgentIsLockedAndUnlocked() throws Exception {
    agent.add(PLAIN, "mine", KeyConstraints.NONE);
    agent.lock(secret("secret"));
    assertEquals(List.of(), agent.keys());
    refused(() -> agent.unlock(secret("wrong")));
    agent.unlock(secret("secret"));
    assertEquals(1, agent.keys().size());
  }

  @Test
  void extensionsAreListed() throws Exception {
    assertEquals(Optional.of(List.of("query", "session-bind@openssh.com")), agent.extensions());
  }

  @Test
  void aConnectionIsBound() throws Exception {
    Host alpha = Host.named("alpha");
    SessionBinding binding = alpha.binding(Host.session(1), false);
    assertEquals(SessionBinding.Outcome.BOUND, agent.bind(binding));
    assertEquals(SessionBinding.Outcome.REFUSED, agent.bind(binding.forForwarding()));
    assertTrue(binding.forForwarding().forwarding());
  }

  private static AgentAdministration answering(WireWriter reply) {
    byte[] framed = new WireWriter().writeString(reply).toArray();
    return new AgentAdministration(
        new ByteArrayInputStream(framed), new ByteArrayOutputStream(), () -> {});
  }

  private static WireWriter number(int number) {
    return new WireWriter().writeByte(number);
  }

  @Test
  void thisAgentHasNoCards() {
    CardKeys card = new CardKeys("/lib/p11.so", List.of(), false);
    refused(() -> agent.addCard(card, secret("1234"), KeyConstraints.NONE));
    refused(() -> agent.removeCard(card, KeyConstraints.NONE));
  }

  /** PROTOCOL.agent of OpenSSH: associated-certs-v00@openssh.com, after the other constraints. */
  @Test
  void certificatesGoWithACard() throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    byte[] yes = new WireWriter().writeString(number(6)).toArray();
    CardKeys card = new CardKeys("lib", List.of(Bytes.utf8("one"), Bytes.utf8("two")), true);
    try (AgentAdministration other =
        new AgentAdministration(new ByteArrayInputStream(yes), sent, () -> {})) {
      other.addCard(card, secret("1234"), KeyConstraints.NONE.withConfirm(true));
    }
    WireWriter request = number(26).writeUtf8("lib").writeUtf8("1234").writeByte(2);
    request.writeByte(255).writeUtf8("associated-certs-v00@openssh.com").writeBoolean(true);
    request.writeString(new WireWriter().writeUtf8("one").writeUtf8("two"));
    assertEquals(
        Bytes.of(new WireWriter().writeString(request).toArray()), Bytes.of(sent.toByteArray()));
  }

  @Test
  void agentsThatKnowNoExtensionSayNo() throws Exception {
    for (int number : new int[] {5, 28, 30, 102}) {
      assertEquals(Optional.empty(), answering(number(number)).extensions());
    }
    SessionBinding binding = Host.named("a").binding(Host.session(1), false);
    assertEquals(SessionBinding.Outcome.UNKNOWN, answering(number(5)).bind(binding));
    assertEquals(SessionBinding.Outcome.REFUSED, answering(number(28)).bind(binding));
    assertThrows(AgentException.class, () -> answering(number(7)).bind(binding));
  }

  @Test
  @Tag("G3")
  void whatIsNoAnswerIsRefused() {
    for (WireWriter reply :
        List.of(
            number(6),
            number(12),
            number(12).writeUint32(1),
            number(12).writeUint32(0).writeByte(0),
            number(12).writeUint32(2049).writeRaw(new byte[2049 * 8]),
            number(12).writeUint32(0xffff_ffffL))) {
      AgentException e = assertThrows(AgentException.class, () -> answering(reply).keys());
      assertInstanceOf(AgentFailure.BadReply.class, e.reason());
    }
    assertThrows(AgentException.class, () -> answering(number(29).writeUtf8("other")).extensions());
    assertThrows(AgentException.class, () -> answering(number(12)).removeAll());
    AgentAdministration gone =
        new AgentAdministration(
            new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), () -> {});
    AgentException e = assertThrows(AgentException.class, gone::keys);
    assertInstanceOf(AgentFailure.StreamEnded.class, e.reason());
  }
}
