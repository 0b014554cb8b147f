package dev.aikagi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.Reason;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthGssapiErrtok;
import dev.aikagi.message.UserauthGssapiExchangeComplete;
import dev.aikagi.message.UserauthGssapiMic;
import dev.aikagi.message.UserauthGssapiResponse;
import dev.aikagi.message.UserauthGssapiToken;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthMethod.GssapiWithMic;
import dev.aikagi.message.UserauthSuccess;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4462 section 3 on the server. */
@Tag("A13")
class ServerGssapiTest {
  private final FakeGss mechanism = new FakeGss(1);
  private final TestUser user =
      new TestUser().enabled("gssapi-with-mic", "password").gssapi(mechanism, "alice@REALM");
  private final ServerRun run = ServerRun.of(user);

  private static GssapiWithMic begins(Bytes... mechanisms) {
    return new GssapiWithMic(List.of(mechanisms));
  }

  private static UserauthGssapiToken token(String text) {
    return new UserauthGssapiToken(Bytes.utf8(text));
  }

  private UserauthGssapiMic mic(String userName) {
    byte[] data = SignedRequest.bytes(run.transport.sessionId(), userName, "ssh-connection");
    return new UserauthGssapiMic(Bytes.of(FakeGss.mic(data)));
  }

  private Reason reason() {
    return run.log.getLast().reasons().getFirst();
  }

  private void assertRefused(Class<? extends Reason> why) throws Exception {
    assertFalse(run.in());
    assertInstanceOf(why, reason());
    assertEquals(List.of("gssapi-with-mic", "password"), run.lastFailure().methods());
    assertEquals(0, mechanism.open);
  }

  @Test
  void whoIsProvenGetsIn() throws Exception {
    run.says(begins(FakeGss.OTHER, FakeGss.OID)).says(token("a")).says(mic("alice")).run();
    assertTrue(run.in());
    assertEquals(
        List.of(6, UserauthGssapiResponse.NUMBER, UserauthGssapiToken.NUMBER, 52),
        run.transport.numbers());
    assertEquals(FakeGss.OID, UserauthGssapiResponse.read(run.transport.reader(1)).mechanism());
    assertEquals(
        "Accepted gssapi-with-mic for alice from 10.0.0.1 port 5 ssh2: alice@REALM",
        run.log.getLast().logLine("10.0.0.1", 5));
    assertEquals("gssapi-with-mic alice@REALM", run.authenticated().steps().getFirst().line());
    assertEquals(0, mechanism.open);
  }

  @Test
  void severalTokensMayBeNeeded() {
    FakeGss three = new FakeGss(3);
    ServerRun longer =
        ServerRun.of(new TestUser().enabled("gssapi-with-mic").gssapi(three, "alice@REALM"))
            .says(begins(FakeGss.OID))
            .says(token("a"))
            .says(token("b"))
            .says(token("c"))
            .says(mic("alice"))
            .run();
    assertTrue(longer.in());
  }

  @Test
  void noMechanismInCommonIsNoWayIn() throws Exception {
    run.says(begins(FakeGss.OTHER)).run();
    assertRefused(GssReason.NoCommonMechanism.class);
    assertEquals(UserauthFailure.NUMBER, run.transport.numbers().getLast());
  }

  @Test
  void aServerWithoutKeysRefuses() throws Exception {
    mechanism.noCredentials = true;
    run.says(begins(FakeGss.OID)).run();
    assertRefused(GssReason.NoTicket.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob", "alice\0", ""})
  void theMicIsOverThisRequest(String other) throws Exception {
    run.says(begins(FakeGss.OID)).says(token("a")).says(mic(other)).run();
    assertRefused(GssReason.BadMic.class);
    assertEquals(0, user.gssQuestions);
  }

  @Test
  void theMicIsOverThisSession() throws Exception {
    byte[] data = SignedRequest.bytes(Bytes.utf8("another"), "alice", "ssh-connection");
    run.says(begins(FakeGss.OID)).says(token("a"));
    run.says(new UserauthGssapiMic(Bytes.of(FakeGss.mic(data)))).run();
    assertRefused(GssReason.BadMic.class);
  }

  @Test
  void noMicBeforeTheContextIsEstablished() throws Exception {
    run.says(begins(FakeGss.OID)).says(mic("alice")).run();
    assertRefused(GssReason.OutOfTurn.class);
    assertEquals(0, user.gssQuestions);
  }

  @Test
  void noTokenAfterTheContextIsEstablished() throws Exception {
    run.says(begins(FakeGss.OID)).says(token("a")).says(token("b")).run();
    assertRefused(GssReason.OutOfTurn.class);
    assertEquals(List.of("a"), mechanism.taken);
  }

  @Test
  void whoIsProvenMayBeNobodyHere() throws Exception {
    user.gssapi(mechanism, "bob@REALM");
    run.says(begins(FakeGss.OID)).says(token("a")).says(mic("alice")).run();
    assertRefused(TestUser.Told.class);
  }

  /** The same answers, so that nobody learns who there is. */
  @Test
  @Tag("A12")
  void aUserWhoIsRefusedIsRefusedAfterTheSameExchange() throws Exception {
    user.refused("locked").gssapi(mechanism, "bob@REALM");
    run.says(begins(FakeGss.OID)).says(token("a")).says(mic("alice")).run();
    assertRefused(TestUser.Told.class);
    assertEquals("locked", reason().summary());
    assertEquals(1, user.gssQuestions);
    assertEquals(
        List.of(6, UserauthGssapiResponse.NUMBER, UserauthGssapiToken.NUMBER, 51),
        run.transport.numbers());
  }

  @Test
  void withoutIntegrityNobodyGetsIn() throws Exception {
    mechanism.integrity = false;
    run.says(begins(FakeGss.OID)).says(token("a")).run();
    assertRefused(GssReason.NoIntegrity.class);
  }

  @Test
  void exchangeCompleteIsNoProof() throws Exception {
    run.says(begins(FakeGss.OID)).says(token("a"));
    run.says(new UserauthGssapiExchangeComplete()).run();
    assertRefused(GssReason.NoIntegrity.class);
    assertEquals(0, user.gssQuestions);
  }

  @Test
  void exchangeCompleteBeforeTheEndIsNone() throws Exception {
    run.says(begins(FakeGss.OID)).says(new UserauthGssapiExchangeComplete()).run();
    assertRefused(GssReason.OutOfTurn.class);
  }

  @Test
  @Tag("B1")
  void tokensHaveALength() throws Exception {
    byte[] most = new byte[ServerGssapi.MAX_TOKEN + 1];
    run.says(begins(FakeGss.OID)).says(new UserauthGssapiToken(Bytes.of(most))).run();
    assertRefused(GssReason.TokenTooLong.class);
    assertEquals(List.of(), mechanism.taken);
  }

  @Test
  @Tag("A9")
  void anExchangeHasAnEnd() throws Exception {
    FakeGss endless = new FakeGss(Integer.MAX_VALUE);
    ServerRun longer =
        ServerRun.of(new TestUser().enabled("gssapi-with-mic").gssapi(endless, "alice@REALM"))
            .says(begins(FakeGss.OID));
    for (int i = 0; i <= ServerGssapi.MAX_ROUNDS; i++) {
      longer.says(token("a"));
    }
    longer.run();
    assertFalse(longer.in());
    assertInstanceOf(GssReason.TooManyRounds.class, longer.log.getLast().reasons().getFirst());
    assertEquals(ServerGssapi.MAX_ROUNDS, endless.taken.size());
  }

  @Test
  @Tag("A9")
  void eachFailureCounts() {
    for (int i = 0; i < 6; i++) {
      run.says(begins(FakeGss.OID)).says(token("fault"));
    }
    run.says(begins(FakeGss.OID)).says(token("a")).says(mic("alice")).run();
    assertFalse(run.in());
    assertEquals(
        "maximum authentication attempts exceeded for alice", run.disconnect().getMessage());
  }

  @Test
  @Tag("A9")
  void givingUpCountsToo() {
    for (int i = 0; i < 6; i++) {
      run.says(begins(FakeGss.OID)).says(new UserauthGssapiErrtok(Bytes.utf8("mute")));
    }
    run.says(begins(FakeGss.OID)).says(token("a")).says(mic("alice")).run();
    assertFalse(run.in());
    assertEquals(
        "maximum authentication attempts exceeded for alice", run.disconnect().getMessage());
  }

  @Test
  void whatTheMechanismSaysGoesBeforeTheFailure() throws Exception {
    run.says(begins(FakeGss.OID)).says(token("fault")).run();
    assertRefused(GssReason.ClockSkew.class);
    int last = run.transport.sent().size() - 1;
    assertEquals(
        "skewed", UserauthGssapiErrtok.read(run.transport.reader(last - 1)).token().utf8());
  }

  @Test
  void anErrtokIsForTheLogAndHasNoAnswer() {
    run.says(begins(FakeGss.OID)).says(new UserauthGssapiErrtok(Bytes.utf8("skewed"))).run();
    assertEquals("the other side gave up: GSS-API: the other side says skew", reason().summary());
    assertEquals(List.of(6, UserauthGssapiResponse.NUMBER), run.transport.numbers());
    assertEquals(0, mechanism.open);
  }

  @Test
  void aMechanismThatFailsIsNo() throws Exception {
    mechanism.throwing = true;
    run.says(begins(FakeGss.OID)).says(token("a")).run();
    assertRefused(ServerAuthReason.AuthenticatorFailed.class);
  }

  @Test
  void aPolicyThatFailsIsNo() throws Exception {
    user.throwing(new IllegalStateException("files"));
    run.says(begins(FakeGss.OID)).says(token("a")).says(mic("alice")).run();
    assertRefused(ServerAuthReason.AuthenticatorFailed.class);
  }

  @Test
  void anotherRequestEndsTheExchange() {
    run.says(begins(FakeGss.OID)).says(token("a")).says(ServerRun.password("x"));
    run.says(mic("alice")).run();
    assertFalse(run.in());
    assertEquals(0, mechanism.open);
    assertEquals("message 66 during authentication", run.disconnect().getMessage());
  }

  @Test
  void whereItIsOffNothingOfItIsTaken() throws Exception {
    user.enabled("password");
    run.says(begins(FakeGss.OID)).run();
    assertInstanceOf(ServerAuthReason.MethodNotEnabled.class, reason());
    assertEquals(List.of("password"), run.lastFailure().methods());
  }

  @ParameterizedTest
  @ValueSource(ints = {61, 63, 65, 66})
  void withoutAnExchangeItsMessagesEndTheConnection(int number) {
    run.says(
        switch (number) {
          case 61 -> token("a");
          case 63 -> new UserauthGssapiExchangeComplete();
          case 65 -> new UserauthGssapiErrtok(Bytes.utf8("x"));
          default -> mic("alice");
        });
    run.run();
    assertEquals("message " + number + " during authentication", run.disconnect().getMessage());
  }

  @Test
  void itMayBeOneStepOfSeveral() {
    user.password("x").methods("gssapi-with-mic,password");
    run.says(begins(FakeGss.OID)).says(token("a")).says(mic("alice"));
    run.says(ServerRun.password("x")).run();
    assertTrue(run.in());
    assertTrue(run.transport.numbers().contains(UserauthFailure.NUMBER));
    assertEquals(UserauthSuccess.NUMBER, run.transport.numbers().getLast());
  }

  /** The count comes before the mechanisms do (CVE-2025-58181). */
  @ParameterizedTest
  @ValueSource(longs = {65, 0x7fff_ffffL, 0xffff_ffffL})
  @Tag("B1")
  void mechanismsAreFew(long count) {
    byte[] request = new WireWriter().writeUtf8("gssapi-with-mic").writeUint32(count).toArray();
    Assertions.assertThrows(
        MalformedException.class, () -> UserauthMethod.read(new WireReader(request)));
    List<Bytes> many = Collections.nCopies(65, FakeGss.OID);
    run.says(new GssapiWithMic(many)).run();
    assertInstanceOf(MalformedException.class, run.end);
  }
}
