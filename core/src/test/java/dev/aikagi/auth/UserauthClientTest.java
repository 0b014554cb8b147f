package dev.aikagi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectException;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.SshException;
import dev.aikagi.auth.ClientMethod.Probe;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.KeyRefusal;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.Signer;
import dev.aikagi.key.SignerElsewhere;
import dev.aikagi.message.Message;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.UserauthBanner;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthInfoRequest;
import dev.aikagi.message.UserauthInfoRequest.Prompt;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthPasswdChangereq;
import dev.aikagi.message.UserauthPkOk;
import dev.aikagi.message.UserauthRequest;
import dev.aikagi.message.UserauthSuccess;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UserauthClientTest {
  private static final ServiceAccept ACCEPT = new ServiceAccept("ssh-userauth");

  /** Answers from a list, then with nothing. */
  private static final class Script implements Prompter {
    final ArrayDeque<String> answers = new ArrayDeque<>();
    final List<String> shown = new ArrayList<>();
    final List<SecretBytes> given = new ArrayList<>();

    Script(String... answers) {
      this.answers.addAll(List.of(answers));
    }

    @Override
    public @Nullable SecretBytes ask(String prompt, boolean echo) {
      shown.add(prompt);
      String next = answers.poll();
      if (next == null) {
        return null;
      }
      SecretBytes secret = SecretBytes.taking(next.getBytes(StandardCharsets.UTF_8));
      given.add(secret);
      return secret;
    }

    @Override
    public void inform(String text) {
      shown.add(text);
    }
  }

  private static UserauthFailure failure(String... methods) {
    return new UserauthFailure(List.of(methods), false);
  }

  private static UserauthFailure partial(String... methods) {
    return new UserauthFailure(List.of(methods), true);
  }

  private static ScriptedTransport server(Message... messages) {
    return new ScriptedTransport().peer(ACCEPT).peer(messages);
  }

  private static ClientAuthOptions options(ClientMethod... methods) {
    return ClientAuthOptions.of("alice", "example.org", List.of(methods));
  }

  private static ClientMethod.PublicKey keys(Identity... identities) {
    return new ClientMethod.PublicKey(
        List.of(identities), PublicKeyAlgorithm.DEFAULT, Probe.ALWAYS, true);
  }

  private static UserauthPkOk ok(PrivateKey key) {
    return new UserauthPkOk(key.algorithms().getFirst().wireName(), key.publicKey().blob());
  }

  private static UserauthMethod method(ScriptedTransport t, int index) throws MalformedException {
    return UserauthRequest.read(t.reader(index)).method();
  }

  private static AuthenticationException denied(ScriptedTransport t, ClientMethod... methods) {
    return assertThrows(
        AuthenticationException.class, () -> UserauthClient.authenticate(t, options(methods)));
  }

  private static <T extends ClientAuthStep> T step(List<ClientAuthStep> steps, Class<T> type) {
    return steps.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError(type + " not among " + steps));
  }

  /** Waiting for the service first would be a round trip for nothing. */
  @Test
  void theServiceAndTheFirstRequestLeaveTogether() {
    ScriptedTransport silent = new ScriptedTransport();
    assertThrows(
        ConnectionEndedException.class,
        () -> UserauthClient.authenticate(silent, options(keys(Identity.of("a", TestKeys.A)))));
    assertEquals(List.of(5, 50), silent.numbers());
    ScriptedTransport other = new ScriptedTransport().peer(new ServiceAccept("ssh-connection"));
    assertThrows(
        DisconnectException.class,
        () -> UserauthClient.authenticate(other, options(keys(Identity.of("a", TestKeys.A)))));
  }

  @Test
  void keysAreProbedInTheirOrder() throws Exception {
    ScriptedTransport t =
        server(failure("publickey"), failure("publickey"), ok(TestKeys.B), new UserauthSuccess());
    Authenticated in =
        UserauthClient.authenticate(
            t, options(keys(Identity.of("a", TestKeys.A), Identity.of("b", TestKeys.B))));
    assertEquals(List.of(5, 50, 50, 50, 50), t.numbers());
    UserauthMethod.PublicKey signed =
        assertInstanceOf(UserauthMethod.PublicKey.class, method(t, 4));
    assertTrue(
        TestKeys.B.publicKey()
            .verify(
                SignatureAlgorithm.SSH_ED25519,
                SignedRequest.bytes(ScriptedTransport.SESSION, "alice", "ssh-connection", signed),
                java.util.Objects.requireNonNull(signed.signature())));
    assertEquals(List.of("publickey"), in.completedMethods());
    assertFalse(in.withNone());
    assertEquals("a", step(in.steps(), ClientAuthStep.KeyRefused.class).identity());
    assertTrue(t.isAuthenticated());
  }

  @Test
  void aSingleOpenKeyNeedsNoProbe() throws Exception {
    ScriptedTransport t = server(failure("publickey"), new UserauthSuccess());
    ClientMethod.PublicKey single =
        new ClientMethod.PublicKey(
            List.of(Identity.of("a", TestKeys.A)),
            PublicKeyAlgorithm.DEFAULT,
            Probe.UNLESS_SINGLE,
            true);
    assertFalse(UserauthClient.authenticate(t, options(single)).withNone());
    assertEquals(List.of(5, 50, 50), t.numbers());
  }

  @Test
  void hostboundWhereTheServerKnowsIt() throws Exception {
    ScriptedTransport t =
        server(failure("publickey"), ok(TestKeys.A), new UserauthSuccess())
            .extension("publickey-hostbound@openssh.com", "0");
    UserauthClient.authenticate(t, options(keys(Identity.of("a", TestKeys.A))));
    assertInstanceOf(UserauthMethod.PublicKey.class, method(t, 2), "the probe is plain");
    UserauthMethod.PublicKeyHostbound bound =
        assertInstanceOf(UserauthMethod.PublicKeyHostbound.class, method(t, 3));
    assertEquals(ScriptedTransport.HOST_KEY, bound.serverHostKey());
  }

  @Test
  void rsaFollowsServerSigAlgs() {
    List<PublicKeyAlgorithm> ours = PublicKeyAlgorithm.DEFAULT;
    assertEquals(
        Optional.of(PublicKeyAlgorithm.RSA_SHA2_512),
        ClientPublicKey.choose(KeyType.SSH_RSA, ours, List.of("rsa-sha2-256", "rsa-sha2-512")));
    assertEquals(
        Optional.of(PublicKeyAlgorithm.RSA_SHA2_256),
        ClientPublicKey.choose(KeyType.SSH_RSA, ours, List.of("ssh-rsa", "rsa-sha2-256")));
    assertEquals(
        Optional.empty(), ClientPublicKey.choose(KeyType.SSH_RSA, ours, List.of("ssh-rsa")));
    assertEquals(Optional.empty(), ClientPublicKey.choose(KeyType.SSH_RSA, ours, null));
    assertEquals(
        Optional.of(PublicKeyAlgorithm.SSH_RSA),
        ClientPublicKey.choose(KeyType.SSH_RSA, PublicKeyAlgorithm.SUPPORTED, null));
    assertEquals(
        Optional.of(PublicKeyAlgorithm.SSH_ED25519),
        ClientPublicKey.choose(KeyType.SSH_ED25519, ours, List.of("rsa-sha2-256")));
  }

  @Test
  void withoutACommonAlgorithmTheKeyIsLeftOut() {
    AuthenticationException e =
        denied(server(failure("publickey")), keys(Identity.of("id_rsa", TestKeys.RSA)));
    assertEquals("alice@example.org: Permission denied (publickey).", e.denial());
    assertEquals(e.denial() + " " + e.reasons().getFirst().summary(), e.getMessage());
    assertEquals("id_rsa", step(e.reasons(), ClientAuthStep.NoMutualAlgorithm.class).identity());
  }

  @Test
  void keysThatCannotBeOpenedOrUsedAreReported() {
    Identity locked =
        new Identity() {
          @Override
          public String name() {
            return "locked";
          }

          @Override
          public Optional<PublicKey> publicKey() {
            return Optional.of(TestKeys.A.publicKey());
          }

          @Override
          public Signer signer() throws IOException {
            throw new IOException("bad passphrase");
          }
        };
    Identity agent =
        Identity.of(
            "agent",
            new Signer() {
              @Override
              public PublicKey publicKey() {
                return TestKeys.B.publicKey();
              }

              @Override
              public List<SignatureAlgorithm> algorithms() {
                return List.of(SignatureAlgorithm.SSH_ED25519);
              }

              @Override
              public Bytes sign(SignatureAlgorithm algorithm, byte[] data) throws SshException {
                throw new SshException("agent refused operation");
              }
            });
    AuthenticationException e =
        denied(
            server(failure("publickey", "password"), ok(TestKeys.A), ok(TestKeys.B)),
            keys(locked, agent));
    assertEquals(
        "bad passphrase", step(e.reasons(), ClientAuthStep.IdentityNotOpened.class).cause());
    assertEquals(
        "agent refused operation", step(e.reasons(), ClientAuthStep.NotSigned.class).cause());
    assertEquals("password", step(e.reasons(), ClientAuthStep.MethodNotTried.class).methodName());
    assertEquals(List.of("publickey", "password"), e.methodsThatCanContinue());
  }

  /** An agent that was disturbed while it signed: what it made could betray the key. */
  @Test
  @Tag("C3")
  void aFaultySignatureIsNotSent() throws Exception {
    Signer faulty = new SignerElsewhere(TestKeys.A, 1);
    ScriptedTransport t = server(failure("publickey"), ok(TestKeys.A));
    AuthenticationException e = denied(t, keys(Identity.of("agent", faulty)));
    assertEquals(
        new KeyRefusal.FaultySignature(TestKeys.A.publicKey().type()).summary(),
        step(e.reasons(), ClientAuthStep.NotSigned.class).cause());
    assertEquals(List.of(5, 50, 50), t.numbers());
  }

  /** RequiredRSASize decides in both directions, and says so; nothing of a short key is sent. */
  @Test
  @Tag("C2")
  void aShortRsaKeyIsUsedOnlyWhereItMayBe() throws Exception {
    PrivateKey small = KeyGenerator.rsa(1024);
    for (Identity identity : List.of(Identity.of("small", small), unseen(small))) {
      ScriptedTransport t =
          server(failure("publickey")).extension("server-sig-algs", "rsa-sha2-256");
      AuthenticationException e = denied(t, keys(identity));
      ClientAuthStep.KeyUnfit unfit = step(e.reasons(), ClientAuthStep.KeyUnfit.class);
      assertEquals(new KeyRefusal.RsaTooShort(1024, 2048), unfit.reason());
      assertEquals(List.of(5, 50), t.numbers());
    }
    ScriptedTransport t =
        server(new UserauthPkOk("rsa-sha2-256", small.publicKey().blob()), new UserauthSuccess())
            .extension("server-sig-algs", "rsa-sha2-256");
    ClientMethod.PublicKey lax =
        new ClientMethod.PublicKey(
            List.of(Identity.of("small", small)),
            PublicKeyAlgorithm.DEFAULT,
            Probe.ALWAYS,
            true,
            1024);
    assertFalse(UserauthClient.authenticate(t, options(lax)).withNone());
    assertEquals(List.of(5, 50, 50), t.numbers());
  }

  private static ScriptedTransport announcing(Message... messages) {
    return server(messages).extension("server-sig-algs", "ssh-ed25519");
  }

  /** What is signed with depends on what the server announces, and "none" has it say what. */
  @Test
  void aServerThatAnnouncedItselfIsShownAKeyAtOnce() throws Exception {
    ScriptedTransport probed =
        announcing(failure("publickey"), ok(TestKeys.B), new UserauthSuccess());
    Authenticated in =
        UserauthClient.authenticate(
            probed,
            options(
                new ClientMethod.PublicKey(
                    List.of(Identity.of("a", TestKeys.A), Identity.of("b", TestKeys.B)))));
    assertEquals(List.of(5, 50, 50, 50), probed.numbers());
    assertEquals("publickey", method(probed, 1).methodName());
    assertEquals(List.of("publickey"), in.completedMethods());

    ScriptedTransport signed = announcing(new UserauthSuccess());
    ClientMethod.PublicKey single =
        new ClientMethod.PublicKey(List.of(Identity.of("a", TestKeys.A)));
    in = UserauthClient.authenticate(signed, options(single));
    assertEquals(List.of(5, 50), signed.numbers());
    assertFalse(in.withNone());
    assertEquals("a", step(in.steps(), ClientAuthStep.Offered.class).identity());
    assertEquals("a", step(in.steps(), ClientAuthStep.KeyAccepted.class).identity());

    ScriptedTransport unannounced = server(failure("publickey"), new UserauthSuccess());
    var _ = UserauthClient.authenticate(unannounced, options(single));
    assertEquals("none", method(unannounced, 1).methodName());
  }

  @Test
  void whatWasSignedAtOnceAndIsRefusedLeavesTheOtherMethods() throws Exception {
    ScriptedTransport t =
        announcing(failure("publickey", "password"), failure("password"), new UserauthSuccess());
    Authenticated in =
        UserauthClient.authenticate(
            t,
            options(
                new ClientMethod.PublicKey(List.of(Identity.of("a", TestKeys.A))),
                new ClientMethod.Password(new Script("p", "q"), 3)));
    assertEquals(List.of("password"), in.completedMethods());
    ClientAuthStep.KeyRefused refused = step(in.steps(), ClientAuthStep.KeyRefused.class);
    assertFalse(refused.signed());
  }

  /** A key that has to be opened first is not opened for a server that may not want it. */
  @Test
  void whatCannotBeShownWaitsForTheServersWord() {
    ScriptedTransport t = announcing(failure("password"));
    Identity unknown = unseen(TestKeys.A);
    AuthenticationException e = denied(t, new ClientMethod.PublicKey(List.of(unknown)));
    assertEquals(List.of(5, 50), t.numbers());
    assertEquals(
        "publickey", step(e.reasons(), ClientAuthStep.MethodNotOffered.class).methodName());
  }

  /** A key whose public half is not known before it is opened. */
  private static Identity unseen(PrivateKey key) {
    return new Identity() {
      @Override
      public String name() {
        return "unseen";
      }

      @Override
      public Optional<PublicKey> publicKey() {
        return Optional.empty();
      }

      @Override
      public Signer signer() {
        return key;
      }
    };
  }

  /** A server must not get a signature of a key that was not offered to it. */
  @Test
  @Tag("C4")
  void anAnswerForAnotherKeyIsRefused() {
    ScriptedTransport t = server(failure("publickey"), ok(TestKeys.B));
    assertThrows(
        DisconnectException.class,
        () ->
            UserauthClient.authenticate(
                t, options(keys(Identity.of("a", TestKeys.A), Identity.of("b", TestKeys.B)))));
    assertEquals(List.of(5, 50, 50), t.numbers());
  }

  @Test
  void passwordsAreAskedForAndWiped() throws Exception {
    Script person = new Script("one", "two");
    ScriptedTransport t = server(failure("password"), failure("password"), new UserauthSuccess());
    UserauthClient.authenticate(t, options(new ClientMethod.Password(person, 3)));
    assertEquals(
        List.of(
            "alice@example.org's password: ",
            "Permission denied, please try again.",
            "alice@example.org's password: "),
        person.shown);
    for (SecretBytes given : person.given) {
      assertThrows(IllegalStateException.class, given::expose);
    }
  }

  @Test
  void afterThreePasswordsItIsOver() {
    Script person = new Script("1", "2", "3", "4");
    AuthenticationException e =
        denied(
            server(
                failure("password"),
                failure("password"),
                failure("password"),
                failure("publickey", "password")),
            new ClientMethod.Password(person, 3));
    assertEquals("alice@example.org: Permission denied (publickey,password).", e.denial());
    assertEquals(1, person.answers.size());
  }

  @Test
  void anExpiredPasswordIsChangedAtTheSecondTry() throws Exception {
    Script person = new Script("old", "old", "new", "nwe", "new", "new");
    ScriptedTransport t =
        server(
            failure("password"),
            new UserauthPasswdChangereq("Your password \u001b[31mexpired", ""),
            new UserauthSuccess());
    UserauthClient.authenticate(t, options(new ClientMethod.Password(person, 3)));
    assertEquals("Your password \\033[31mexpired", person.shown.get(1));
    assertTrue(person.shown.contains("Mismatch; try again, EOF to quit."));
    UserauthMethod.Password change = assertInstanceOf(UserauthMethod.Password.class, method(t, 3));
    assertTrue(change.password().matches("old".getBytes(StandardCharsets.UTF_8)));
    assertTrue(
        java.util.Objects.requireNonNull(change.newPassword())
            .matches("new".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  @Tag("A8")
  void questionsCarryWhoAsks() throws Exception {
    Script person = new Script("x");
    ScriptedTransport t =
        server(
            failure("keyboard-interactive"),
            new UserauthInfoRequest(
                "", "be \u0007 quick", "", List.of(new Prompt("root@local's password: ", false))),
            new UserauthSuccess());
    Authenticated in =
        UserauthClient.authenticate(
            t, options(new ClientMethod.KeyboardInteractive(person, List.of(), 3)));
    assertEquals(
        List.of("be \\007 quick", "(alice@example.org) root@local's password: "), person.shown);
    assertFalse(in.withNone());
  }

  @Test
  void partialSuccessGoesOnWithTheRest() throws Exception {
    ScriptedTransport t =
        server(failure("publickey"), ok(TestKeys.A), partial("password"), new UserauthSuccess());
    Authenticated in =
        UserauthClient.authenticate(
            t,
            options(
                keys(Identity.of("a", TestKeys.A)), new ClientMethod.Password(new Script("p"), 3)));
    assertEquals(List.of("publickey", "password"), in.completedMethods());
  }

  @Test
  @Tag("A8")
  void aServerThatAsksNothingIsNamedSo() throws Exception {
    List<ScriptedTransport> trivial =
        List.of(
            server(new UserauthSuccess()),
            server(
                failure("keyboard-interactive"),
                new UserauthInfoRequest("", "", "", List.of()),
                new UserauthSuccess()),
            server(failure("keyboard-interactive"), new UserauthSuccess()),
            // Success in answer to a probe: nothing was signed.
            server(failure("publickey"), new UserauthSuccess()));
    for (ScriptedTransport t : trivial) {
      Authenticated in = UserauthClient.authenticate(t, options(everything()));
      assertTrue(in.withNone(), in.completedMethods().toString());
      assertTrue(
          step(in.steps(), ClientAuthStep.NothingAsked.class)
              .summary()
              .startsWith("authenticated with none"));
    }
  }

  private static ClientMethod[] defaults() {
    ClientMethod[] methods = everything();
    methods[0] = new ClientMethod.PublicKey(List.of(Identity.of("a", TestKeys.A)));
    return methods;
  }

  private static ClientMethod[] everything() {
    return new ClientMethod[] {
      keys(Identity.of("a", TestKeys.A)),
      new ClientMethod.KeyboardInteractive(new Script("x"), List.of(), 3)
    };
  }

  @Test
  @Tag("A8")
  void suchAServerCanBeRefused() {
    for (ScriptedTransport t :
        List.of(
            server(new UserauthSuccess()),
            // Asked with "none" first, and without a signature, whatever it announces.
            announcing(new UserauthSuccess()),
            announcing(failure("publickey"), new UserauthSuccess()),
            server(failure("keyboard-interactive"), new UserauthSuccess()),
            server(failure("publickey"), new UserauthSuccess()))) {
      AuthenticationException e =
          assertThrows(
              AuthenticationException.class,
              () -> UserauthClient.authenticate(t, options(defaults()).refuseNone(true)));
      assertTrue(String.valueOf(e.getMessage()).contains("lets anybody in"));
      assertFalse(t.isAuthenticated());
    }
  }

  @Test
  @Tag("A8")
  void aProofSomewhereIsEnough() throws Exception {
    ScriptedTransport t =
        server(
            failure("publickey"),
            ok(TestKeys.A),
            partial("keyboard-interactive"),
            new UserauthInfoRequest("", "", "", List.of()),
            new UserauthSuccess());
    assertFalse(UserauthClient.authenticate(t, options(everything()).refuseNone(true)).withNone());
  }

  @Test
  @Tag("A8")
  void bannersAreMadeSafe() throws Exception {
    List<String> banners = new ArrayList<>();
    ScriptedTransport t =
        server(
            new UserauthBanner("hello\r\n\u001b]0;title\u0007 \u202ework\n", ""),
            new UserauthSuccess());
    UserauthClient.authenticate(
        t,
        options()
            .observer(
                new ClientAuthObserver() {
                  @Override
                  public void banner(String text) {
                    banners.add(text);
                  }
                }));
    assertEquals(List.of("hello\n\\033]0;title\\007 \\342\\200\\256work\n"), banners);
  }

  @Test
  @Tag("A9")
  void theServersQuestionsAreLimited() {
    // 101 prompts in one question.
    ScriptedTransport many = server(failure("keyboard-interactive"));
    many.peer(
        new WireWriter()
            .writeByte(60)
            .writeUtf8("")
            .writeUtf8("")
            .writeUtf8("")
            .writeUint32(0xffff_ffffL)
            .toArray());
    assertThrows(
        MalformedException.class, () -> UserauthClient.authenticate(many, options(everything())));
    // Questions without end.
    ScriptedTransport endless = server(failure("keyboard-interactive"));
    for (int i = 0; i < 500; i++) {
      endless.peer(new UserauthInfoRequest("", "", "", List.of()));
    }
    AuthenticationException e = denied(endless, everything()[1]);
    assertInstanceOf(
        ClientAuthStep.NotAnswered.class, step(e.reasons(), ClientAuthStep.NotAnswered.class));
    assertTrue(endless.unread() > 300);
    // Banners without end.
    ScriptedTransport banners = server();
    for (int i = 0; i < 500; i++) {
      banners.peer(new UserauthBanner("x", ""));
    }
    assertThrows(
        DisconnectException.class,
        () -> UserauthClient.authenticate(banners, options(everything())));
    // Partial success without end.
    ScriptedTransport partial = server(failure("publickey"));
    for (int i = 0; i < 500; i++) {
      partial.peer(partial("publickey"));
    }
    assertThrows(
        DisconnectException.class,
        () -> UserauthClient.authenticate(partial, options(everything())));
  }

  /** In each state of the client, every message but the few that belong there ends it. */
  @Test
  @Tag("A1")
  void everyOtherMessageEndsTheConnection() {
    for (int number = 0; number < 256; number++) {
      for (int length : new int[] {0, 4, 60}) {
        byte[] payload = new byte[1 + length];
        payload[0] = (byte) number;
        refused(new ScriptedTransport(), payload, number, number == 53 && length == 60);
        refused(server(), payload, number, isReply(number));
        refused(server(failure("publickey")), payload, number, isReply(number));
        refused(server(failure("publickey"), ok(TestKeys.A)), payload, number, isReply(number));
        refused(server(failure("keyboard-interactive")), payload, number, isReply(number));
      }
    }
  }

  private static boolean isReply(int number) {
    return number >= 51 && number <= 53;
  }

  private static void refused(
      ScriptedTransport t, byte[] payload, int number, boolean belongsThere) {
    t.peer(payload).peer(new UserauthSuccess());
    if (belongsThere) {
      return;
    }
    IOException e =
        assertThrows(
            IOException.class,
            () -> UserauthClient.authenticate(t, options(everything())),
            "message " + number);
    assertTrue(
        e instanceof DisconnectException || e instanceof MalformedException,
        "message " + number + ": " + e);
    assertFalse(t.isAuthenticated());
  }
}
