package dev.aikagi.tools.sshd;

import dev.aikagi.posix.LocalSocket;
import dev.aikagi.posix.PamResult;
import dev.aikagi.tools.sshd.session.SessionAnswer;
import dev.aikagi.tools.sshd.session.SessionLine;
import dev.aikagi.tools.sshd.session.SessionRequest;
import java.util.List;
import java.util.Optional;

/**
 * A session process whose PAM lets anybody in without a question, and that never answers how the
 * account is.
 */
final class FakeSession {
  private FakeSession() {}

  /** Until sshd closes its end. */
  public static void main(String[] args) throws Exception {
    try (SessionLine line = new SessionLine(LocalSocket.takenFromInput())) {
      for (Optional<SessionRequest> next = line.receiveRequest();
          next.isPresent();
          next = line.receiveRequest()) {
        if (!(next.get() instanceof SessionRequest.CheckAccount)) {
          line.send(new SessionAnswer.Outcome(PamResult.SUCCESS, "yes", List.of()));
        }
      }
    }
  }
}
