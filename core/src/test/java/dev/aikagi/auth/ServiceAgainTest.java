package dev.aikagi.auth;

import static dev.aikagi.auth.ServerRun.dialogue;
import static dev.aikagi.auth.ServerRun.none;
import static dev.aikagi.auth.ServerRun.password;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.DisconnectReason;
import dev.aikagi.MalformedException;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.ServiceRequest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A service that is requested again: paramiko does so before every attempt. */
class ServiceAgainTest {
  private static final ServiceRequest AGAIN = new ServiceRequest("ssh-userauth");

  private static TestUser alice() {
    return new TestUser().key(TestKeys.A).password("right");
  }

  /** A wrong password, the service, and the right one; what was sent is an answer to each. */
  @Test
  void itIsAnsweredAsTheFirstTime() throws Exception {
    ServerRun run =
        ServerRun.of(alice()).says(password("wrong")).says(AGAIN).says(password("right")).run();
    assertTrue(run.in());
    assertEquals(List.of(6, 51, 6, 52), run.transport.numbers());
    assertEquals("ssh-userauth", ServiceAccept.read(run.transport.reader(2)).serviceName());
  }

  /** What was proven stays proven, and no more than that: one step of two is not two. */
  @Test
  @Tag("A5")
  void itProvesNothingAndForgetsNothing() {
    TestUser twoSteps = alice().methods("publickey,password");
    ServerRun run =
        ServerRun.of(twoSteps)
            .says(TestKeys.signed(TestKeys.A, "alice"))
            .says(AGAIN)
            .says(password("right"))
            .run();
    assertTrue(run.in());
    ServerRun half =
        ServerRun.of(alice().methods("publickey,password"))
            .says(TestKeys.signed(TestKeys.A, "alice"))
            .says(AGAIN)
            .run();
    assertFalse(half.in());
    assertEquals(List.of(6, 51, 6), half.transport.numbers());
  }

  @Test
  @Tag("A9")
  void itCountsAsARequest() {
    ServerRun run = ServerRun.of(alice());
    for (int i = 0; i < 70; i++) {
      run.says(AGAIN);
    }
    run.run();
    assertEquals("Too many authentication failures", run.disconnect().peerText());
    assertEquals(1 + 64, run.transport.sent().size());
    assertEquals(70 - 64 - 1, run.transport.unread());
  }

  @Test
  @Tag("A9")
  void itEndsTheDialogue() {
    TestDevice device = new TestDevice("pam", "1");
    ServerRun run =
        ServerRun.of(new TestUser().device(device)).says(dialogue("")).says(AGAIN).answers("1");
    run.run();
    assertFalse(run.in());
    assertEquals(List.of(6, 60, 6), run.transport.numbers());
    assertEquals(DisconnectReason.PROTOCOL_ERROR, run.disconnect().reason());
    assertEquals(1, device.closed);
  }

  @Test
  @Tag("A1")
  void anotherServiceIsNotGivenNow() {
    for (String name : List.of("ssh-connection", "", "ssh-userauth2")) {
      ServerRun run = ServerRun.of(alice()).says(password("wrong"));
      run.says(new ServiceRequest(name)).says(password("right")).run();
      assertFalse(run.in(), name);
      assertEquals(List.of(6, 51), run.transport.numbers(), name);
      if (name.isEmpty()) {
        continue;
      }
      assertEquals(DisconnectReason.SERVICE_NOT_AVAILABLE, run.disconnect().reason(), name);
    }
    ServerRun cut = ServerRun.of(alice());
    cut.transport.peer(new byte[] {5, 0, 0, 0});
    assertInstanceOf(MalformedException.class, cut.run().end);
  }

  /** The banner, and "none" free of charge: both belong to the first login, not to the count. */
  @Test
  @Tag("A10")
  void theFirstLoginIsGreetedHoweverOftenItWasRequested() {
    ServerRun run =
        ServerRun.of(new TestUser().password("").permitEmpty().banner("hello"))
            .says(AGAIN)
            .says(none())
            .run();
    assertTrue(run.in());
    assertEquals(List.of(6, 6, 53, 52), run.transport.numbers());
  }
}
