package dev.aikagi.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.kex.Negotiation;
import dev.aikagi.kex.Role;
import dev.aikagi.message.ExtInfo;
import dev.aikagi.message.Ignore;
import dev.aikagi.message.KexInit;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.ServiceRequest;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthSuccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Row A6: EXT_INFO at the two places of RFC 8308 section 2.4 and nowhere else. */
@Tag("A6")
class ExtensionsTest {
  private static final ExtInfo SOME =
      new ExtInfo(Map.of("server-sig-algs", Bytes.utf8("ssh-ed25519")));

  /** The side under test: what it delivered and how it ended. */
  private record Seen(List<Integer> delivered, Termination how) {
    void refused() {
      assertEquals(
          DisconnectReason.PROTOCOL_ERROR,
          how instanceof Termination.LocalDisconnect d ? d.reason() : how);
    }
  }

  private record Sides(RawPeer peer, FutureTask<Seen> seen) {
    static Sides of(Role role) {
      MemoryStream.Pair s = MemoryStream.pair();
      boolean server = role == Role.SERVER;
      SecureTransport t =
          server
              ? SecureTransport.server(
                  s.server(),
                  TransportOptions.server().withPreferences(RawPeer.quick()),
                  HostKeys.DEFAULT)
              : SecureTransport.client(
                  s.client(),
                  TransportOptions.client().withPreferences(RawPeer.quick()),
                  HostKeys.ANY);
      RawPeer peer = new RawPeer(role.other(), server ? s.client() : s.server());
      return new Sides(peer, Ends.start(() -> run(t)));
    }

    private static Seen run(SecureTransport t) {
      List<Integer> delivered = new ArrayList<>();
      try {
        t.handshake();
        if (t.role() == Role.CLIENT) {
          t.send(service());
        }
        while (true) {
          delivered.add(t.receive().number());
        }
      } catch (IOException e) {
        return new Seen(delivered, t.end(e));
      }
    }
  }

  private static ServiceRequest service() {
    return new ServiceRequest("ssh-userauth");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void extInfoComesFirstOrNotAtAll(Role role) throws Exception {
    Sides first = Sides.of(role);
    first.peer.shake();
    first.peer.send(SOME);
    first.peer.close();
    assertTrue(Ends.await(first.seen).how instanceof Termination.Lost);

    Sides second = Sides.of(role);
    second.peer.shake();
    second.peer.send(new Ignore(Bytes.EMPTY));
    second.peer.send(SOME);
    var _ = second.peer.readToEnd();
    Ends.await(second.seen).refused();

    Sides twice = Sides.of(role);
    twice.peer.shake();
    twice.peer.send(SOME);
    twice.peer.send(SOME);
    var _ = twice.peer.readToEnd();
    Ends.await(twice.seen).refused();
  }

  @Test
  void aServerTakesNoneAfterTheServiceRequest() throws Exception {
    Sides s = Sides.of(Role.SERVER);
    s.peer.shake();
    s.peer.send(service());
    s.peer.send(SOME);
    var _ = s.peer.readToEnd();
    Seen seen = Ends.await(s.seen);
    seen.refused();
    assertEquals(List.of(ServiceRequest.NUMBER), seen.delivered);
  }

  /** A server that does not take EXT_INFO is not told that it may send it at any time. */
  private static Sides inAuthentication(boolean understands) throws Exception {
    Sides s = Sides.of(Role.CLIENT);
    s.peer.sendVersion();
    s.peer.readVersion();
    s.peer.sendProposal(proposal(s.peer.honestProposal(), understands));
    s.peer.readProposal();
    s.peer.runMethod();
    s.peer.sendNewKeys();
    s.peer.readNewKeys();
    var _ = s.peer.readUntil(ServiceRequest.NUMBER);
    s.peer.send(new ServiceAccept("ssh-userauth"));
    return s;
  }

  private static KexInit proposal(KexInit honest, boolean understands) {
    List<String> kex = new ArrayList<>(honest.kexAlgorithms());
    kex.remove(Negotiation.EXT_INFO_SERVER);
    if (understands) {
      kex.add(Negotiation.EXT_INFO_SERVER);
    }
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
        false,
        0);
  }

  @Test
  void afterExtInfoInAuthenticationOnlySuccessMayCome() throws Exception {
    Sides fine = inAuthentication(false);
    fine.peer.send(SOME);
    fine.peer.send(new UserauthSuccess());
    fine.peer.close();
    assertEquals(
        List.of(ServiceAccept.NUMBER, UserauthSuccess.NUMBER), Ends.await(fine.seen).delivered);

    Sides other = inAuthentication(false);
    other.peer.send(SOME);
    other.peer.send(new UserauthFailure(List.of("password"), false));
    other.peer.close();
    Seen seen = Ends.await(other.seen);
    seen.refused();
    assertEquals(List.of(ServiceAccept.NUMBER), seen.delivered);
  }

  @Test
  void extInfoInAuthenticationHasAnEnd() throws Exception {
    Sides s = inAuthentication(true);
    s.peer.send(SOME);
    s.peer.send(SOME);
    s.peer.send(new UserauthFailure(List.of("password"), false));
    s.peer.send(SOME);
    s.peer.close();
    Seen seen = Ends.await(s.seen);
    seen.refused();
    assertEquals(List.of(ServiceAccept.NUMBER, UserauthFailure.NUMBER), seen.delivered);
  }
}
