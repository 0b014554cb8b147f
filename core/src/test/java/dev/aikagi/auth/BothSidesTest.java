package dev.aikagi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.ConnectionEndedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.Termination;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.transport.MemoryTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Our client with our server, each on its own thread. */
class BothSidesTest {
  private final MemoryTransport.Pair pair = MemoryTransport.pair();

  private CompletableFuture<AuthenticatedUser<TestUser>> serve(TestUser user) {
    CompletableFuture<AuthenticatedUser<TestUser>> outcome = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                outcome.complete(
                    UserauthServer.run(pair.server(), _ -> user, ServerAuthOptions.defaults()));
              } catch (IOException e) {
                pair.server().end(e);
                outcome.completeExceptionally(e);
              }
            });
    return outcome;
  }

  private static Prompter saying(String answer) {
    return new Prompter() {
      @Override
      public SecretBytes ask(String prompt, boolean echo) {
        return SecretBytes.taking(answer.getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public void inform(String text) {}
    };
  }

  @Test
  void threeStepsWithAllMethods() throws Exception {
    TestUser user =
        new TestUser()
            .methods("publickey,password,keyboard-interactive:pam")
            .key(TestKeys.RSA)
            .password("one")
            .device(new TestDevice("pam", "two"));
    pair.client()
        .extensions(
            Map.of(
                "server-sig-algs", Bytes.utf8("rsa-sha2-256"),
                "publickey-hostbound@openssh.com", Bytes.utf8("0")));
    CompletableFuture<AuthenticatedUser<TestUser>> server = serve(user);
    Authenticated in =
        UserauthClient.authenticate(
            pair.client(),
            ClientAuthOptions.of(
                "alice",
                "example.org",
                List.of(
                    new ClientMethod.PublicKey(
                        List.of(Identity.of("a", TestKeys.A), Identity.of("rsa", TestKeys.RSA)),
                        PublicKeyAlgorithm.DEFAULT,
                        ClientMethod.Probe.ALWAYS,
                        true),
                    new ClientMethod.KeyboardInteractive(saying("two"), List.of(), 3),
                    new ClientMethod.Password(saying("one"), 3))));
    List<String> steps = List.of("publickey", "password", "keyboard-interactive");
    assertEquals(steps, in.completedMethods());
    AuthenticatedUser<TestUser> seen = server.get(20, TimeUnit.SECONDS);
    assertEquals(steps, seen.steps().stream().map(AuthenticatedUser.Step::methodName).toList());
    assertTrue(pair.client().isAuthenticated() && pair.server().isAuthenticated());
  }

  @Test
  void afterTooManyPasswordsBothKnowWhy() {
    CompletableFuture<AuthenticatedUser<TestUser>> server =
        serve(new TestUser().password("right").maxTries(2));
    ConnectionEndedException e =
        assertThrows(
            ConnectionEndedException.class,
            () ->
                UserauthClient.authenticate(
                    pair.client(),
                    ClientAuthOptions.of(
                        "alice",
                        "example.org",
                        List.of(new ClientMethod.Password(saying("wrong"), 5)))));
    assertEquals(
        new Termination.PeerDisconnect(2, "Too many authentication failures"), e.termination());
    assertThrows(CompletionException.class, server::join);
  }
}
