package dev.aikagi.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.SecretBytes;
import dev.aikagi.posix.PamConversation.Message;
import dev.aikagi.posix.PamConversation.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PamTest {
  @BeforeAll
  static void needsPam() {
    assumeTrue(Pam.available(), "needs libpam.so.0");
    assumeTrue(Files.exists(Path.of("/etc/pam.d/other")), "needs /etc/pam.d/other");
  }

  @Test
  void aWrongPasswordIsRefusedAfterTheQuestion() throws Exception {
    List<Message> asked = new ArrayList<>();
    try (Pam pam =
        Pam.start(
            "other",
            "nobody",
            messages -> {
              asked.addAll(messages);
              return messages.stream()
                  .filter(Message::isPrompt)
                  .map(m -> SecretBytes.copyOf(new byte[] {'x'}))
                  .toList();
            })) {
      pam.remoteHost("192.0.2.1");
      pam.terminal("ssh");
      pam.offerVariable("AIKAGI=1");
      assertEquals(List.of("AIKAGI=1"), pam.environment());
      assertNotEquals(PamResult.SUCCESS, pam.authenticate(false));
      assertFalse(pam.lastText().isEmpty());
      assertEquals(Style.PROMPT_ECHO_OFF, asked.getFirst().style());
    }
  }

  @Test
  void aConversationThatFailsDoesNotPass() throws Exception {
    for (PamConversation broken : List.<PamConversation>of(PamTest::throwing, m -> List.of())) {
      try (Pam pam = Pam.start("other", "nobody", broken)) {
        assertNotEquals(PamResult.SUCCESS, pam.authenticate(true));
      }
    }
  }

  private static List<SecretBytes> throwing(List<Message> messages) throws IOException {
    throw new IOException("no answer to " + messages.size());
  }
}
