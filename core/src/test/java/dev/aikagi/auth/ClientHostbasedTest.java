package dev.aikagi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Reason;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Certified;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.Signer;
import dev.aikagi.message.Message;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthRequest;
import dev.aikagi.message.UserauthSuccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RFC 4252 section 9 on the client. */
class ClientHostbasedTest {
  private static final UserauthFailure NO = new UserauthFailure(List.of("hostbased"), false);

  private static ScriptedTransport server(Message... messages) {
    return new ScriptedTransport().peer(new ServiceAccept("ssh-userauth")).peer(messages);
  }

  private static ClientMethod.Hostbased method(Optional<Reason> fault, Identity... identities) {
    return new ClientMethod.Hostbased(
        List.of(identities), PublicKeyAlgorithm.DEFAULT, "client.example", "bob", 2048, fault);
  }

  private static Authenticated run(ScriptedTransport server, ClientMethod method)
      throws IOException {
    return UserauthClient.authenticate(server, ClientAuthOptions.of("alice", "h", List.of(method)));
  }

  private static List<UserauthMethod.Hostbased> requests(ScriptedTransport server)
      throws IOException {
    List<UserauthMethod.Hostbased> all = new ArrayList<>();
    for (int i = 1; i < server.sent().size(); i++) {
      if (UserauthRequest.read(server.reader(i)).method() instanceof UserauthMethod.Hostbased h) {
        all.add(h);
      }
    }
    return all;
  }

  @Test
  void whatIsSentIsSigned() throws Exception {
    ScriptedTransport server = server(NO, new UserauthSuccess());
    Authenticated in = run(server, method(Optional.empty(), Identity.of("k", TestKeys.A)));
    assertFalse(in.withNone());
    assertEquals(List.of("hostbased"), in.completedMethods());
    UserauthMethod.Hostbased request = requests(server).getFirst();
    assertEquals("client.example.", request.clientHost());
    assertEquals("bob", request.clientUser());
    byte[] data = SignedRequest.bytes(server.sessionId(), "alice", "ssh-connection", request);
    assertTrue(
        TestKeys.A.publicKey()
            .verify(TestKeys.A.algorithms().getFirst(), data, request.signature(), 2048));
  }

  @Test
  void oneKeyAfterTheOtherInTheOrderOfTheAlgorithms() throws Exception {
    Certificate certificate =
        Certified.of(TestKeys.B.publicKey())
            .kind(2)
            .keyId("h")
            .principals("client.example")
            .valid(0, 1_000_000_000L)
            .by(TestKeys.C);
    ScriptedTransport server = server(NO, NO, NO, NO, NO);
    AuthenticationException e =
        assertThrows(
            AuthenticationException.class,
            () ->
                run(
                    server,
                    method(
                        Optional.empty(),
                        Identity.of("rsa", TestKeys.RSA),
                        Identity.of("ecdsa", TestKeys.ECDSA),
                        Identity.of("ed25519", TestKeys.A),
                        Identity.of("cert", TestKeys.B, certificate))));
    assertEquals(
        List.of(
            "ssh-ed25519-cert-v01@openssh.com",
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "rsa-sha2-512"),
        requests(server).stream().map(UserauthMethod.Hostbased::algorithm).toList());
    ClientAuthStep.HostRefused first =
        assertInstanceOf(ClientAuthStep.HostRefused.class, e.reasons().getFirst());
    assertEquals("cert", first.identity());
  }

  @Test
  void aKeyThatDoesNotSignIsPassedOver() throws Exception {
    Identity silent =
        new Identity() {
          @Override
          public String name() {
            return "silent";
          }

          @Override
          public Optional<PublicKey> publicKey() {
            return Optional.of(TestKeys.B.publicKey());
          }

          @Override
          public Signer signer() throws IOException {
            throw new IOException("for root only");
          }
        };
    ScriptedTransport server = server(NO, new UserauthSuccess());
    Authenticated in = run(server, method(Optional.empty(), silent, Identity.of("k", TestKeys.A)));
    ClientAuthStep.HostNotSigned step =
        in.steps().stream()
            .filter(ClientAuthStep.HostNotSigned.class::isInstance)
            .map(ClientAuthStep.HostNotSigned.class::cast)
            .findFirst()
            .orElseThrow();
    assertEquals("for root only", step.cause());
    assertEquals(1, requests(server).size());
  }

  @Test
  void whyThereIsNoKeyIsSaid() throws Exception {
    record Told(String summary) implements Reason {}
    AuthenticationException e =
        assertThrows(
            AuthenticationException.class,
            () -> run(server(NO), method(Optional.of(new Told("no key of this machine")))));
    assertTrue(
        e.reasons().stream()
            .anyMatch(
                r ->
                    r.summary()
                        .equals("this host cannot vouch for its user: no key of this machine")));
  }
}
