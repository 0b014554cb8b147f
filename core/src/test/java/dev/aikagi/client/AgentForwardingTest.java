package dev.aikagi.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.agent.AgentAdministration;
import dev.aikagi.agent.AgentClient;
import dev.aikagi.agent.AgentEvent;
import dev.aikagi.agent.AgentSocket;
import dev.aikagi.agent.KeyConstraints;
import dev.aikagi.agent.SessionBinding;
import dev.aikagi.connection.AgentChannel;
import dev.aikagi.connection.Channel;
import dev.aikagi.connection.ChannelOpenException;
import dev.aikagi.connection.OpenDecision;
import dev.aikagi.connection.OpenFailureReason;
import dev.aikagi.connection.OpenRequest;
import dev.aikagi.connection.Session;
import dev.aikagi.connection.SessionRequest;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.TransferredKey;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server gets of the user's agent, and what it does not. */
@Timeout(60)
@Tag("G1")
@Tag("G2")
class AgentForwardingTest {
  private static final OpenRequest OPEN = new OpenRequest("auth-agent@openssh.com", Bytes.EMPTY);
  private static final SessionBinding BINDING =
      new SessionBinding(Bytes.utf8("key"), Bytes.utf8("session"), Bytes.utf8("signed"), false);

  @TempDir Path folder;

  private final BlockingQueue<AgentForwardingRefusal> refused = new LinkedBlockingQueue<>();
  private final BlockingQueue<SessionBinding.Outcome> told = new LinkedBlockingQueue<>();

  private final AgentForwarding.Listener listener =
      new AgentForwarding.Listener() {
        @Override
        public void told(SessionBinding.Outcome outcome) {
          told.add(outcome);
        }

        @Override
        public void refused(AgentForwardingRefusal why) {
          refused.add(why);
        }
      };

  private AgentForwarding of(ListeningAgent agent) {
    return AgentForwarding.of(agent.path, listener);
  }

  private ListeningAgent agent() throws IOException {
    return ListeningAgent.at(folder.resolve("agent"));
  }

  private AgentChannels channels(AgentForwarding forwarding, Duration time) {
    return new AgentChannels(forwarding, BINDING, time);
  }

  private static Channel ask(AgentHost host, String type) throws Exception {
    return host.connection.get(20, TimeUnit.SECONDS).open(type, Bytes.EMPTY);
  }

  @Test
  void theServerUsesTheAgentThatItWasOffered() throws Exception {
    PrivateKey key = KeyGenerator.ed25519();
    try (ListeningAgent agent = agent();
        AgentHost host = new AgentHost();
        Client client = host.logIn(of(agent));
        Session session = client.openSession()) {
      try (AgentAdministration own = AgentSocket.administer(agent.path)) {
        own.add(new TransferredKey.Plain(key), "mine", KeyConstraints.NONE);
      }
      assertTrue(client.hasAgentToForward());
      client.forwardAgent(session);
      // The server has announced that it knows these names.
      assertEquals(AgentChannel.STANDARD, host.offered.get(20, TimeUnit.SECONDS));
      for (AgentChannel name : AgentChannel.values()) {
        try (Channel channel = ask(host, name.channelType());
            AgentClient far = new AgentClient(channel.in(), channel.out(), channel)) {
          assertEquals(
              List.of(key.publicKey()),
              far.identities().usable().stream().map(k -> k.key()).toList());
        }
      }
    }
  }

  /** PROTOCOL.agent: what comes over the channel is not the user of this machine. */
  @Test
  void theAgentIsToldWhomItsConnectionIsHandedOnTo() throws Exception {
    try (ListeningAgent agent = agent();
        AgentHost host = new AgentHost();
        Client client = host.logIn(of(agent));
        Session session = client.openSession()) {
      client.forwardAgent(session);
      host.offered.get(20, TimeUnit.SECONDS);
      ask(host, OPEN.channelType()).close();
      assertEquals(SessionBinding.Outcome.BOUND, told.poll(20, TimeUnit.SECONDS));
      SessionBinding binding =
          agent.events.stream()
              .filter(AgentEvent.Bound.class::isInstance)
              .map(e -> ((AgentEvent.Bound) e).binding())
              .findFirst()
              .orElseThrow();
      assertTrue(binding.forwarding());
      assertEquals(host.hostKey.publicKey().blob(), binding.hostKey());
      assertEquals(client.connection().sessionId(), binding.sessionId());
    }
  }

  @Test
  void aServerThatWasOfferedNothingGetsNothing() throws Exception {
    try (ListeningAgent agent = agent();
        AgentHost host = new AgentHost();
        Client client = host.logIn(of(agent));
        Session session = client.openSession()) {
      session.exec("something");
      for (AgentChannel name : AgentChannel.values()) {
        ChannelOpenException e =
            assertThrows(ChannelOpenException.class, () -> ask(host, name.channelType()));
        assertEquals(OpenFailureReason.ADMINISTRATIVELY_PROHIBITED.code(), e.reasonCode());
        assertEquals(new AgentForwardingRefusal.NotOffered(), refused.poll(20, TimeUnit.SECONDS));
      }
      assertEquals(0, agent.visits.get());
    }
  }

  @Test
  void whereNoAgentIsNoneIsOffered() throws Exception {
    try (AgentHost host = new AgentHost();
        Client client = host.logIn(AgentForwarding.none(listener));
        Session session = client.openSession()) {
      assertFalse(client.hasAgentToForward());
      assertThrows(IllegalStateException.class, () -> client.forwardAgent(session));
      session.exec("something");
      assertThrows(ChannelOpenException.class, () -> ask(host, OPEN.channelType()));
      assertEquals(new AgentForwardingRefusal.NotOffered(), refused.poll(20, TimeUnit.SECONDS));
    }
  }

  /** A program that runs has its environment already. */
  @Test
  void anAgentIsOfferedBeforeTheProgram() throws Exception {
    try (AgentHost host = new AgentHost();
        Client client = host.logIn(AgentForwarding.none(listener));
        Session session = client.openSession()) {
      for (AgentChannel name : AgentChannel.values()) {
        assertTrue(session.send(new SessionRequest.AuthAgentReq(name)).granted());
      }
      session.exec("something");
      SessionRequest late = new SessionRequest.AuthAgentReq(AgentChannel.OPENSSH);
      assertFalse(session.send(late).granted());
    }
  }

  /** Of an agent of another kind; what it answers to the announcement is not the server's. */
  @Test
  void anAgentThatKnowsNoBindingIsForwardedAllTheSame() throws Exception {
    try (ListeningAgent agent = new ListeningAgent(folder.resolve("agent"));
        AgentHost host = new AgentHost();
        Client client = host.logIn(of(agent));
        Session session = client.openSession()) {
      BlockingQueue<byte[]> first = new LinkedBlockingQueue<>();
      agent.start(
          at -> {
            first.add(frame(at));
            answerFailure(at);
            InputStream in = Channels.newInputStream(at);
            in.transferTo(Channels.newOutputStream(at));
          });
      client.forwardAgent(session);
      host.offered.get(20, TimeUnit.SECONDS);
      try (Channel channel = ask(host, OPEN.channelType())) {
        channel.out().write("hello".getBytes(UTF_8));
        channel.out().close();
        assertEquals("hello", new String(channel.in().readAllBytes(), UTF_8));
        channel.awaitClosed();
      }
      byte[] message = first.poll(20, TimeUnit.SECONDS);
      assertEquals(27, message[0]);
      assertTrue(new String(message, UTF_8).contains("session-bind@openssh.com"));
      assertEquals(1, message[message.length - 1]);
      assertEquals(SessionBinding.Outcome.UNKNOWN, told.poll(20, TimeUnit.SECONDS));
    }
  }

  private static byte[] frame(SocketChannel client) throws IOException {
    DataInputStream in = new DataInputStream(Channels.newInputStream(client));
    byte[] message = new byte[in.readInt()];
    in.readFully(message);
    return message;
  }

  private static void answerFailure(SocketChannel client) throws IOException {
    client.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 5}));
  }

  @Test
  @Tag("B11")
  void anAgentThatDoesNotAnswerIsGivenUp() throws Exception {
    try (ListeningAgent agent = new ListeningAgent(folder.resolve("agent"))) {
      BlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
      agent.start(
          at -> {
            frame(at);
            ends.add(at.read(ByteBuffer.allocate(1)));
          });
      AgentChannels channels = channels(of(agent), Duration.ofMillis(50));
      channels.offer();
      OpenDecision.Refuse refuse = assertInstanceOf(OpenDecision.Refuse.class, channels.open(OPEN));
      assertEquals(OpenFailureReason.CONNECT_FAILED, refuse.reason());
      assertInstanceOf(AgentForwardingRefusal.NoAgent.class, refused.poll());
      assertEquals(-1, ends.poll(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void anAgentThatIsGoneIsAReason() throws Exception {
    Path nowhere = folder.resolve("nowhere");
    AgentChannels channels =
        channels(AgentForwarding.of(nowhere, listener), AgentChannels.AGENT_TIME);
    channels.offer();
    assertInstanceOf(OpenDecision.Refuse.class, channels.open(OPEN));
    AgentForwardingRefusal why = refused.remove();
    assertTrue(
        why.summary().startsWith("no connection to the agent at " + nowhere + ": "), why::summary);
    Path endless = Path.of("/" + "x".repeat(200));
    AgentChannels tooLong =
        channels(AgentForwarding.of(endless, listener), AgentChannels.AGENT_TIME);
    tooLong.offer();
    assertInstanceOf(OpenDecision.Refuse.class, tooLong.open(OPEN));
  }

  @Test
  @Tag("B9")
  void oneServerHasSoManyConnectionsAndNoMore() throws Exception {
    try (ListeningAgent agent = agent()) {
      AgentChannels channels = channels(of(agent), AgentChannels.AGENT_TIME);
      channels.offer();
      for (int i = 0; i < AgentChannels.MOST; i++) {
        assertInstanceOf(OpenDecision.Accept.class, channels.open(OPEN));
      }
      OpenDecision.Refuse refuse = assertInstanceOf(OpenDecision.Refuse.class, channels.open(OPEN));
      assertEquals(OpenFailureReason.RESOURCE_SHORTAGE, refuse.reason());
      assertEquals(new AgentForwardingRefusal.TooMany(AgentChannels.MOST), refused.remove());
      channels.end();
    }
  }

  @Test
  @Tag("B9")
  void nothingFollowsTheOpening() {
    AgentChannels channels = channels(AgentForwarding.none(listener), AgentChannels.AGENT_TIME);
    OpenRequest more = new OpenRequest("auth-agent@openssh.com", Bytes.utf8("x"));
    assertThrows(MalformedException.class, () -> channels.open(more));
  }

  /** The connections to the agent end with the one that they were made for. */
  @Test
  @Tag("B11")
  void whoLeavesKeepsNoConnectionToTheAgent() throws Exception {
    try (ListeningAgent agent = new ListeningAgent(folder.resolve("agent"))) {
      BlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
      agent.start(
          at -> {
            frame(at);
            answerFailure(at);
            ends.add(at.read(ByteBuffer.allocate(1)));
          });
      AgentChannels channels = channels(of(agent), AgentChannels.AGENT_TIME);
      channels.offer();
      assertInstanceOf(OpenDecision.Accept.class, channels.open(OPEN));
      channels.end();
      assertEquals(-1, ends.poll(20, TimeUnit.SECONDS));
      // What was on its way meanwhile.
      assertInstanceOf(OpenDecision.Refuse.class, channels.open(OPEN));
    }
  }
}
