package dev.aikagi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.SecretBytes;
import dev.aikagi.message.Message;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.UserauthBanner;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthInfoRequest;
import dev.aikagi.message.UserauthInfoRequest.Prompt;
import dev.aikagi.message.UserauthPasswdChangereq;
import dev.aikagi.message.UserauthPkOk;
import dev.aikagi.message.UserauthSuccess;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Single guards of the client's authentication: what a server may not make it do. */
class ClientGuardsTest {
  private static final String EVIL = "\u001b[2Jroot@other's password: \r\u0007";

  /** Types the same word at every prompt, and keeps what it was shown and what it gave. */
  private static final class Typist implements Prompter {
    final List<String> shown = new ArrayList<>();
    final List<SecretBytes> given = new ArrayList<>();

    @Override
    public SecretBytes ask(String prompt, boolean echo) {
      shown.add(prompt);
      SecretBytes word = SecretBytes.taking("word".getBytes(StandardCharsets.UTF_8));
      given.add(word);
      return word;
    }

    @Override
    public void inform(String text) {
      shown.add(text);
    }
  }

  private final Typist typist = new Typist();

  private static UserauthFailure failure(String... methods) {
    return new UserauthFailure(List.of(methods), false);
  }

  private static ScriptedTransport server(Message... messages) {
    return new ScriptedTransport().peer(new ServiceAccept("ssh-userauth")).peer(messages);
  }

  private static ClientAuthOptions options(ClientMethod... methods) {
    return ClientAuthOptions.of("alice", "example.org", List.of(methods));
  }

  private ClientMethod password() {
    return new ClientMethod.Password(typist, 3);
  }

  private ClientMethod dialogue() {
    return new ClientMethod.KeyboardInteractive(typist, List.of(), 3);
  }

  private static UserauthInfoRequest question(Prompt... prompts) {
    return new UserauthInfoRequest("", "", "", List.of(prompts));
  }

  @Test
  @Tag("A1")
  void anotherServiceIsNotTaken() {
    ScriptedTransport t =
        new ScriptedTransport().peer(new ServiceAccept("ssh-connection"), new UserauthSuccess());
    DisconnectException e =
        assertThrows(
            DisconnectException.class, () -> UserauthClient.authenticate(t, options(password())));
    assertEquals(DisconnectReason.PROTOCOL_ERROR, e.reason());
    assertFalse(t.isAuthenticated());
  }

  /** The fields of SERVICE_ACCEPT under another number accept nothing. */
  @Test
  @Tag("A1")
  void onlyAServiceAcceptAccepts() {
    ScriptedTransport t =
        new ScriptedTransport()
            .peer(new dev.aikagi.message.ServiceRequest("ssh-userauth"), new UserauthSuccess());
    assertThrows(
        DisconnectException.class, () -> UserauthClient.authenticate(t, options(password())));
    assertFalse(t.isAuthenticated());
    assertEquals(List.of(5, 50), t.numbers());
  }

  /** A server that always wants one more is left. */
  @Test
  @Tag("A9")
  void requestsAreCapped() {
    ScriptedTransport t = server();
    for (int i = 0; i < 2000; i++) {
      t.peer(new UserauthFailure(List.of("publickey"), true));
    }
    ClientMethod keys =
        new ClientMethod.PublicKey(
            List.of(Identity.of("a", TestKeys.A), Identity.of("b", TestKeys.B)));
    ClientAuthOptions options = options(keys);
    assertThrows(DisconnectException.class, () -> UserauthClient.authenticate(t, options));
    // The service request comes before them.
    assertEquals(1 + options.maxRequests(), t.sent().size());
  }

  @Test
  @Tag("A9")
  @Tag("E3")
  void bannersAreCountedAndCleaned() throws Exception {
    List<String> banners = new ArrayList<>();
    ClientAuthObserver observer =
        new ClientAuthObserver() {
          @Override
          public void banner(String text) {
            banners.add(text);
          }
        };
    ScriptedTransport flood = server();
    for (int i = 0; i < 65; i++) {
      flood.peer(new UserauthBanner(EVIL, ""));
    }
    ClientAuthOptions options = options(password()).observer(observer);
    assertThrows(DisconnectException.class, () -> UserauthClient.authenticate(flood, options));
    assertEquals(64, banners.size());
    assertClean(banners.getFirst());
  }

  @Test
  @Tag("A9")
  void questionsEndAfterAHundredRounds() {
    ScriptedTransport t = server(failure("keyboard-interactive"));
    for (int i = 0; i < 150; i++) {
      t.peer(question(new Prompt("more? ", false)));
    }
    assertThrows(Exception.class, () -> UserauthClient.authenticate(t, options(dialogue())));
    assertEquals(100, typist.given.size());
    assertTrue(typist.given.stream().allMatch(ClientGuardsTest::wiped));
  }

  /** Three refused dialogues are enough; one that was refused unasked is not begun again. */
  @Test
  @Tag("A9")
  void dialoguesAreLimited() {
    ScriptedTransport t = server(failure("keyboard-interactive"));
    for (int i = 0; i < 10; i++) {
      t.peer(question(new Prompt("word: ", false)), failure("keyboard-interactive"));
    }
    assertThrows(
        AuthenticationException.class, () -> UserauthClient.authenticate(t, options(dialogue())));
    assertEquals(3, typist.given.size());
    ScriptedTransport mute = server(failure("keyboard-interactive"));
    for (int i = 0; i < 10; i++) {
      mute.peer(failure("keyboard-interactive"));
    }
    assertThrows(
        AuthenticationException.class,
        () -> UserauthClient.authenticate(mute, options(dialogue())));
    // Service, none, one dialogue.
    assertEquals(List.of(5, 50, 50), mute.numbers());
  }

  /** What a server asks says who asks, and brings nothing that moves a cursor. */
  @Test
  @Tag("A8")
  @Tag("E3")
  void promptsAndTextsAreCleaned() throws Exception {
    ScriptedTransport t =
        server(
            failure("keyboard-interactive"),
            new UserauthInfoRequest(EVIL, EVIL, "", List.of(new Prompt(EVIL, false))),
            new UserauthSuccess());
    UserauthClient.authenticate(t, options(dialogue()));
    assertEquals(3, typist.shown.size());
    typist.shown.forEach(ClientGuardsTest::assertClean);
    assertTrue(typist.shown.getLast().startsWith("(alice@example.org) "));
  }

  @Test
  @Tag("A9")
  @Tag("E3")
  void passwordChangesAreLimitedAndCleaned() {
    ScriptedTransport t = server(failure("password"));
    for (int i = 0; i < 50; i++) {
      t.peer(new UserauthPasswdChangereq(EVIL, ""));
    }
    assertThrows(Exception.class, () -> UserauthClient.authenticate(t, options(password())));
    typist.shown.forEach(ClientGuardsTest::assertClean);
    long old = typist.shown.stream().filter(s -> s.contains("old password")).count();
    assertEquals(10, old);
    assertTrue(typist.given.stream().allMatch(ClientGuardsTest::wiped));
  }

  /** A mistyped new password is not sent. */
  @Test
  @Tag("A9")
  void aMistypedNewPasswordIsNotSent() {
    int[] count = {0};
    Prompter sloppy =
        new Prompter() {
          @Override
          public SecretBytes ask(String prompt, boolean echo) {
            return SecretBytes.taking(("word" + count[0]++).getBytes(StandardCharsets.UTF_8));
          }

          @Override
          public void inform(String text) {}
        };
    ScriptedTransport t = server(failure("password"), new UserauthPasswdChangereq("change", ""));
    t.peer(new UserauthSuccess());
    assertThrows(
        Exception.class,
        () -> UserauthClient.authenticate(t, options(new ClientMethod.Password(sloppy, 1))));
    // Service, none, the password; no change of it.
    assertEquals(List.of(5, 50, 50), t.numbers());
  }

  /** The answer to a probe names the key that was offered, and an algorithm of its type. */
  @Test
  @Tag("A4")
  void anAnswerWithAnotherAlgorithmIsRefused() {
    ScriptedTransport t =
        server(
            failure("publickey"), new UserauthPkOk("rsa-sha2-256", TestKeys.A.publicKey().blob()));
    ClientMethod keys =
        new ClientMethod.PublicKey(
            List.of(Identity.of("a", TestKeys.A), Identity.of("b", TestKeys.B)));
    assertThrows(DisconnectException.class, () -> UserauthClient.authenticate(t, options(keys)));
    assertEquals(List.of(5, 50, 50), t.numbers());
  }

  /** A proof that was accepted as one step of several is a proof. */
  @Test
  @Tag("A8")
  void aPartialProofIsAProof() throws Exception {
    ScriptedTransport t =
        server(
            failure("publickey"),
            new UserauthFailure(List.of("keyboard-interactive"), true),
            question(),
            new UserauthSuccess());
    Authenticated in =
        UserauthClient.authenticate(
            t,
            options(new ClientMethod.PublicKey(List.of(Identity.of("a", TestKeys.A))), dialogue()));
    assertFalse(in.withNone());
  }

  /** A proof that was refused is none: what lets in after it asked for nothing. */
  @Test
  @Tag("A8")
  void aRefusedProofIsNoProof() throws Exception {
    ScriptedTransport dialogues =
        server(
            failure("keyboard-interactive"),
            question(new Prompt("word: ", false)),
            failure("keyboard-interactive"),
            question(),
            new UserauthSuccess());
    assertTrue(UserauthClient.authenticate(dialogues, options(dialogue())).withNone());
    ScriptedTransport keys =
        server(
            failure("publickey"),
            new UserauthPkOk("ssh-ed25519", TestKeys.A.publicKey().blob()),
            failure("publickey"),
            new UserauthSuccess());
    ClientMethod two =
        new ClientMethod.PublicKey(
            List.of(Identity.of("a", TestKeys.A), Identity.of("b", TestKeys.B)));
    assertTrue(UserauthClient.authenticate(keys, options(two)).withNone());
  }

  private static void assertClean(String shown) {
    assertTrue(
        shown.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\t'),
        () -> "control characters in " + Collections.singletonList(shown));
  }

  private static boolean wiped(SecretBytes secret) {
    try {
      var _ = secret.expose();
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
