package dev.aikagi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.agent.AgentFailure;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.kex.NegotiationOutcome;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.KeyRefusal;
import dev.aikagi.server.ServerEvent;
import dev.aikagi.trust.AuthorizedKeyReason;
import dev.aikagi.trust.HostKeyDecision;
import org.junit.jupiter.api.Test;

class ReasonCodeTest {
  /** Named like a suffix, which it then is not. */
  private interface Reasoned {
    record Refusal(String summary) implements Reason {}
  }

  private interface Event {
    record RFC4253Fault(String summary) implements Reason {}
  }

  private record Alone(String summary) implements Reason {}

  @Test
  void isTheDecisionWithoutWhatAllAreCalledAndTheKind() {
    assertEquals("authorized-key.not-from", ReasonCode.of(AuthorizedKeyReason.NotFrom.class));
    assertEquals("key-file.not-a-key-file", ReasonCode.of(KeyFileRefusal.NotAKeyFile.class));
    assertEquals("key.rsa-too-short", ReasonCode.of(KeyRefusal.RsaTooShort.class));
    assertEquals("host-key.changed", ReasonCode.of(HostKeyDecision.Changed.class));
    assertEquals("client-auth.offered", ReasonCode.of(ClientAuthStep.Offered.class));
    assertEquals("server.listening", ReasonCode.of(ServerEvent.Listening.class));
    assertEquals(
        "negotiation.no-common-algorithm",
        ReasonCode.of(NegotiationOutcome.NoCommonAlgorithm.class));
  }

  @Test
  void aNameThatIsNothingButASuffixStays() {
    assertEquals("event.rfc4253-fault", ReasonCode.of(Event.RFC4253Fault.class));
    assertEquals("reasoned.refusal", ReasonCode.of(Reasoned.Refusal.class));
  }

  @Test
  void aRecordOfNoDecisionIsItself() {
    assertEquals("reason-code-test.alone", ReasonCode.of(Alone.class));
    assertEquals("top-level-reason", ReasonCode.of(TopLevelReason.class));
  }

  @Test
  void isThatOfTheValue() {
    assertEquals("agent.stream-ended", new AgentFailure.StreamEnded().code());
  }
}

/** In no decision. */
record TopLevelReason(String summary) implements Reason {}
