package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.SecretBytes;
import dev.aikagi.auth.KeyboardInteractiveDevice;
import dev.aikagi.auth.PasswordDecision;
import dev.aikagi.posix.ExitStatus;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.sshd.session.SessionRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What sshd makes of a PAM that says yes. */
@Tag("H5")
@Timeout(180)
class PamLoginTest {
  private final ServerLog log =
      ServerLog.toStream(new ByteArrayOutputStream(), ServerLog.Level.DEBUG3);
  private final StartedJvm jvms = new StartedJvm(FakeSession.class.getName());

  private PamLogin login(boolean mayLogIn) {
    return new PamLogin(
        () -> SessionProcess.start(jvms, log, Duration.ZERO),
        new SessionRequest.BeginPam("sshd", "hoge", "192.0.2.7"),
        mayLogIn,
        false,
        log);
  }

  /** CVE-2003-1562: nobody learns here that a password was right who may not use it here. */
  @Test
  void itsYesDoesNotCountForWhoeverMayNotLogIn() throws Exception {
    try (PamLogin pam = login(false);
        SecretBytes password = SecretBytes.copyOf(new byte[] {'x'})) {
      assertInstanceOf(PasswordDecision.Refused.class, pam.password(password));
      assertInstanceOf(PasswordDecision.Refused.class, pam.changePassword(password, password));
      var turn = PamDialogue.device(pam, log).start().next(List.of());
      assertInstanceOf(KeyboardInteractiveDevice.Turn.Refused.class, turn);
    }
  }

  /** The grace time ends a login whatever PAM waits for. */
  @Test
  void closingEndsAWait() throws Exception {
    PamLogin pam = login(true);
    assertEquals(
        "yes",
        assertInstanceOf(
                dev.aikagi.tools.sshd.session.SessionAnswer.Outcome.class,
                pam.step(pam.authentication()))
            .text());
    Thread closer = Thread.ofPlatform().start(pam::close);
    assertThrows(IOException.class, pam::account);
    closer.join();
    assertEquals(new ExitStatus.Exited(0), jvms.children.getFirst().waitFor());
  }

  /** A late answer would be taken for the next one's. */
  @Test
  void anInterruptedWaitEndsTheProcess() throws Exception {
    try (PamLogin pam = login(true)) {
      pam.step(pam.authentication());
      Thread.currentThread().interrupt();
      assertThrows(IOException.class, pam::account);
      assertTrue(Thread.interrupted());
      ExitStatus status = jvms.children.getFirst().waitFor();
      assertTrue(status instanceof ExitStatus.Signalled, status.toString());
    }
  }
}
