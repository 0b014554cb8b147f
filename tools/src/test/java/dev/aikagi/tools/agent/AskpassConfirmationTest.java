package dev.aikagi.tools.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.agent.Confirmation;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PublicKey;
import dev.aikagi.tools.ServerLog;
import java.io.OutputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AskpassConfirmationTest {
  private static final PublicKey KEY = KeyGenerator.ed25519().publicKey();
  private static final ServerLog LOG =
      ServerLog.toStream(OutputStream.nullOutputStream(), ServerLog.Level.INFO);

  private static String prompt(FingerprintHash hash, String comment, Optional<String> detail) {
    return new AskpassConfirmation(hash, LOG)
        .prompt(new Confirmation.Question(comment, KEY, detail));
  }

  @Test
  void theQuestionIsOpenSshs() {
    String fingerprint = Fingerprint.of(KEY, FingerprintHash.MD5).toString();
    assertEquals(
        "Allow use of key mine?\nKey fingerprint " + fingerprint + ".",
        prompt(FingerprintHash.MD5, "mine", Optional.empty()));
    assertEquals(
        "Allow use of key mine?\nKey fingerprint "
            + Fingerprint.of(KEY, FingerprintHash.SHA256)
            + ".\nwhat for",
        prompt(FingerprintHash.SHA256, "mine", Optional.of("what for")));
  }

  /** A comment is whatever the client that added the key says. */
  @Test
  void aCommentIsOneLine() {
    String prompt = prompt(FingerprintHash.SHA256, "a\nKey fingerprint b", Optional.of("c\nd"));
    assertEquals(3, prompt.lines().count());
  }
}
