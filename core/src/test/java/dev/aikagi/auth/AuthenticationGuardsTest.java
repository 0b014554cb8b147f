package dev.aikagi.auth;

import static dev.aikagi.auth.ServerRun.dialogue;
import static dev.aikagi.auth.ServerRun.none;
import static dev.aikagi.auth.ServerRun.password;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthInfoRequest.Prompt;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthRequest;
import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Single guards of the server's authentication, each with what gets through without it. */
class AuthenticationGuardsTest {
  /** A policy that does what a test wants of it, and remembers the secrets that it saw. */
  private static class Policy implements UserPolicy {
    final List<SecretBytes> seen = new ArrayList<>();
    UserAuthSettings settings = UserAuthSettings.of(TestUser.ALL);
    Optional<Reason> refusal = Optional.empty();

    @Override
    public UserAuthSettings settings() {
      return settings;
    }

    @Override
    public Optional<Reason> refusal() {
      return refusal;
    }

    @Override
    public KeyDecision publicKey(PublicKey key) {
      return new KeyDecision.Authorized(AuthorizedKeyOptions.NONE, new TestUser.Told("all"));
    }

    @Override
    public PasswordDecision password(SecretBytes password) {
      seen.add(password);
      return new PasswordDecision.Refused(new TestUser.Told("wrong"));
    }

    @Override
    public PasswordDecision changePassword(SecretBytes old, SecretBytes changed) {
      seen.add(old);
      seen.add(changed);
      return new PasswordDecision.Accepted();
    }
  }

  private static SecretBytes secret(String text) {
    return SecretBytes.taking(text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean wiped(SecretBytes secret) {
    try {
      var _ = secret.expose();
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** A connection of "alice" with a policy of the test's own. */
  private static ScriptedTransport run(UserPolicy policy, UserauthMethod... methods) {
    ScriptedTransport t =
        new ScriptedTransport().peer(new dev.aikagi.message.ServiceRequest("ssh-userauth"));
    for (UserauthMethod m : methods) {
      t.peer(new UserauthRequest("alice", "ssh-connection", m));
    }
    try {
      UserauthServer.run(t, name -> policy, ServerAuthOptions.defaults());
    } catch (java.io.IOException e) {
      assertInstanceOf(dev.aikagi.SshException.class, e);
    }
    return t;
  }

  /** Sixty-four requests, of which answers to questions are some: the sixty-fifth ends it. */
  @Test
  @Tag("A9")
  void answersCountAsRequests() {
    KeyboardInteractiveDevice endless = device("pam", answers -> question());
    ServerRun run =
        ServerRun.of(new TestUser().device(endless).maxTries(1000)).says(dialogue("pam"));
    for (int i = 0; i < 70; i++) {
      run.answers("x");
    }
    run.run();
    assertEquals("Too many authentication failures", run.disconnect().peerText());
    // SERVICE_ACCEPT and a question for each of the 64.
    assertEquals(1 + 64, run.transport.sent().size());
    assertEquals(70 - 63 - 1, run.transport.unread());
  }

  /** A device that asks without end is left after a hundred questions, and so are the others. */
  @Test
  @Tag("A9")
  void aDialogueHasAnEnd() {
    KeyboardInteractiveDevice endless = device("pam", answers -> question());
    int[] second = {0};
    KeyboardInteractiveDevice other =
        device(
            "other",
            answers -> {
              second[0]++;
              return question();
            });
    LoginProgress<TestUser> login =
        new LoginProgress<>(
            "alice", "ssh-connection", new TestUser().device(endless).device(other));
    ServerKeyboardInteractive open =
        new ServerKeyboardInteractive(
            login, new UserauthMethod.KeyboardInteractive("", "pam,other"));
    Verdict verdict = open.start();
    int asked = 0;
    while (verdict instanceof Verdict.Asks) {
      asked++;
      assertTrue(asked <= ServerKeyboardInteractive.MAX_TURNS, "no end of questions");
      verdict = open.answer(new dev.aikagi.message.UserauthInfoResponse(List.of(secret("x"))));
    }
    assertInstanceOf(Verdict.Refused.class, verdict);
    assertEquals(ServerKeyboardInteractive.MAX_TURNS, asked);
    assertEquals(0, second[0]);
  }

  @Test
  @Tag("A9")
  void aQuestionHasAHundredPromptsAtMost() {
    List<Prompt> hundred = Collections.nCopies(100, new Prompt("?", false));
    assertEquals(100, new KeyboardInteractiveDevice.Turn.Ask("", "", hundred).prompts().size());
    List<Prompt> more = Collections.nCopies(101, new Prompt("?", false));
    assertThrows(
        IllegalArgumentException.class, () -> new KeyboardInteractiveDevice.Turn.Ask("", "", more));
  }

  /** An answer of 1025 bytes is as wrong as any, and does not reach the device. */
  @Test
  @Tag("A9")
  @Tag("A10")
  void longAnswersDoNotReachTheDevice() {
    List<Integer> lengths = new ArrayList<>();
    KeyboardInteractiveDevice device =
        device(
            "pam",
            answers -> {
              if (answers.isEmpty()) {
                return question();
              }
              lengths.add(answers.getFirst().length());
              return new KeyboardInteractiveDevice.Turn.Accepted();
            });
    ServerRun tooLong =
        ServerRun.of(new TestUser().device(device)).says(dialogue("")).answers("x".repeat(1025));
    assertFalse(tooLong.run().in());
    ServerRun longest =
        ServerRun.of(new TestUser().device(device)).says(dialogue("")).answers("x".repeat(1024));
    assertTrue(longest.run().in());
    assertEquals(List.of(1024), lengths);
  }

  /** However a dialogue ends, its device hears of it, and once. */
  @Test
  @Tag("A9")
  void aDialogueIsClosedHoweverItEnds() {
    for (int way = 0; way < 5; way++) {
      TestDevice device = new TestDevice("pam", "1");
      ServerRun run = ServerRun.of(new TestUser().device(device).password("p")).says(dialogue(""));
      switch (way) {
        case 0 -> run.answers("1");
        case 1 -> run.answers("wrong");
        case 2 -> run.answers("1", "2");
        case 3 -> run.says(password("p"));
        default -> run.says(new dev.aikagi.message.UserauthSuccess());
      }
      run.run();
      assertEquals(1, device.started, "way " + way);
      assertEquals(1, device.closed, "way " + way);
    }
  }

  /** An answer without a question ends the connection, also when a login is under way. */
  @Test
  @Tag("A1")
  void anAnswerToNoQuestionEndsTheConnection() {
    ServerRun after =
        ServerRun.of(new TestUser().device(new TestDevice("pam", "1")))
            .says(dialogue(""))
            .answers("wrong")
            .answers("1")
            .run();
    assertFalse(after.in());
    assertEquals(DisconnectReason.PROTOCOL_ERROR, after.disconnect().reason());
  }

  /** RFC 4256 section 3.1: another request abandons the dialogue, also one that only asks. */
  @Test
  @Tag("A4")
  @Tag("A9")
  void aDialogueIsNotGoneOnWithAfterAnotherRequest() {
    ServerRun run =
        ServerRun.of(new TestUser().device(new TestDevice("pam", "1")).key(TestKeys.A))
            .says(dialogue(""), TestKeys.probe(TestKeys.A))
            .answers("1")
            .run();
    assertFalse(run.in());
    assertEquals(List.of(6, 60, 60), run.transport.numbers());
    assertEquals(DisconnectReason.PROTOCOL_ERROR, run.disconnect().reason());
  }

  /** The first of two steps takes its time too: it tells that the password was right. */
  @Test
  @Tag("A12")
  void aPartialSuccessWaitsForTheFloor() {
    List<Long> deadlines = new ArrayList<>();
    FailureDelay delay = new FailureDelay(new byte[32], () -> 0, deadlines::add);
    ServerRun.of(new TestUser().methods("publickey,password").key(TestKeys.A))
        .delay(delay)
        .says(TestKeys.signed(TestKeys.A, "alice"))
        .run();
    assertEquals(List.of(delay.floor("alice")), deadlines);
  }

  /** "none" is worth one try; after that it is an attempt that fails like any other. */
  @Test
  @Tag("A9")
  @Tag("A10")
  void noneIsAskedOnce() {
    TestUser user = new TestUser().password("").permitEmpty().methods("password");
    ServerRun run = ServerRun.of(user);
    for (int i = 0; i < 10; i++) {
      run.says(none());
    }
    run.run();
    assertEquals("Too many authentication failures", run.disconnect().peerText());
    TestUser late = new TestUser().password("").permitEmpty();
    ServerRun second = ServerRun.of(late).says(password("x"), none()).run();
    assertFalse(second.in());
    assertEquals(1, late.passwordQuestions);
  }

  @Test
  @Tag("A10")
  void secretsAreWipedWhenTheAnswerIsKnown() {
    Policy policy = new Policy();
    run(policy, password("wrong"));
    run(policy, new UserauthMethod.Password(secret("old"), secret("new")));
    assertEquals(3, policy.seen.size());
    assertTrue(policy.seen.stream().allMatch(AuthenticationGuardsTest::wiped));
    List<SecretBytes> answers = new ArrayList<>();
    KeyboardInteractiveDevice device =
        device(
            "pam",
            given -> {
              answers.addAll(given);
              return given.isEmpty()
                  ? question()
                  : new KeyboardInteractiveDevice.Turn.Refused(new TestUser.Told("no"));
            });
    ServerRun.of(new TestUser().device(device)).says(dialogue("")).answers("secret").run();
    assertEquals(1, answers.size());
    assertTrue(wiped(answers.getFirst()));
  }

  /** The new password has the limits of the old one. */
  @Test
  @Tag("A10")
  void newPasswordsAreLimitedToo() {
    for (String bad : List.of("", "x".repeat(1025))) {
      Policy policy = new Policy();
      ScriptedTransport t = run(policy, new UserauthMethod.Password(secret("old"), secret(bad)));
      assertEquals(List.of(6, 51), t.numbers());
      assertEquals(0, policy.seen.size());
    }
  }

  /** Nobody changes the password of a user who may not log in, but its time is spent. */
  @Test
  @Tag("A12")
  void aRefusedUsersPasswordIsNotChanged() {
    Policy policy = new Policy();
    policy.refusal = Optional.of(new TestUser.Told("locked"));
    ScriptedTransport t = run(policy, new UserauthMethod.Password(secret("old"), secret("new")));
    assertEquals(List.of(6, 51), t.numbers());
    // One question, for the time of it, and not two secrets for a change.
    assertEquals(1, policy.seen.size());
  }

  /** The last word is a question like the others: what it throws is no. */
  @Test
  @Tag("A11")
  void aVetoThatFailsIsAVeto() {
    Policy policy =
        new Policy() {
          @Override
          public Optional<Reason> refusal(String methodName, AuthorizedKeyOptions options) {
            throw new IllegalStateException("the database is away");
          }
        };
    ScriptedTransport t = run(policy, TestKeys.signed(TestKeys.A, "alice"));
    assertFalse(t.isAuthenticated());
    assertEquals(List.of(6, 51), t.numbers());
  }

  /** The last word is about everything that was granted, not about the last step alone. */
  @Test
  @Tag("A5")
  void theLastWordSeesTheOptionsOfAllSteps() {
    List<String> commands = new ArrayList<>();
    Policy policy =
        new Policy() {
          @Override
          public KeyDecision publicKey(PublicKey key) {
            AuthorizedKeyOptions options =
                key.equals(TestKeys.A.publicKey())
                    ? AuthenticationRowsTest.forced("only this")
                    : AuthorizedKeyOptions.NONE;
            return new KeyDecision.Authorized(options, new TestUser.Told("yes"));
          }

          @Override
          public Optional<Reason> refusal(String methodName, AuthorizedKeyOptions options) {
            commands.add(String.valueOf(options.command()));
            return Optional.empty();
          }
        };
    policy.settings =
        new UserAuthSettings(
            TestUser.ALL,
            AuthenticationMethods.of(List.of("publickey,publickey")),
            policy.settings.algorithms(),
            2048,
            6,
            false,
            null);
    ScriptedTransport t =
        run(policy, TestKeys.signed(TestKeys.A, "alice"), TestKeys.signed(TestKeys.B, "alice"));
    assertTrue(t.isAuthenticated());
    assertEquals(List.of("only this", "only this"), commands);
  }

  /** Whatever a method made of it, a user who is refused does not advance. */
  @Test
  @Tag("A12")
  void aRefusedUserDoesNotAdvance() {
    LoginProgress<TestUser> login =
        new LoginProgress<>("alice", "ssh-connection", new TestUser().refused("locked"));
    assertInstanceOf(
        LoginProgress.Advance.No.class,
        login.advance("password", new Verdict.Satisfied((String) null)));
    assertEquals(List.of(), login.steps());
  }

  /** Only ssh-connection can be had; the answer does not tell that it is the service. */
  @Test
  @Tag("A1")
  void anotherServiceIsRefusedLikeAWrongPassword() throws Exception {
    for (String service : List.of("", "ssh-userauth", "ssh-connection2", "x")) {
      ServerRun run =
          ServerRun.of(new TestUser().password("right"))
              .says(new UserauthRequest("alice", service, password("right")))
              .run();
      assertFalse(run.in(), service);
      assertEquals(List.of(6, 51), run.transport.numbers(), service);
      assertEquals(
          new UserauthFailure(List.of("publickey", "password", "keyboard-interactive"), false),
          run.lastFailure());
    }
  }

  /** keyboard-interactive:pam is not satisfied by another device, at whatever step. */
  @Test
  @Tag("A5")
  void aNamedDeviceIsThatDevice() {
    TestDevice weak = new TestDevice("weak", "1");
    TestDevice strong = new TestDevice("strong", "2");
    TestUser user =
        new TestUser().methods("keyboard-interactive:strong").device(weak).device(strong);
    for (String submethods : List.of("", "weak", "weak,strong")) {
      ServerRun run = ServerRun.of(user).says(dialogue(submethods)).answers("1").run();
      assertFalse(run.in(), submethods);
    }
    assertEquals(0, weak.started);
    assertTrue(ServerRun.of(user).says(dialogue("strong")).answers("2").run().in());
    MethodLists lists =
        new MethodLists(
            AuthenticationMethods.of(List.of("keyboard-interactive:strong")), TestUser.ALL);
    assertFalse(lists.complete("keyboard-interactive", "weak"));
    assertFalse(lists.complete("keyboard-interactive", null));
    assertTrue(lists.complete("keyboard-interactive", "strong"));
  }

  /** A probe under the name of an algorithm of another type is not answered. */
  @Test
  @Tag("C4")
  void aKeyIsOfTheTypeOfItsAlgorithm() {
    ScriptedTransport t =
        run(
            new Policy(),
            new UserauthMethod.PublicKey("ssh-ed25519", TestKeys.RSA.publicKey().blob(), null),
            new UserauthMethod.PublicKey("rsa-sha2-256", TestKeys.A.publicKey().blob(), null));
    assertEquals(List.of(6, 51, 51), t.numbers());
  }

  /** RequiredRSASize holds for users' keys, whatever authorized_keys says. */
  @Test
  @Tag("C2")
  void smallRsaKeysAreRefused() {
    Policy policy = new Policy();
    policy.settings =
        new UserAuthSettings(
            TestUser.ALL,
            AuthenticationMethods.ANY,
            policy.settings.algorithms(),
            3072,
            6,
            false,
            null);
    ScriptedTransport t =
        run(
            policy,
            new UserauthMethod.PublicKey("rsa-sha2-256", TestKeys.RSA.publicKey().blob(), null),
            TestKeys.signed(TestKeys.RSA, SignatureAlgorithm.RSA_SHA2_256, "alice"));
    assertFalse(t.isAuthenticated());
    assertEquals(List.of(6, 51, 51), t.numbers());
  }

  /** What an authenticator of FIDO signs, with these flags. */
  private static Bytes attested(int flags) throws Exception {
    WireWriter signed = new WireWriter();
    signed.writeRaw(sha256("ssh:".getBytes(StandardCharsets.UTF_8)));
    signed.writeByte(flags).writeUint32(1).writeRaw(sha256(new byte[] {1}));
    WireReader inner =
        new WireReader(TestKeys.sign(TestKeys.A, SignatureAlgorithm.SSH_ED25519, signed.toArray()));
    var _ = inner.readName();
    return new WireWriter()
        .writeUtf8("sk-ssh-ed25519@openssh.com")
        .writeString(inner.readString())
        .writeByte(flags)
        .writeUint32(1)
        .toBytes();
  }

  private static byte[] sha256(byte[] data) throws Exception {
    return java.security.MessageDigest.getInstance("SHA-256").digest(data);
  }

  private static PublicKey securityKey() throws Exception {
    WireReader plain = new WireReader(TestKeys.A.publicKey().blob());
    var _ = plain.readName();
    return PublicKey.parse(
        new WireWriter()
            .writeUtf8("sk-ssh-ed25519@openssh.com")
            .writeString(plain.readString())
            .writeUtf8("ssh:")
            .toBytes());
  }

  private static boolean verified(int flags, boolean touch, boolean pin) throws Exception {
    AuthorizedKeyOptions n = AuthorizedKeyOptions.NONE;
    AuthorizedKeyOptions options =
        new AuthorizedKeyOptions(
            false,
            false,
            true,
            true,
            true,
            true,
            true,
            touch,
            pin,
            null,
            null,
            null,
            null,
            n.environment(),
            null,
            null,
            null);
    return VerifiedSignature.verify(
            securityKey(),
            SignatureAlgorithm.SK_SSH_ED25519,
            new byte[] {1},
            attested(flags),
            2048,
            options)
        instanceof VerifiedSignature.Outcome.Verified;
  }

  /** Whether a touch or a PIN is wanted is the line's to say, and then it is wanted. */
  @Test
  @Tag("C5")
  void aSecurityKeyIsTouchedAndVerifiesItsUserWhereTheLineSaysSo() throws Exception {
    assertTrue(verified(1, true, false));
    assertFalse(verified(0, true, false));
    assertFalse(verified(4, true, false));
    assertTrue(verified(0, false, false));
    assertTrue(verified(5, true, true));
    assertFalse(verified(1, true, true));
    assertTrue(verified(4, false, true));
    assertInstanceOf(
        VerifiedSignature.Outcome.Faulty.class,
        VerifiedSignature.verify(
            securityKey(),
            SignatureAlgorithm.SK_SSH_ED25519,
            new byte[] {2},
            attested(5),
            2048,
            AuthorizedKeyOptions.NONE));
  }

  /** An empty password is no password where passwords are off or empty ones not permitted. */
  @Test
  @Tag("A10")
  @Tag("A13")
  void noneNeedsBothPermissions() {
    TestUser notPermitted = new TestUser().password("");
    assertFalse(ServerRun.of(notPermitted).says(none()).run().in());
    TestUser off = new TestUser().password("").permitEmpty().enabled("publickey", "none");
    assertFalse(ServerRun.of(off).says(none()).run().in());
    assertEquals(0, notPermitted.passwordQuestions + off.passwordQuestions);
  }

  /** After "none" of the list, the rest of it is still wanted. */
  @Test
  @Tag("A13")
  void aListThatCannotBeCompletedIsNotBegun() {
    TestUser user =
        new TestUser()
            .enabled("publickey")
            .methods("publickey,password", "keyboard-interactive")
            .key(TestKeys.A);
    ServerRun run = ServerRun.of(user).says(TestKeys.signed(TestKeys.A, "alice")).run();
    assertFalse(run.in());
    assertInstanceOf(ServerAuthReason.MethodNotNext.class, run.log.getLast().reasons().getFirst());
  }

  /** A signature for one name is none for another, whoever asks. */
  @Test
  @Tag("A4")
  void aSignatureIsForOneName() {
    ServerRun run =
        new ServerRun()
            .user("bob", new TestUser().key(TestKeys.A))
            .user("alice", new TestUser().key(TestKeys.A));
    run.says("bob", TestKeys.signed(TestKeys.A, "alice"));
    assertFalse(run.run().in());
  }

  /** The floor of a name cannot be worked out by somebody who knows the name. */
  @Test
  @Tag("A12")
  void theFloorDependsOnASecret() {
    byte[] other = new byte[32];
    other[0] = 1;
    FailureDelay a = new FailureDelay(new byte[32], () -> 0, deadline -> {});
    FailureDelay b = new FailureDelay(other, () -> 0, deadline -> {});
    int same = 0;
    for (int i = 0; i < 20; i++) {
      if (a.floor("user" + i) == b.floor("user" + i)) {
        same++;
      }
    }
    assertTrue(same < 20, "the floors of two processes are the same");
  }

  private static KeyboardInteractiveDevice.Turn question() {
    return new KeyboardInteractiveDevice.Turn.Ask("", "", List.of(new Prompt("?", false)));
  }

  private interface Turns {
    KeyboardInteractiveDevice.Turn next(List<SecretBytes> answers);
  }

  private static KeyboardInteractiveDevice device(String name, Turns turns) {
    return new KeyboardInteractiveDevice() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Dialogue start() {
        return new Dialogue() {
          @Override
          public Turn next(List<SecretBytes> answers) {
            return turns.next(answers);
          }

          @Override
          public void close() {}
        };
      }
    };
  }
}
