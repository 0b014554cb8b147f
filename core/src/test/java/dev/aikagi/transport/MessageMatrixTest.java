package dev.aikagi.transport;

import static dev.aikagi.transport.MessageMatrixTest.Outcome.DELIVERED;
import static dev.aikagi.transport.MessageMatrixTest.Outcome.ENDS;
import static dev.aikagi.transport.MessageMatrixTest.Outcome.PEER_ENDS;
import static dev.aikagi.transport.MessageMatrixTest.Outcome.SURVIVES;
import static dev.aikagi.transport.MessageMatrixTest.Outcome.UNIMPLEMENTED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.kex.Role;
import dev.aikagi.message.Debug;
import dev.aikagi.message.Disconnect;
import dev.aikagi.message.ExtInfo;
import dev.aikagi.message.Ignore;
import dev.aikagi.message.KexEcdhInit;
import dev.aikagi.message.Ping;
import dev.aikagi.message.Pong;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.ServiceRequest;
import dev.aikagi.message.Unimplemented;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows A1 and A2 of the list of attacks: every phase, every message number, well-formed, empty and
 * garbage, sent to both roles by a peer that has shaken hands properly until then. What may happen
 * is one table, written down apart from the code that it checks.
 */
@Tag("A1")
@Tag("A2")
class MessageMatrixTest {
  enum Outcome {
    /** This side disconnects, and nothing was delivered. */
    ENDS,
    /** This side takes note that the peer disconnected. */
    PEER_ENDS,
    /** Nothing happens, or what is not seen here. */
    SURVIVES,
    DELIVERED,
    UNIMPLEMENTED
  }

  enum Body {
    WELL_FORMED,
    EMPTY,
    GARBAGE
  }

  /** Everything that is not in a row ends the connection, whatever its body. */
  private record Row(
      Phase phase,
      Set<Role> roles,
      Set<Integer> numbers,
      Outcome wellFormed,
      Outcome empty,
      Outcome garbage) {
    boolean covers(Case c) {
      return phase == c.phase && roles.contains(c.role) && numbers.contains(c.number);
    }

    Outcome outcome(Body body) {
      return switch (body) {
        case WELL_FORMED -> wellFormed;
        case EMPTY -> empty;
        case GARBAGE -> garbage;
      };
    }
  }

  private static final Set<Role> BOTH = Set.of(Role.CLIENT, Role.SERVER);
  private static final Set<Role> SERVER = Set.of(Role.SERVER);
  private static final Set<Role> CLIENT = Set.of(Role.CLIENT);
  private static final Set<Integer> NOISE = Set.of(2, 3, 4);

  private static Row row(Phase phase, Set<Role> roles, Set<Integer> numbers, Outcome wellFormed) {
    return new Row(phase, roles, numbers, wellFormed, ENDS, ENDS);
  }

  private static Row up(Phase phase, Set<Role> roles, Integer... numbers) {
    return new Row(phase, roles, Set.of(numbers), DELIVERED, DELIVERED, DELIVERED);
  }

  private static final List<Row> TABLE = table();

  private static List<Row> table() {
    List<Row> t = new ArrayList<>();
    for (Phase p : Phase.values()) {
      if (p != Phase.VERSION) {
        t.add(row(p, BOTH, Set.of(1), PEER_ENDS));
      }
    }
    for (Phase p : List.of(Phase.KEXINIT, Phase.SERVICE, Phase.AUTH, Phase.AUTHED, Phase.REKEY)) {
      t.add(row(p, BOTH, NOISE, SURVIVES));
    }
    t.add(row(Phase.KEXINIT, BOTH, Set.of(20), SURVIVES));
    t.add(row(Phase.KEX, SERVER, Set.of(30), SURVIVES));
    t.add(new Row(Phase.NEWKEYS, BOTH, Set.of(21), SURVIVES, SURVIVES, ENDS));
    t.add(row(Phase.SERVICE, BOTH, Set.of(7), SURVIVES));
    t.add(up(Phase.SERVICE, SERVER, 5));
    t.add(up(Phase.SERVICE, CLIENT, 6));
    t.add(up(Phase.AUTH, SERVER, 5, 50, 61, 63, 65, 66));
    t.add(up(Phase.AUTH, CLIENT, 51, 52, 53, 60, 61, 64, 65));
    t.add(row(Phase.AUTH, CLIENT, Set.of(7, 20), SURVIVES));
    t.add(row(Phase.AUTHED, BOTH, Set.of(20, 192, 193), SURVIVES));
    t.add(up(Phase.AUTHED, BOTH, 80, 81, 82, 90, 91, 92, 93, 94));
    t.add(up(Phase.AUTHED, BOTH, 95, 96, 97, 98, 99, 100));
    t.add(new Row(Phase.AUTHED, SERVER, Set.of(50), SURVIVES, SURVIVES, SURVIVES));
    t.add(new Row(Phase.AUTHED, BOTH, unknown(), UNIMPLEMENTED, UNIMPLEMENTED, UNIMPLEMENTED));
    t.add(row(Phase.REKEY, SERVER, Set.of(30), SURVIVES));
    return t;
  }

  /** Numbers that no RFC and no extension in use gives a meaning. */
  private static Set<Integer> unknown() {
    Set<Integer> out = new java.util.HashSet<>();
    for (int n = 8; n < 256; n++) {
      boolean known =
          n == 20 || n == 21 || (n >= 30 && n < 80) || (n >= 80 && n <= 82) || n == 192 || n == 193;
      if (!known && !(n >= 90 && n <= 100)) {
        out.add(n);
      }
    }
    return out;
  }

  /** One cell. */
  record Case(Role role, Phase phase, int number, Body body) {
    Outcome expected() {
      for (Row row : TABLE) {
        if (row.covers(this)) {
          return row.outcome(body);
        }
      }
      return ENDS;
    }

    byte[] payload() {
      return switch (body) {
        case WELL_FORMED -> wellFormed(number);
        case EMPTY -> new byte[] {(byte) number};
        case GARBAGE -> garbage(number);
      };
    }
  }

  private static byte[] garbage(int number) {
    byte[] out = new byte[41];
    java.util.Arrays.fill(out, (byte) 0xff);
    out[0] = (byte) number;
    return out;
  }

  private static byte[] wellFormed(int number) {
    return switch (number) {
      case 1 -> RawPeer.bytes(new Disconnect(11, "bye", ""));
      case 2 -> RawPeer.bytes(new Ignore(Bytes.utf8("x")));
      case 3 -> RawPeer.bytes(new Unimplemented(3));
      case 4 -> RawPeer.bytes(new Debug(true, "x", ""));
      case 5 -> RawPeer.bytes(new ServiceRequest("ssh-userauth"));
      case 6 -> RawPeer.bytes(new ServiceAccept("ssh-userauth"));
      case 7 -> RawPeer.bytes(new ExtInfo(Map.of("x", Bytes.EMPTY)));
      case 20 ->
          Proposal.of(RawPeer.quick().kexInit(Bytes.of(new byte[16]), Role.CLIENT, true))
              .payload()
              .toArray();
      case 21 -> new byte[] {21};
      case 30 -> RawPeer.bytes(new KexEcdhInit(Bytes.of(CURVE_POINT)));
      case 192 -> RawPeer.bytes(new Ping(Bytes.utf8("x")));
      case 193 -> RawPeer.bytes(new Pong(Bytes.utf8("x")));
      default -> new byte[] {(byte) number, 0, 0, 0, 0};
    };
  }

  private static final byte[] CURVE_POINT = dev.aikagi.crypto.X25519.generate().publicValue();

  /** The side under test: what it delivered, and how it ended. */
  private record Seen(List<Integer> delivered, Termination how) {}

  static List<org.junit.jupiter.params.provider.Arguments> phases() {
    List<org.junit.jupiter.params.provider.Arguments> out = new ArrayList<>();
    for (Role role : Role.values()) {
      for (Phase phase : Phase.values()) {
        out.add(org.junit.jupiter.params.provider.Arguments.of(role, phase));
      }
    }
    return out;
  }

  @ParameterizedTest
  @MethodSource("phases")
  void onlyTheTableIsAccepted(Role role, Phase phase) throws Exception {
    for (int number = 0; number < 256; number++) {
      for (Body body : Body.values()) {
        Case c = new Case(role, phase, number, body);
        try {
          run(c);
        } catch (IOException | AssertionError e) {
          throw new AssertionError(c + " should be " + c.expected(), e);
        }
      }
    }
  }

  private static void run(Case c) throws Exception {
    MemoryStream.Pair streams = MemoryStream.pair();
    boolean client = c.role == Role.CLIENT;
    TransportOptions options =
        client
            ? TransportOptions.client().withPreferences(RawPeer.quick())
            : TransportOptions.server().withPreferences(RawPeer.quick());
    SecureTransport t =
        client
            ? SecureTransport.client(streams.client(), options, HostKeys.ANY)
            : SecureTransport.server(streams.server(), options, HostKeys.DEFAULT);
    FutureTask<Seen> seen = Ends.start(() -> drive(t, c.phase));
    RawPeer peer = new RawPeer(c.role.other(), client ? streams.server() : streams.client());
    bring(peer, c.phase);
    peer.sendPayload(c.payload());
    List<Integer> answers = new ArrayList<>();
    switch (c.expected()) {
      case ENDS, PEER_ENDS -> answers = peer.readToEnd();
      case UNIMPLEMENTED -> {
        var _ = peer.readUntil(Unimplemented.NUMBER);
      }
      case SURVIVES, DELIVERED -> {
        if (c.number == 30) {
          var _ = peer.readUntil(31);
        }
      }
    }
    peer.close();
    check(c, Ends.await(seen), answers);
  }

  private static void check(Case c, Seen seen, List<Integer> answers) {
    List<Integer> delivered = new ArrayList<>(seen.delivered);
    if (c.phase == Phase.AUTH || c.phase == Phase.AUTHED || c.phase == Phase.REKEY) {
      assertEquals(c.role == Role.SERVER ? 5 : 6, delivered.removeFirst());
    }
    Outcome expected = c.expected();
    assertEquals(expected == DELIVERED ? List.of(c.number) : List.of(), delivered);
    switch (seen.how) {
      case Termination.LocalDisconnect d -> {
        assertEquals(ENDS, expected, d.text());
        assertEquals(reason(c), d.reason(), d.text());
        assertEquals(c.phase != Phase.VERSION, answers.contains(Disconnect.NUMBER));
      }
      case Termination.PeerDisconnect _ -> assertEquals(PEER_ENDS, expected);
      case Termination.Lost lost ->
          assertEquals(true, expected != ENDS && expected != PEER_ENDS, lost.text());
      case Termination.Closed _ -> throw new AssertionError("closed by itself");
    }
  }

  private static DisconnectReason reason(Case c) {
    return c.phase == Phase.VERSION
        ? DisconnectReason.PROTOCOL_VERSION_NOT_SUPPORTED
        : DisconnectReason.PROTOCOL_ERROR;
  }

  private static Seen drive(SecureTransport t, Phase phase) {
    List<Integer> delivered = new ArrayList<>();
    try {
      t.handshake();
      if (phase == Phase.AUTHED || phase == Phase.REKEY) {
        delivered.add(t.receive().number());
        t.authenticated();
      }
      while (true) {
        delivered.add(t.receive().number());
      }
    } catch (IOException e) {
      return new Seen(delivered, t.end(e));
    }
  }

  /** An honest peer up to this phase of the side under test. */
  private static void bring(RawPeer peer, Phase phase) throws IOException {
    if (phase == Phase.VERSION) {
      return;
    }
    peer.sendVersion();
    peer.readVersion();
    if (phase == Phase.KEXINIT) {
      return;
    }
    peer.sendProposal();
    peer.readProposal();
    if (phase == Phase.KEX) {
      return;
    }
    peer.runMethod();
    if (phase == Phase.NEWKEYS) {
      peer.readNewKeys();
      return;
    }
    peer.sendNewKeys();
    if (phase == Phase.SERVICE) {
      peer.readNewKeys();
      return;
    }
    peer.send(
        peer.role() == Role.CLIENT
            ? new ServiceRequest("ssh-userauth")
            : new ServiceAccept("ssh-userauth"));
    peer.readNewKeys();
    if (phase == Phase.REKEY) {
      peer.sendProposal();
      peer.readProposal();
    }
  }
}
