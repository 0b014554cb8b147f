package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.agent.AgentClient;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.AgentFailure;
import dev.aikagi.agent.AgentIdentity;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.SignatureAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AgentPatienceTest {
  private static final Optional<Duration> SHORT = Optional.of(Duration.ofMillis(50));

  private final List<Boolean> asked = new ArrayList<>();
  private final AgentPatience patience = new AgentPatience(SHORT, SHORT, asked::add);

  /** Takes whatever is asked, and never answers. */
  private static AgentClient stopped() throws IOException {
    PipedOutputStream end = new PipedOutputStream();
    return new AgentClient(new PipedInputStream(end), OutputStream.nullOutputStream(), end);
  }

  private static void assertSilent(String request, AgentException e) {
    assertEquals(new AgentFailure.Silent("/agent", request, 0), e.reason());
  }

  @Test
  void noListIsWaitedForWithoutEnd() throws IOException {
    AgentClient agent = stopped();
    assertSilent(
        "list identities",
        assertThrows(
            AgentException.class,
            () -> patience.answer("/agent", agent, "list identities", agent::identities)));
    assertEquals(List.of(), asked);
  }

  /** Whoever counts the time of a login is to leave out what a person takes. */
  @Test
  void aSignatureIsAPersonsTime() throws IOException {
    try (PrivateKey key = KeyGenerator.ed25519()) {
      AgentIdentity held = new AgentIdentity(key.publicKey(), "");
      assertSilent(
          "sign",
          assertThrows(
              AgentException.class,
              () ->
                  patience
                      .signer("/agent", stopped(), held)
                      .sign(SignatureAlgorithm.SSH_ED25519, new byte[1])));
    }
    assertEquals(List.of(true, false), asked);
  }

  @Test
  void anotherFailureStaysWhatItIs() {
    AgentClient gone =
        new AgentClient(
            new ByteArrayInputStream(new byte[0]), OutputStream.nullOutputStream(), () -> {});
    AgentPatience enough =
        new AgentPatience(Optional.of(Duration.ofMinutes(1)), Optional.empty(), asked::add);
    AgentException e =
        assertThrows(
            AgentException.class,
            () -> enough.answer("/agent", gone, "list identities", gone::identities));
    assertInstanceOf(AgentFailure.StreamEnded.class, e.reason());
  }
}
