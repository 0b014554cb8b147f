package dev.aikagi.auth;

import static dev.aikagi.auth.ServerRun.dialogue;
import static dev.aikagi.auth.ServerRun.none;
import static dev.aikagi.auth.ServerRun.password;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.message.ExtInfo;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthPkOk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UserauthServerTest {
  @Test
  void aKeyIsProbedAndThenProven() throws Exception {
    ServerRun run =
        ServerRun.of(new TestUser().key(TestKeys.A))
            .says(none(), TestKeys.probe(TestKeys.A), TestKeys.signed(TestKeys.A, "alice"))
            .run();
    assertEquals(List.of(6, 51, 60, 52), run.transport.numbers());
    assertEquals(
        TestKeys.A.publicKey().blob(), UserauthPkOk.read(run.transport.reader(2)).keyBlob());
    assertEquals("alice", run.authenticated().userName());
    assertEquals(
        new KeyOrCertificate.Plain(TestKeys.A.publicKey()),
        run.authenticated().steps().getFirst().key());
    assertTrue(run.transport.isAuthenticated());
    assertEquals(
        "Accepted publickey for alice from 10.0.0.1 port 5 ssh2: ED25519 "
            + dev.aikagi.key.Fingerprint.of(TestKeys.A.publicKey()),
        run.log.getLast().logLine("10.0.0.1", 5));
  }

  @Test
  void rsaWithEachOfItsAlgorithms() {
    for (SignatureAlgorithm a :
        List.of(SignatureAlgorithm.RSA_SHA2_256, SignatureAlgorithm.RSA_SHA2_512)) {
      assertTrue(
          ServerRun.of(new TestUser().key(TestKeys.RSA))
              .says(TestKeys.signed(TestKeys.RSA, a, "alice"))
              .run()
              .in());
    }
  }

  @Test
  void hostboundNeedsThisConnectionsHostKey() {
    TestUser user = new TestUser().key(TestKeys.A);
    assertTrue(
        ServerRun.of(user)
            .says(TestKeys.hostbound(TestKeys.A, "alice", ScriptedTransport.HOST_KEY))
            .run()
            .in());
    ServerRun other =
        ServerRun.of(user)
            .says(TestKeys.hostbound(TestKeys.A, "alice", Bytes.utf8("another host")))
            .run();
    assertFalse(other.in());
    assertInstanceOf(ServerAuthReason.WrongHostKey.class, other.log.getLast().reasons().getFirst());
  }

  @Test
  void passwordAndItsWording() {
    ServerRun run =
        ServerRun.of(new TestUser().password("right"))
            .says(password("wrong"), password("right"))
            .run();
    assertTrue(run.in());
    assertEquals(
        "Failed password for alice from ::1 port 22 ssh2", run.log.getFirst().logLine("::1", 22));
  }

  @Test
  void anExpiredPasswordIsChanged() {
    UserauthMethod change =
        new UserauthMethod.Password(
            SecretBytes.taking(new byte[] {'o'}), SecretBytes.taking(new byte[] {'n'}));
    ServerRun run =
        ServerRun.of(new TestUser().password("o").expired("change it"))
            .says(password("o"), change)
            .run();
    assertEquals(List.of(6, 60, 52), run.transport.numbers());
    assertTrue(run.in());
  }

  @Test
  void devicesAreAskedOneAfterTheOther() {
    TestDevice first = new TestDevice("first", "1");
    TestDevice second = new TestDevice("second", "2");
    ServerRun run =
        ServerRun.of(new TestUser().device(first).device(second))
            .says(dialogue(""))
            .answers("wrong")
            .answers("2")
            .run();
    assertEquals(List.of(6, 60, 60, 52), run.transport.numbers());
    assertEquals("second", run.authenticated().steps().getFirst().submethod());
    assertEquals(1, first.closed);
    assertEquals(1, second.closed);
    assertEquals(
        "Accepted keyboard-interactive/second for alice from h port 1 ssh2",
        run.log.getLast().logLine("h", 1));
  }

  @Test
  void aNewRequestAbandonsADialogue() {
    TestDevice device = new TestDevice("pam", "1");
    ServerRun run =
        ServerRun.of(new TestUser().device(device).password("p"))
            .says(dialogue(""), password("p"))
            .run();
    assertEquals(List.of(6, 60, 52), run.transport.numbers());
    assertEquals(1, device.closed);
  }

  @Test
  void listsOfMethodsAreFollowedInTheirOrder() throws Exception {
    TestUser user =
        new TestUser()
            .methods("publickey,password", "publickey,keyboard-interactive:pam")
            .key(TestKeys.A)
            .password("p")
            .device(new TestDevice("pam", "1"));
    ServerRun early = ServerRun.of(user).says(password("p")).run();
    assertFalse(early.in());
    assertEquals(new UserauthFailure(List.of("publickey"), false), early.lastFailure());
    ServerRun partial = ServerRun.of(user).says(TestKeys.signed(TestKeys.A, "alice")).run();
    assertEquals(
        new UserauthFailure(List.of("password", "keyboard-interactive"), true),
        partial.lastFailure());
    assertEquals(AuthAttempt.Result.PARTIAL, partial.log.getLast().result());
    ServerRun whole =
        ServerRun.of(user)
            .says(TestKeys.signed(TestKeys.A, "alice"), dialogue("pam"))
            .answers("1")
            .run();
    assertEquals(
        List.of("publickey", "keyboard-interactive"),
        whole.authenticated().steps().stream().map(AuthenticatedUser.Step::methodName).toList());
  }

  @Test
  void aListWithAMethodThatIsOffIsNoList() throws Exception {
    ServerRun run =
        ServerRun.of(
                new TestUser().enabled("publickey").methods("publickey,password").key(TestKeys.A))
            .says(TestKeys.signed(TestKeys.A, "alice"))
            .run();
    assertFalse(run.in());
    assertEquals(new UserauthFailure(List.of(), false), run.lastFailure());
  }

  @Test
  void emptyPasswordsLogInWithNoneWhereTheyMay() {
    TestUser user = new TestUser().password("").permitEmpty();
    assertTrue(ServerRun.of(user).says(none()).run().in());
    assertFalse(ServerRun.of(new TestUser().password("")).says(none()).run().in());
    assertFalse(
        ServerRun.of(new TestUser().password("").permitEmpty().enabled("publickey"))
            .says(none())
            .run()
            .in());
  }

  @Test
  void bannerAndExtInfoComeBeforeTheFirstAnswer() {
    ServerRun run =
        ServerRun.of(new TestUser().banner("hello\n").password("p"))
            .extInfo(
                new ServerExtInfo() {
                  @Override
                  public Optional<ExtInfo> userKnown(String userName) {
                    return Optional.of(new ExtInfo(Map.of("server-sig-algs", Bytes.utf8("x"))));
                  }

                  @Override
                  public Optional<ExtInfo> beforeSuccess(String userName) {
                    return Optional.of(new ExtInfo(Map.of()));
                  }
                })
            .says(none(), password("p"))
            .run();
    assertEquals(List.of(6, 53, 7, 51, 7, 52), run.transport.numbers());
  }

  @Test
  void theLastWordIsThePolicys() {
    ServerRun run =
        ServerRun.of(new TestUser().password("p").vetoing("password")).says(password("p")).run();
    assertFalse(run.in());
    assertEquals("veto", run.log.getLast().reasons().getFirst().summary());
  }
}
