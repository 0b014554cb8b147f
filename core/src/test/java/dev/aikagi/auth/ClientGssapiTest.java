package dev.aikagi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.Reason;
import dev.aikagi.message.Message;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthGssapiError;
import dev.aikagi.message.UserauthGssapiErrtok;
import dev.aikagi.message.UserauthGssapiMic;
import dev.aikagi.message.UserauthGssapiResponse;
import dev.aikagi.message.UserauthGssapiToken;
import dev.aikagi.message.UserauthSuccess;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 4462 section 3 on the client. */
class ClientGssapiTest {
  private static final UserauthFailure NO =
      new UserauthFailure(List.of("gssapi-with-mic", "password"), false);
  private static final UserauthGssapiResponse YES = new UserauthGssapiResponse(FakeGss.OID);
  private static final UserauthGssapiToken TOKEN =
      new UserauthGssapiToken(Bytes.utf8("of the server"));

  private final FakeGss mechanism = new FakeGss(1);

  private static ScriptedTransport server(Message... messages) {
    return new ScriptedTransport().peer(new ServiceAccept("ssh-userauth")).peer(messages);
  }

  private Authenticated run(ScriptedTransport server) throws IOException {
    return UserauthClient.authenticate(
        server,
        ClientAuthOptions.of("alice", "h", List.of(new ClientMethod.GssapiWithMic(mechanism))));
  }

  private AuthenticationException denied(ScriptedTransport server) {
    AuthenticationException e = assertThrows(AuthenticationException.class, () -> run(server));
    assertEquals(0, mechanism.open);
    return e;
  }

  @Test
  void aTicketGetsIn() throws Exception {
    ScriptedTransport server = server(NO, YES, TOKEN, new UserauthSuccess());
    Authenticated in = run(server);
    assertFalse(in.withNone());
    assertEquals(List.of("gssapi-with-mic"), in.completedMethods());
    assertEquals(List.of(5, 50, 50, 61, 61, 66), server.numbers());
    byte[] data = SignedRequest.bytes(server.sessionId(), "alice", "ssh-connection");
    assertEquals(Bytes.of(FakeGss.mic(data)), UserauthGssapiMic.read(server.reader(5)).mic());
    assertEquals(0, mechanism.open);
  }

  @Test
  void withoutATicketNothingIsSent() {
    mechanism.noCredentials = true;
    ScriptedTransport server = server(NO);
    AuthenticationException e = denied(server);
    assertTrue(
        e.reasons().stream()
            .anyMatch(
                r ->
                    r.summary()
                        .equals(
                            "gssapi-with-mic was not tried: no Kerberos ticket in FILE:/none")));
    assertEquals(List.of(5, 50), server.numbers());
  }

  @Test
  void anotherMechanismThanWasOfferedEndsTheConnection() {
    ScriptedTransport server = server(NO, new UserauthGssapiResponse(FakeGss.OTHER));
    assertThrows(DisconnectException.class, () -> run(server));
    assertEquals(0, mechanism.open);
  }

  @Test
  void successWithoutAMicIsNoProof() throws Exception {
    assertTrue(run(server(NO, YES, new UserauthSuccess())).withNone());
  }

  @Test
  void withoutIntegrityItGivesUp() {
    mechanism.integrity = false;
    ScriptedTransport server = server(NO, YES, TOKEN);
    assertInstanceOf(ClientAuthStep.GssapiFailed.class, denied(server).reasons().getFirst());
    assertFalse(server.numbers().contains(66));
  }

  @Test
  void aTokenThatTheMechanismRefusesEndsTheMethod() throws Exception {
    ScriptedTransport server = server(NO, YES, new UserauthGssapiToken(Bytes.utf8("fault")));
    ClientAuthStep.GssapiFailed why =
        assertInstanceOf(ClientAuthStep.GssapiFailed.class, denied(server).reasons().getFirst());
    assertInstanceOf(GssReason.ClockSkew.class, why.reason());
    int last = server.sent().size() - 1;
    assertEquals("skewed", UserauthGssapiErrtok.read(server.reader(last)).token().utf8());
  }

  @Test
  void whatTheServerSaysIsKept() {
    ScriptedTransport said =
        server(NO, YES, new UserauthGssapiError(1, 2, "no key\u001b[2J", "en"), NO);
    ClientAuthStep.GssapiRefused why =
        assertInstanceOf(ClientAuthStep.GssapiRefused.class, denied(said).reasons().getFirst());
    assertFalse(why.proven());
    assertTrue(why.said().startsWith("no key"));
    assertFalse(why.said().contains("\u001b"));
    ScriptedTransport token = server(NO, YES, new UserauthGssapiErrtok(Bytes.utf8("skewed")), NO);
    assertEquals(
        "the server did not take the ticket of gssapi-with-mic: GSS-API: the other side says skew",
        denied(token).reasons().getFirst().summary());
  }

  /** Then the refusal that follows tells nothing more. */
  @Test
  void whatTheServersMechanismFoundIsTheReason() {
    ScriptedTransport server = server(NO, YES, new UserauthGssapiErrtok(Bytes.utf8("fault")), NO);
    List<? extends Reason> reasons = denied(server).reasons();
    ClientAuthStep.GssapiFailed why =
        assertInstanceOf(ClientAuthStep.GssapiFailed.class, reasons.getFirst());
    assertInstanceOf(GssReason.ClockSkew.class, why.reason());
    assertFalse(reasons.stream().anyMatch(ClientAuthStep.GssapiRefused.class::isInstance));
  }

  @Test
  void aRefusalOfWhoIsProvenIsAnother() {
    ClientAuthStep.GssapiRefused why =
        assertInstanceOf(
            ClientAuthStep.GssapiRefused.class,
            denied(server(NO, YES, TOKEN, NO)).reasons().getFirst());
    assertTrue(why.proven());
  }

  @Test
  void noTokenAfterTheEnd() {
    assertThrows(DisconnectException.class, () -> run(server(NO, YES, TOKEN, TOKEN)));
  }

  @Test
  void aTokenBeforeTheMechanismIsNone() {
    assertThrows(DisconnectException.class, () -> run(server(NO, TOKEN)));
  }

  @Test
  void anExchangeHasAnEnd() {
    Message[] words = new Message[ServerGssapi.MAX_ROUNDS + 2];
    java.util.Arrays.fill(words, new UserauthGssapiError(1, 2, "wait", ""));
    words[0] = NO;
    words[1] = YES;
    DisconnectException e = assertThrows(DisconnectException.class, () -> run(server(words)));
    assertEquals("no end of gssapi-with-mic after 16 messages", e.getMessage());
  }

  @Test
  void tokensHaveALength() {
    byte[] most = new byte[ServerGssapi.MAX_TOKEN + 1];
    ScriptedTransport server = server(NO, YES, new UserauthGssapiToken(Bytes.of(most)));
    ClientAuthStep.GssapiFailed why =
        assertInstanceOf(ClientAuthStep.GssapiFailed.class, denied(server).reasons().getFirst());
    assertInstanceOf(GssReason.TokenTooLong.class, why.reason());
  }
}
