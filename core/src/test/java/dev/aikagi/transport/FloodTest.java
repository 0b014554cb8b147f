package dev.aikagi.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.kex.Role;
import dev.aikagi.message.GlobalRequest;
import dev.aikagi.message.Ignore;
import dev.aikagi.message.KexEcdhInit;
import dev.aikagi.message.KexInit;
import dev.aikagi.message.NewKeys;
import dev.aikagi.message.Ping;
import dev.aikagi.message.Pong;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.ServiceRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows B3, B4 and B5: a peer that sends without end, or not at all, or out of its turn. */
class FloodTest {
  private static final int FLOOD = 1_000_000;

  /** The side under test, authenticated, and the peer that it talks to. */
  private record Sides(SecureTransport tested, RawPeer peer, FutureTask<Termination> end) {
    static Sides authenticated(Role role) throws Exception {
      Sides sides = of(role, Duration.ofMinutes(2));
      sides.peer.shake();
      sides.peer.send(
          role == Role.SERVER
              ? new ServiceRequest("ssh-userauth")
              : new ServiceAccept("ssh-userauth"));
      sides.peer.authenticated();
      sides.peer.send(new Ping(Bytes.EMPTY));
      var _ = sides.peer.readUntil(Pong.NUMBER);
      return sides;
    }

    static Sides of(Role role, Duration kexTime) {
      MemoryStream.Pair s = MemoryStream.pair();
      boolean server = role == Role.SERVER;
      SecureTransport t =
          server
              ? SecureTransport.server(
                  s.server(), options(TransportOptions.server(), kexTime), HostKeys.DEFAULT)
              : SecureTransport.client(
                  s.client(), options(TransportOptions.client(), kexTime), HostKeys.ANY);
      RawPeer peer = new RawPeer(role.other(), server ? s.client() : s.server());
      return new Sides(t, peer, Ends.start(() -> run(t)));
    }

    private static TransportOptions options(TransportOptions o, Duration kexTime) {
      return o.withPreferences(RawPeer.quick()).withKexTime(kexTime);
    }

    private static Termination run(SecureTransport t) {
      try {
        t.handshake();
        var _ = t.receive();
        t.authenticated();
        while (true) {
          var _ = t.receive();
        }
      } catch (IOException e) {
        return t.end(e);
      }
    }

    DisconnectReason reason() throws Exception {
      return ((Termination.LocalDisconnect) Ends.await(end)).reason();
    }
  }

  static Stream<Arguments> floods() {
    List<byte[]> messages =
        List.of(
            RawPeer.bytes(new Ping(Bytes.utf8("x"))),
            RawPeer.bytes(new Ignore(Bytes.EMPTY)),
            new byte[] {94, 0, 0, 0, 0, 0, 0, 0, 1, 'x'},
            RawPeer.bytes(new GlobalRequest("x", true, Bytes.EMPTY)));
    return Stream.of(Role.values())
        .flatMap(role -> messages.stream().map(message -> Arguments.of(role, message)));
  }

  @Tag("B3")
  @ParameterizedTest
  @MethodSource("floods")
  void aKeyExchangeThatHangsHoldsNothing(Role role, byte[] message) throws Exception {
    Sides s = Sides.authenticated(role);
    s.peer.sendProposal();
    int sent = 0;
    try {
      for (; sent < FLOOD; sent++) {
        s.peer.sendPayload(message);
      }
    } catch (IOException e) {
      assertEquals("the pipe was closed", e.getMessage());
    }
    // What the pipe holds, and what the side under test took.
    assertTrue(sent < 5000, sent + " were taken");
    assertEquals(DisconnectReason.PROTOCOL_ERROR, s.reason());
  }

  @Tag("B3")
  @ParameterizedTest
  @EnumSource(Role.class)
  void fewLargePacketsAreTooMuchInAKeyExchange(Role role) throws Exception {
    Sides s = Sides.authenticated(role);
    s.peer.sendProposal();
    byte[] large = RawPeer.bytes(new Ignore(Bytes.of(new byte[200_000])));
    int sent = 0;
    try {
      for (; sent < FLOOD; sent++) {
        s.peer.sendPayload(large);
      }
    } catch (IOException e) {
      assertEquals("the pipe was closed", e.getMessage());
    }
    assertTrue(sent <= 1 + TransportLimits.MAX_BYTES_IN_KEX / 200_000, sent + " were taken");
    assertEquals(DisconnectReason.PROTOCOL_ERROR, s.reason());
  }

  /** So far it goes on with a handshake, and then it falls silent. */
  enum Until {
    NOTHING,
    ONE_BYTE,
    VERSION,
    KEXINIT,
    METHOD
  }

  static Stream<Arguments> silences() {
    return Stream.of(Role.values())
        .flatMap(role -> Stream.of(Until.values()).map(until -> Arguments.of(role, until)));
  }

  @Tag("B3")
  @Tag("B5")
  @ParameterizedTest
  @MethodSource("silences")
  void aPeerThatSaysNothingIsCut(Role role, Until until) throws Exception {
    Sides s = Sides.of(role, Duration.ofMillis(300));
    switch (until) {
      case NOTHING -> {}
      case ONE_BYTE -> s.peer.sendRaw(new byte[] {'S'});
      case VERSION -> s.peer.sendVersion();
      case KEXINIT -> {
        s.peer.sendVersion();
        s.peer.readVersion();
        s.peer.sendProposal();
      }
      case METHOD -> {
        s.peer.sendVersion();
        s.peer.readVersion();
        s.peer.sendProposal();
        s.peer.readProposal();
        s.peer.runMethod();
      }
    }
    assertEquals(DisconnectReason.KEY_EXCHANGE_FAILED, s.reason());
  }

  /** Takes nothing until the end of the test. */
  private static final class Deaf implements ByteStream {
    final CountDownLatch over = new CountDownLatch(1);

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return -1;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      try {
        over.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      throw new IOException("over");
    }

    @Override
    public void close() {
      over.countDown();
    }
  }

  private static final class NoOwner implements Outbox.Owner {
    volatile @Nullable IOException failed;

    @Override
    public boolean outboundLimitReached() {
      return false;
    }

    @Override
    public void sealing(int number) {}

    @Override
    public void writeFailed(IOException e) {
      failed = e;
    }
  }

  @Tag("B3")
  @Test
  void answersThatNobodyReadsDoNotPileUp() throws Exception {
    Deaf deaf = new Deaf();
    NoOwner owner = new NoOwner();
    Outbox outbox = new Outbox(deaf, RekeyLimit.DEFAULT, owner);
    Pong answer = new Pong(Bytes.of(new byte[1000]));
    List<Throwable> thrown = new ArrayList<>();
    Thread poster =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 100_000; i++) {
                      outbox.post(answer);
                    }
                    thrown.add(new AssertionError("100 MB were queued"));
                  } catch (IOException e) {
                    thrown.add(e);
                  }
                });
    while (poster.getState() != Thread.State.TIMED_WAITING && poster.isAlive()) {
      Thread.onSpinWait();
    }
    assertTrue(poster.isAlive(), "it was never held up");
    outbox.ending(new Termination.Closed());
    outbox.end();
    deaf.close();
    poster.join();
    assertTrue(
        owner.failed == null
            || "over".equals(owner.failed.getMessage())
            || "closed".equals(owner.failed.getMessage()));
    assertEquals(dev.aikagi.ConnectionEndedException.class, thrown.getFirst().getClass());
  }

  @Tag("B4")
  @ParameterizedTest
  @EnumSource(Role.class)
  void tenThousandKexinitsAreTooMany(Role role) throws Exception {
    Sides s = Sides.authenticated(role);
    int sent = 0;
    try {
      for (; sent < 10_000; sent++) {
        s.peer.sendProposal();
      }
    } catch (IOException e) {
      assertEquals("the pipe was closed", e.getMessage());
    }
    assertTrue(sent < 1000, sent + " were taken");
    assertEquals(DisconnectReason.PROTOCOL_ERROR, s.reason());
  }

  @Tag("B4")
  @ParameterizedTest
  @EnumSource(Role.class)
  void tenThousandFirstKexinitsAreTooMany(Role role) throws Exception {
    Sides s = Sides.of(role, Duration.ofMinutes(2));
    s.peer.sendVersion();
    int sent = 0;
    try {
      for (; sent < 10_000; sent++) {
        s.peer.sendProposal();
      }
    } catch (IOException e) {
      assertEquals("the pipe was closed", e.getMessage());
    }
    assertTrue(sent < 1000, sent + " were taken");
    assertEquals(DisconnectReason.PROTOCOL_ERROR, s.reason());
  }

  @Tag("B4")
  @ParameterizedTest
  @ValueSource(ints = {31, 32, 33, 34, 49})
  void aMethodsMessageUnderAnotherNumberIsRefused(int number) throws Exception {
    Sides s = Sides.of(Role.SERVER, Duration.ofMinutes(2));
    s.peer.sendVersion();
    s.peer.readVersion();
    s.peer.sendProposal();
    s.peer.readProposal();
    byte[] own = dev.aikagi.crypto.X25519.generate().publicValue();
    byte[] message = RawPeer.bytes(new KexEcdhInit(Bytes.of(own)));
    message[0] = (byte) number;
    s.peer.sendPayload(message);
    assertFalse(s.peer.readToEnd().contains(31));
    assertEquals(DisconnectReason.PROTOCOL_ERROR, s.reason());
  }

  /** NEWKEYS has no fields, so that any empty message would look like it. */
  @Tag("B4")
  @Test
  void nothingComesInPlaceOfNewKeys() throws Exception {
    Sides s = Sides.authenticated(Role.SERVER);
    s.peer.sendProposal();
    s.peer.readProposal();
    s.peer.runMethod();
    s.peer.sendPayload((byte) 30);
    assertThrows(
        IOException.class,
        () -> {
          s.peer.sendNewKeys();
          s.peer.readNewKeys();
          s.peer.send(new Ping(Bytes.EMPTY));
          var _ = s.peer.readUntil(Pong.NUMBER);
        });
    assertEquals(DisconnectReason.PROTOCOL_ERROR, s.reason());
  }

  private static KexInit guessing(KexInit honest, List<String> kex) {
    return new KexInit(
        honest.cookie(),
        kex,
        honest.serverHostKeyAlgorithms(),
        honest.encryptionClientToServer(),
        honest.encryptionServerToClient(),
        honest.macClientToServer(),
        honest.macServerToClient(),
        honest.compressionClientToServer(),
        honest.compressionServerToClient(),
        List.of(),
        List.of(),
        true,
        0);
  }

  @Tag("B4")
  @Test
  void newKeysInPlaceOfAGuessIsRefused() throws Exception {
    Sides s = Sides.authenticated(Role.SERVER);
    List<String> wrong = new ArrayList<>(s.peer.honestProposal().kexAlgorithms());
    wrong.addFirst("a-method-of-mine@example.org");
    s.peer.sendProposal(guessing(s.peer.honestProposal(), wrong));
    s.peer.send(new NewKeys());
    assertEquals(DisconnectReason.PROTOCOL_ERROR, s.reason());
  }

  /** NEWKEYS at every place of a later exchange but its own; the matrix has the first one's. */
  @Tag("B4")
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void newKeysIsRefusedEverywhereButAtItsPlace(int messagesBefore) throws Exception {
    Sides s = Sides.authenticated(Role.SERVER);
    if (messagesBefore > 0) {
      s.peer.sendProposal();
      s.peer.readProposal();
    }
    if (messagesBefore > 1) {
      s.peer.runMethod();
      s.peer.sendNewKeys();
    }
    s.peer.send(new NewKeys());
    assertEquals(DisconnectReason.PROTOCOL_ERROR, s.reason());
  }

  @Tag("B4")
  @Test
  void anEmptyListIsNothingInCommon() throws Exception {
    Sides s = Sides.of(Role.SERVER, Duration.ofMinutes(2));
    s.peer.sendVersion();
    s.peer.readVersion();
    s.peer.sendProposal(guessing(s.peer.honestProposal(), List.of()));
    Termination how = Ends.await(s.end);
    assertTrue(how instanceof Termination.LocalDisconnect, how.toString());
    assertEquals(DisconnectReason.KEY_EXCHANGE_FAILED, s.reason());
  }
}
