package dev.aikagi.auth;

import static dev.aikagi.auth.ServerRun.dialogue;
import static dev.aikagi.auth.ServerRun.none;
import static dev.aikagi.auth.ServerRun.password;
import static dev.aikagi.auth.ServerRun.unknown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.MalformedException;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.message.ServiceRequest;
import dev.aikagi.message.UserauthInfoResponse;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthRequest;
import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.wire.WireWriter;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What may never happen on the server: rows of the security list. */
class AuthenticationRowsTest {
  private static TestUser alice() {
    return new TestUser().key(TestKeys.A).password("right");
  }

  static AuthorizedKeyOptions forced(String command) {
    AuthorizedKeyOptions n = AuthorizedKeyOptions.NONE;
    return new AuthorizedKeyOptions(
        true,
        false,
        false,
        true,
        false,
        true,
        true,
        true,
        false,
        command,
        null,
        null,
        null,
        n.environment(),
        null,
        null,
        null);
  }

  /** Before the service, nothing but 5 is ever read; while authenticating, 5, 50 and 61. */
  @Test
  @Tag("A1")
  @Tag("A2")
  void everyOtherMessageEndsTheConnection() {
    byte[][] bodies = {{}, {0, 0, 0, 0}, new byte[64], garbage(64)};
    for (int number = 0; number < 256; number++) {
      for (byte[] body : bodies) {
        if (number == UserauthRequest.NUMBER && body.length == 64 && body[0] == 0) {
          continue; // a request of nobody for nothing: well-formed
        }
        byte[] payload = new byte[1 + body.length];
        payload[0] = (byte) number;
        System.arraycopy(body, 0, payload, 1, body.length);
        ends(new ScriptedTransport().peer(payload), alice(), number);
        TestUser during = alice();
        ServerRun run = ServerRun.of(during).says(none());
        run.transport.peer(payload);
        run.says(password("right")).run();
        assertFalse(run.in(), "message " + number);
        assertTrue(
            run.end instanceof DisconnectException || run.end instanceof MalformedException,
            "message " + number + ": " + run.end);
        assertEquals(0, during.passwordQuestions, "message " + number);
        assertEquals(1, run.transport.unread(), "read on after message " + number);
      }
    }
  }

  /** The body of a service request under every other number. */
  @Test
  @Tag("A1")
  void onlyAServiceRequestRequestsAService() {
    byte[] payload = ScriptedTransport.encoded(new ServiceRequest("ssh-userauth"));
    for (int number = 0; number < 256; number++) {
      if (number != ServiceRequest.NUMBER) {
        payload[0] = (byte) number;
        ends(new ScriptedTransport().peer(payload.clone()), alice(), number);
      }
    }
  }

  private static void ends(ScriptedTransport transport, TestUser user, int number) {
    Exception end = null;
    try {
      UserauthServer.run(transport, name -> user, ServerAuthOptions.defaults());
    } catch (java.io.IOException e) {
      end = e;
    }
    assertTrue(
        end instanceof DisconnectException || end instanceof MalformedException,
        "message " + number + " at the start: " + end);
    assertFalse(transport.isAuthenticated());
    assertEquals(List.of(), transport.numbers(), "answered message " + number);
  }

  private static byte[] garbage(int length) {
    byte[] out = new byte[length];
    new Random(length).nextBytes(out);
    return out;
  }

  /** USERAUTH_SUCCESS sent to a server (CVE-2018-10933), by name. */
  @Test
  @Tag("A1")
  void successFromTheClientIsNoSuccess() {
    ServerRun run = ServerRun.of(alice()).says(new dev.aikagi.message.UserauthSuccess()).run();
    assertFalse(run.in());
    assertEquals(DisconnectReason.PROTOCOL_ERROR, run.disconnect().reason());
  }

  /** Service request, open and exec in one go (CVE-2025-32433). */
  @Test
  @Tag("A2")
  void channelMessagesBeforeAuthenticationAreNotReached() {
    ServerRun run =
        ServerRun.of(alice())
            .says(new dev.aikagi.message.ChannelOpen("session", 0, 1 << 20, 1 << 15, Bytes.EMPTY))
            .says(
                new dev.aikagi.message.ChannelRequest(
                    0, "exec", true, Bytes.of((byte) 0, (byte) 0, (byte) 0, (byte) 0)))
            .run();
    assertEquals(DisconnectReason.PROTOCOL_ERROR, run.disconnect().reason());
    assertEquals(List.of(6), run.transport.numbers());
    assertEquals(1, run.transport.unread());
  }

  @Test
  @Tag("A1")
  void anotherServiceIsNotGiven() {
    ServerRun run = new ServerRun();
    ScriptedTransport t = new ScriptedTransport().peer(new ServiceRequest("ssh-connection"));
    try {
      UserauthServer.run(t, name -> alice(), ServerAuthOptions.defaults());
    } catch (java.io.IOException e) {
      run.end = e;
    }
    assertEquals(DisconnectReason.SERVICE_NOT_AVAILABLE, run.disconnect().reason());
  }

  /** The policy says yes; without a good signature that is worth nothing. */
  @Test
  @Tag("A3")
  void aPolicysYesIsNoProof() {
    UserauthMethod.PublicKey good = TestKeys.signed(TestKeys.A, "alice");
    Bytes signature = java.util.Objects.requireNonNull(good.signature());
    byte[] flipped = signature.toArray();
    flipped[flipped.length - 1] ^= 1;
    List<Bytes> bad = new ArrayList<>();
    bad.add(Bytes.of(flipped));
    bad.add(Bytes.EMPTY);
    bad.add(Bytes.of(new byte[signature.length()]));
    bad.add(Bytes.of(Arrays.copyOf(signature.toArray(), signature.length() - 1)));
    bad.add(Bytes.of(Arrays.copyOf(signature.toArray(), signature.length() + 1)));
    // Of another key, for another user.
    bad.add(java.util.Objects.requireNonNull(TestKeys.signed(TestKeys.B, "alice").signature()));
    bad.add(java.util.Objects.requireNonNull(TestKeys.signed(TestKeys.A, "bob").signature()));
    // Of another method's data, and of another session.
    bad.add(
        java.util.Objects.requireNonNull(
            TestKeys.hostbound(TestKeys.A, "alice", ScriptedTransport.HOST_KEY).signature()));
    bad.add(
        TestKeys.sign(
            TestKeys.A,
            SignatureAlgorithm.SSH_ED25519,
            SignedRequest.bytes(Bytes.utf8("elsewhere"), "alice", "ssh-connection", good)));
    for (Bytes b : bad) {
      ServerRun run =
          ServerRun.of(alice())
              .says(new UserauthMethod.PublicKey(good.algorithm(), good.keyBlob(), b))
              .run();
      assertFalse(run.in());
      assertEquals(List.of(6, 51), run.transport.numbers());
      assertInstanceOf(ServerAuthReason.BadSignature.class, run.log.getLast().reasons().getFirst());
    }
    ServerRun probes =
        ServerRun.of(alice()).says(TestKeys.probe(TestKeys.A), TestKeys.probe(TestKeys.A)).run();
    assertFalse(probes.in());
    assertEquals(List.of(6, 60, 60), probes.transport.numbers());
  }

  /** By construction: only the verification makes the token that a publickey step needs. */
  @Test
  @Tag("A3")
  void onlyTheVerifierMakesTheToken() {
    for (Constructor<?> c : VerifiedSignature.class.getDeclaredConstructors()) {
      assertTrue(Modifier.isPrivate(c.getModifiers()), c.toString());
    }
    assertTrue(Modifier.isFinal(VerifiedSignature.class.getModifiers()));
  }

  /**
   * Ten thousand random orders of probes, signatures, passwords and "none", compared with a model
   * of one line: who gets in is who the first proof names, with the options of that key.
   */
  @Test
  @Tag("A4")
  void whatIsOfferedNeverMixesWithWhatIsProven() {
    List<PrivateKey> keys = List.of(TestKeys.A, TestKeys.B, TestKeys.C);
    List<UserauthMethod.PublicKey> signed = new ArrayList<>();
    List<UserauthMethod.PublicKey> wrong = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      signed.add(TestKeys.signed(keys.get(i), "alice"));
    }
    for (int i = 0; i < 3; i++) {
      UserauthMethod.PublicKey own = signed.get(i);
      wrong.add(
          new UserauthMethod.PublicKey(
              own.algorithm(), own.keyBlob(), signed.get((i + 1) % 3).signature()));
    }
    Random random = new Random(20_260_821);
    for (int round = 0; round < 10_000; round++) {
      // A and B may log in, each with a command of its own; C may not.
      TestUser user =
          new TestUser()
              .key(TestKeys.A, forced("role a"))
              .key(TestKeys.B, forced("role b"))
              .password("right")
              .maxTries(100);
      ServerRun run = ServerRun.of(user);
      String expected = "";
      for (int i = 0, n = 2 + random.nextInt(6); i < n; i++) {
        int k = random.nextInt(3);
        UserauthMethod next =
            switch (random.nextInt(6)) {
              case 0, 1 -> TestKeys.probe(keys.get(k));
              case 2 -> signed.get(k);
              case 3 -> wrong.get(k);
              case 4 -> password(k == 0 ? "right" : "wrong");
              default -> none();
            };
        run.says(next);
        if (expected.isEmpty()) {
          expected = outcome(next, signed);
        }
      }
      run.run();
      assertEquals(expected, run.in() ? identity(run) : "", "round " + round);
    }
  }

  private static String outcome(UserauthMethod m, List<UserauthMethod.PublicKey> signed) {
    if (m instanceof UserauthMethod.Password p) {
      return p.password().matches("right".getBytes(java.nio.charset.StandardCharsets.UTF_8))
          ? "password null null"
          : "";
    }
    return signed.get(0).equals(m)
        ? "publickey role a 0"
        : signed.get(1).equals(m) ? "publickey role b 1" : "";
  }

  private static String identity(ServerRun run) {
    AuthenticatedUser<TestUser> user = run.authenticated();
    AuthenticatedUser.Step step = user.steps().getLast();
    AuthAttempt logged = run.log.getLast();
    assertEquals(1, user.steps().size());
    assertEquals(step.key(), logged.key());
    assertEquals(AuthAttempt.Result.ACCEPTED, logged.result());
    String key =
        step.key() == null ? "null" : step.key().key().equals(TestKeys.A.publicKey()) ? "0" : "1";
    return step.methodName() + " " + user.options().command() + " " + key;
  }

  /** A probe, then an empty password (CVE-2024-28080). */
  @Test
  @Tag("A4")
  @Tag("A10")
  void aProbeDoesNotHelpAnEmptyPassword() {
    assertFalse(
        ServerRun.of(new TestUser().key(TestKeys.A).password(""))
            .says(TestKeys.probe(TestKeys.A), password(""))
            .run()
            .in());
  }

  @Test
  @Tag("A5")
  void restrictionsOfAllStepsStayInForce() {
    ServerRun keyThenPassword =
        ServerRun.of(
                new TestUser()
                    .methods("publickey,password")
                    .key(TestKeys.A, forced("only this"))
                    .password("right"))
            .says(TestKeys.signed(TestKeys.A, "alice"), password("right"))
            .run();
    assertEquals("only this", keyThenPassword.authenticated().options().command());
    assertFalse(keyThenPassword.authenticated().options().portForwarding());
    AuthorizedKeyOptions noPty =
        new AuthorizedKeyOptions(
            false, false, true, true, true, false, true, true, false, null, null, null, null,
            List.of(), null, null, null);
    ServerRun twoKeys =
        ServerRun.of(
                new TestUser()
                    .methods("publickey,publickey")
                    .key(TestKeys.A, forced("only this"))
                    .key(TestKeys.B, noPty))
            .says(TestKeys.signed(TestKeys.A, "alice"), TestKeys.signed(TestKeys.B, "alice"))
            .run();
    AuthorizedKeyOptions both = twoKeys.authenticated().options();
    assertEquals("only this", both.command());
    assertFalse(both.pty());
    assertFalse(both.x11Forwarding());
    assertTrue(both.agentForwarding());
  }

  @Test
  @Tag("A5")
  void twoStepsWantTwoKeysAndCompatibleOnes() {
    TestUser user =
        new TestUser()
            .methods("publickey,publickey")
            .key(TestKeys.A, forced("one"))
            .key(TestKeys.B, forced("two"));
    ServerRun same =
        ServerRun.of(user)
            .says(TestKeys.signed(TestKeys.A, "alice"), TestKeys.signed(TestKeys.A, "alice"))
            .run();
    assertFalse(same.in());
    assertInstanceOf(
        ServerAuthReason.KeyAlreadyUsed.class, same.log.getLast().reasons().getFirst());
    ServerRun conflict =
        ServerRun.of(user)
            .says(TestKeys.signed(TestKeys.A, "alice"), TestKeys.signed(TestKeys.B, "alice"))
            .run();
    assertFalse(conflict.in());
    assertInstanceOf(
        ServerAuthReason.ConflictingOptions.class, conflict.log.getLast().reasons().getFirst());
  }

  @Test
  @Tag("A5")
  void anotherUserOrServiceBeginsAnew() {
    TestUser user = new TestUser().methods("publickey,password").key(TestKeys.A).password("right");
    TestUser bob = new TestUser().methods("publickey,password").password("right");
    ServerRun otherUser =
        ServerRun.of(user)
            .user("bob", bob)
            .says(TestKeys.signed(TestKeys.A, "alice"))
            .says("bob", password("right"))
            .run();
    assertFalse(otherUser.in());
    ServerRun back =
        ServerRun.of(user)
            .user("bob", bob)
            .says(TestKeys.signed(TestKeys.A, "alice"))
            .says("bob", none())
            .says(password("right"))
            .run();
    assertFalse(back.in());
    ServerRun otherService =
        ServerRun.of(user)
            .says(TestKeys.signed(TestKeys.A, "alice"))
            .says(new UserauthRequest("alice", "ssh-other", password("right")))
            .says(password("right"))
            .run();
    assertFalse(otherService.in());
    assertInstanceOf(
        ServerAuthReason.MethodNotNext.class, otherService.log.getLast().reasons().getFirst());
  }

  @Test
  @Tag("A9")
  void everyMethodCounts() {
    TestDevice device = new TestDevice("pam", "never");
    for (UserauthMethod m :
        List.of(password("wrong"), TestKeys.probe(TestKeys.B), unknown(), dialogue("nothing"))) {
      ServerRun run = ServerRun.of(alice().device(device)).says(none());
      for (int i = 0; i < 10; i++) {
        run.says(m instanceof UserauthMethod.Password ? password("wrong") : m);
      }
      run.says(password("right")).run();
      assertFalse(run.in(), m.methodName());
      assertEquals("Too many authentication failures", run.disconnect().peerText());
      assertEquals(DisconnectReason.PROTOCOL_ERROR, run.disconnect().reason());
      // The first "none" is free; the sixth failure ends it without an answer.
      assertEquals(List.of(6, 51, 51, 51, 51, 51, 51), run.transport.numbers(), m.methodName());
    }
  }

  /** Ten thousand devices named by the client are one attempt (CVE-2015-5600). */
  @Test
  @Tag("A9")
  void naminingADeviceOftenAsksItOnce() {
    TestDevice device = new TestDevice("pam", "never");
    String names = "pam,".repeat(10_000) + "pam";
    ServerRun run = ServerRun.of(alice().device(device));
    for (int i = 0; i < 20; i++) {
      run.says(dialogue(names)).answers("no");
    }
    run.run();
    assertEquals("Too many authentication failures", run.disconnect().peerText());
    assertEquals(6, device.started);
  }

  /** Accepted probes are no failures, but there is an end to them. */
  @Test
  @Tag("A9")
  void requestsAreCapped() {
    ServerRun run = ServerRun.of(alice());
    for (int i = 0; i < 70; i++) {
      run.says(TestKeys.probe(TestKeys.A));
    }
    run.says(password("right")).run();
    assertFalse(run.in());
    assertEquals("Too many authentication failures", run.disconnect().peerText());
    assertEquals(1 + ServerAuthOptions.DEFAULT_MAX_REQUESTS, run.transport.sent().size());
  }

  /** A count that lies allocates nothing. */
  @Test
  @Tag("A9")
  void answersAreCountedBeforeTheyAreRead() {
    for (long count : new long[] {101, 1L << 31, 0xffff_ffffL}) {
      ServerRun run = ServerRun.of(alice().device(new TestDevice("pam", "x"))).says(dialogue(""));
      run.transport.peer(
          new WireWriter().writeByte(UserauthInfoResponse.NUMBER).writeUint32(count).toArray());
      run.run();
      assertInstanceOf(MalformedException.class, run.end);
    }
    ServerRun tooMany = ServerRun.of(alice().device(new TestDevice("pam", "x"))).says(dialogue(""));
    assertInstanceOf(
        MalformedException.class, tooMany.answers("x,".repeat(101).split(",", 101)).run().end);
    ServerRun wrongCount =
        ServerRun.of(alice().device(new TestDevice("pam", "x")))
            .says(dialogue(""))
            .answers("x", "x")
            .run();
    assertFalse(wrongCount.in());
    assertInstanceOf(
        ServerAuthReason.WrongAnswerCount.class, wrongCount.log.getLast().reasons().getFirst());
  }

  @Test
  @Tag("A9")
  void anAnswerNobodyAskedForEndsTheConnection() {
    ServerRun run = ServerRun.of(alice()).says(none()).answers("x").run();
    assertEquals(DisconnectReason.PROTOCOL_ERROR, run.disconnect().reason());
  }

  @Test
  @Tag("A10")
  void longPasswordsAreNotHashed() {
    TestUser user = new TestUser().password("x".repeat(1025));
    ServerRun run = ServerRun.of(user).says(password("x".repeat(1025))).run();
    assertFalse(run.in());
    assertEquals(0, user.passwordQuestions);
    TestUser longest = new TestUser().password("x".repeat(1024));
    assertTrue(ServerRun.of(longest).says(password("x".repeat(1024))).run().in());
  }

  @Test
  @Tag("A10")
  void emptyPasswordsNeedPermission() {
    TestUser user = new TestUser().password("");
    assertFalse(ServerRun.of(user).says(password("")).run().in());
    assertEquals(0, user.passwordQuestions);
    assertTrue(
        ServerRun.of(new TestUser().password("").permitEmpty()).says(password("")).run().in());
  }

  /** Whatever an authenticator throws is no; and an attempt that failed, not an end. */
  @Test
  @Tag("A11")
  void anAuthenticatorThatFailsDenies() {
    for (RuntimeException fault :
        List.of(
            new IllegalStateException("right"),
            new UncheckedIOException(new InterruptedIOException("timed out")),
            new NullPointerException())) {
      for (UserauthMethod m :
          List.of(password("right"), TestKeys.signed(TestKeys.A, "alice"), dialogue(""))) {
        ServerRun run =
            ServerRun.of(alice().device(new TestDevice("pam", "x")).throwing(fault)).says(m).run();
        assertFalse(run.in());
        assertEquals(List.of(6, 51), run.transport.numbers());
        ServerAuthReason.AuthenticatorFailed reason =
            assertInstanceOf(
                ServerAuthReason.AuthenticatorFailed.class, run.log.getLast().reasons().getFirst());
        assertFalse(reason.summary().contains("right"), "the message is not for the log");
      }
    }
  }

  @Test
  @Tag("A11")
  void aPolicyThatAnswersNothingDenies() {
    UserPolicy silent =
        (UserPolicy)
            java.lang.reflect.Proxy.newProxyInstance(
                UserPolicy.class.getClassLoader(),
                new Class<?>[] {UserPolicy.class},
                (proxy, method, args) ->
                    switch (method.getName()) {
                      case "settings" -> UserAuthSettings.of(TestUser.ALL);
                      case "refusal" -> java.util.Optional.empty();
                      default -> null;
                    });
    for (UserauthMethod m :
        List.of(password("right"), TestKeys.signed(TestKeys.A, "alice"), dialogue(""))) {
      ScriptedTransport t =
          new ScriptedTransport()
              .peer(
                  new ServiceRequest("ssh-userauth"),
                  new UserauthRequest("alice", "ssh-connection", m));
      try {
        UserauthServer.run(t, name -> silent, ServerAuthOptions.defaults());
      } catch (java.io.IOException e) {
        assertNotNull(e.getMessage());
      }
      assertFalse(t.isAuthenticated());
      assertEquals(List.of(6, 51), t.numbers());
    }
  }

  /** A user who does not exist and one who is locked get what one gets who only typed wrongly. */
  @Test
  @Tag("A12")
  void unknownUsersGetTheSameReplies() {
    List<List<UserauthMethod>> scripts =
        List.of(
            List.of(none(), none()),
            List.of(none(), TestKeys.probe(TestKeys.B), TestKeys.signed(TestKeys.B, "alice")),
            List.of(
                TestKeys.hostbound(TestKeys.B, "alice", ScriptedTransport.HOST_KEY),
                TestKeys.hostbound(TestKeys.B, "alice", Bytes.utf8("x"))),
            List.of(new UserauthMethod.PublicKey("ssh-ed25519", Bytes.utf8("junk"), null)),
            List.of(new UserauthMethod.PublicKey("no-such", Bytes.utf8("junk"), null)),
            List.of(unknown(), dialogue("nothing")));
    for (List<UserauthMethod> script : scripts) {
      assertAlike(script, run -> {});
    }
    assertAlike(
        List.of(), run -> run.says(password("wrong"), password(""), password("x".repeat(2000))));
    assertAlike(List.of(), run -> run.says(dialogue("")).answers("wrong"));
    assertAlike(List.of(), run -> run.says(dialogue("")).answers("wrong", "two"));
  }

  private static void assertAlike(
      List<UserauthMethod> script, java.util.function.Consumer<ServerRun> more) {
    List<List<String>> replies = new ArrayList<>();
    for (TestUser user :
        List.of(alice(), new TestUser().refused("no such user"), alice().refused("locked"))) {
      user.device(new TestDevice("pam", "secret")).banner("hello");
      ServerRun run = ServerRun.of(user).says(script.toArray(new UserauthMethod[0]));
      more.accept(run);
      run.run();
      assertFalse(run.in());
      replies.add(run.transport.sent().stream().map(java.util.HexFormat.of()::formatHex).toList());
    }
    assertEquals(replies.get(0), replies.get(1));
    assertEquals(replies.get(0), replies.get(2));
  }

  /** The right password or key of a refused user is no different from a wrong one. */
  @Test
  @Tag("A12")
  void aRefusedUsersProofsAreNotBelieved() {
    for (UserauthMethod m :
        List.of(
            password("right"),
            TestKeys.signed(TestKeys.A, "alice"),
            TestKeys.probe(TestKeys.A),
            TestKeys.probe(TestKeys.B))) {
      TestUser locked = alice().refused("locked");
      ServerRun run = ServerRun.of(locked).says(m).run();
      assertFalse(run.in());
      // No PK_OK for the key that is authorised: its holder would learn that the account is there.
      assertEquals(List.of(6, 51), run.transport.numbers());
      assertTrue(run.log.getLast().logLine("h", 1).contains("for invalid user alice from"));
      assertEquals(List.of(new TestUser.Told("locked")), run.log.getLast().reasons());
      // Looked for all the same: where the answer comes sooner, there is no such user.
      assertEquals(1, locked.keyQuestions + locked.passwordQuestions);
    }
    TestUser locked = alice().device(new TestDevice("pam", "1")).refused("locked");
    ServerRun run = ServerRun.of(locked).says(dialogue("")).answers("1").run();
    assertFalse(run.in());
  }

  /**
   * What PAM's account modules say to somebody whose proof was good; then nothing more is tried.
   */
  @Test
  @Tag("A12")
  void whoseAccountIsClosedIsToldAndSentAway() {
    UserauthMethod proof = TestKeys.signed(TestKeys.A, "alice");
    ServerRun told =
        ServerRun.of(alice().vetoing("publickey").farewell("come back tomorrow"))
            .says(proof, password("right"))
            .run();
    assertEquals(List.of(6, 53), told.transport.numbers());
    assertEquals(DisconnectReason.NO_MORE_AUTH_METHODS_AVAILABLE, told.disconnect().reason());
    assertEquals(1, told.log.size());
    ServerRun silent =
        ServerRun.of(alice().vetoing("publickey").farewell(""))
            .says(proof, password("right"))
            .run();
    assertEquals(List.of(6), silent.transport.numbers());
    assertEquals(DisconnectReason.NO_MORE_AUTH_METHODS_AVAILABLE, silent.disconnect().reason());
    // Whoever is refused whatever he proves is told nothing: it would say that he is there.
    ServerRun locked =
        ServerRun.of(alice().refused("locked").farewell("come back tomorrow")).says(proof).run();
    assertEquals(List.of(6, 51), locked.transport.numbers());
  }

  @Test
  @Tag("A12")
  void anExpiredPasswordOfARefusedUserIsNotAnnounced() {
    ServerRun run =
        ServerRun.of(new TestUser().password("p").expired("change").refused("locked"))
            .says(password("p"))
            .run();
    assertEquals(List.of(6, 51), run.transport.numbers());
  }

  /** The floor: the same wait for the same name, doubled until it hides what was spent. */
  @Test
  @Tag("A12")
  void failuresWaitForTheFloor() {
    long[] clock = {0};
    List<Long> deadlines = new ArrayList<>();
    FailureDelay delay =
        new FailureDelay(
            new byte[32],
            () -> clock[0],
            deadline -> {
              deadlines.add(deadline - clock[0]);
              clock[0] = deadline;
            });
    long floor = delay.floor("alice");
    assertTrue(floor >= 5_000_000 && floor < 9_300_000, "floor " + floor);
    assertEquals(floor, delay.floor("alice"));
    assertTrue(delay.floor("bob") != floor);
    ServerRun.of(alice())
        .delay(delay)
        .says(
            none(),
            password("wrong"),
            unknown(),
            TestKeys.probe(TestKeys.A),
            TestKeys.probe(TestKeys.B),
            password("right"))
        .run();
    // Not for "none", not for the success; for the probe that was accepted as for all others.
    assertEquals(List.of(floor, floor, floor, floor), deadlines);
    assertEquals(floor, FailureDelay.wanted(0, floor));
    assertEquals(floor, FailureDelay.wanted(floor, floor));
    assertEquals(2 * floor, FailureDelay.wanted(floor + 1, floor));
    assertEquals(8 * floor, FailureDelay.wanted(4 * floor + 1, floor));
    assertEquals(6_000_000_000L, FailureDelay.wanted(6_000_000_000L, floor));
  }

  @Test
  @Tag("A12")
  void theParkingWaiterWaits() {
    // What the first call has to load may take as long as the wait.
    FailureDelay.SHARED.finish(FailureDelay.SHARED.start(), "alice");
    long start = System.nanoTime();
    FailureDelay.SHARED.finish(FailureDelay.SHARED.start(), "alice");
    assertTrue(System.nanoTime() - start >= 5_000_000);
  }

  @Test
  @Tag("A13")
  void aMethodThatIsOffIsNotThere() throws Exception {
    List<UserauthMethod> requests =
        List.of(
            password("right"),
            TestKeys.signed(TestKeys.A, "alice"),
            TestKeys.hostbound(TestKeys.A, "alice", ScriptedTransport.HOST_KEY),
            dialogue(""));
    List<String> names = List.of("password", "publickey", "publickey", "keyboard-interactive");
    for (int i = 0; i < requests.size(); i++) {
      String off = names.get(i);
      TestDevice device = new TestDevice("pam", "x");
      TestUser user =
          alice()
              .device(device)
              .enabled(TestUser.ALL.stream().filter(n -> !n.equals(off)).toArray(String[]::new));
      ServerRun run = ServerRun.of(user).says(requests.get(i)).run();
      assertFalse(run.in(), off);
      assertEquals(List.of(6, 51), run.transport.numbers());
      assertFalse(run.lastFailure().methods().contains(off), off);
      assertEquals(0, user.keyQuestions + user.passwordQuestions + device.started, off);
    }
  }

  /** What is not wanted is not parsed: the reason shows which check came first. */
  @Test
  @Tag("C2")
  void theAlgorithmIsCheckedBeforeTheKeyIsParsed() {
    Bytes junk = Bytes.of(garbage(400));
    TestUser user = alice().algorithms(List.of(SignatureAlgorithm.SSH_ED25519));
    for (String name : List.of("ssh-rsa", "rsa-sha2-256", "ssh-dss", "x")) {
      ServerRun run = ServerRun.of(user).says(new UserauthMethod.PublicKey(name, junk, junk)).run();
      assertInstanceOf(
          ServerAuthReason.AlgorithmNotAccepted.class, run.log.getLast().reasons().getFirst());
    }
    ServerRun wanted =
        ServerRun.of(user).says(new UserauthMethod.PublicKey("ssh-ed25519", junk, junk)).run();
    assertInstanceOf(
        ServerAuthReason.KeyMalformed.class, wanted.log.getLast().reasons().getFirst());
    assertEquals(0, user.keyQuestions);
  }

  /** Key type × algorithm name × name inside the signature × allow-list: one diagonal is let in. */
  @Test
  @Tag("C4")
  void algorithmsAndKeysMustFit() {
    List<PrivateKey> keys =
        List.of(TestKeys.A, TestKeys.ECDSA, TestKeys.RSA, KeyGenerator.ecdsa(384));
    for (PrivateKey key : keys) {
      for (SignatureAlgorithm made : key.algorithms()) {
        UserauthMethod.PublicKey honest = TestKeys.signed(key, made, "alice");
        for (SignatureAlgorithm named : SignatureAlgorithm.SUPPORTED) {
          for (boolean allowed : new boolean[] {true, false}) {
            TestUser user =
                new TestUser()
                    .key(key)
                    .algorithms(
                        SignatureAlgorithm.SUPPORTED.stream()
                            .filter(a -> allowed || a != named)
                            .toList());
            UserauthMethod claim =
                new UserauthMethod.PublicKey(
                    named.wireName(), honest.keyBlob(), honest.signature());
            boolean in = ServerRun.of(user).says(claim).run().in();
            assertEquals(allowed && named == made, in, key.type() + " " + made + " as " + named);
          }
        }
      }
    }
  }

  /** SHA-1 is off unless somebody names it. */
  @Test
  @Tag("C4")
  void sha1IsOff() {
    assertFalse(
        ServerRun.of(new TestUser().key(TestKeys.RSA))
            .says(TestKeys.signed(TestKeys.RSA, SignatureAlgorithm.SSH_RSA, "alice"))
            .run()
            .in());
  }
}
