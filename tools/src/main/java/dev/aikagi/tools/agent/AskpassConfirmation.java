package dev.aikagi.tools.agent;

import dev.aikagi.Printable;
import dev.aikagi.agent.Confirmation;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.ssh.Askpass;
import java.io.IOException;

/** Asks in a window of its own: an agent has no terminal. */
record AskpassConfirmation(FingerprintHash hash, ServerLog log) implements Confirmation {
  private static final int MAX_COMMENT = 256;

  @Override
  public boolean confirms(Question question) {
    try {
      return Askpass.permits(prompt(question));
    } catch (IOException e) {
      log.error("ssh_askpass: " + ServerLog.why(e));
      return false;
    }
  }

  String prompt(Question question) {
    String key = Fingerprint.of(question.key(), hash).toString();
    String detail = question.detail().map(d -> "\n" + Printable.of(d, MAX_COMMENT)).orElse("");
    return "Allow use of key "
        + Printable.of(question.comment(), MAX_COMMENT)
        + "?\nKey fingerprint "
        + key
        + "."
        + detail;
  }
}
