package dev.aikagi.tools.ssh;

import dev.aikagi.Reason;
import dev.aikagi.agent.AgentFailure;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Each identity that was considered, why, and what became of it. */
record WayOfIdentities(
    List<Considered> considered, List<ClientAuthStep> steps, Optional<AgentFailure> agent) {

  Step step() {
    List<Step> parts = new ArrayList<>();
    agent.ifPresent(f -> parts.add(Step.of(Mark.NOTE, f)));
    for (Considered identity : considered) {
      if (!identity.isMerelyAbsent()) {
        parts.add(one(identity));
      }
    }
    boolean offered = steps.stream().anyMatch(ClientAuthStep.Offered.class::isInstance);
    return new Step(
        offered || steps.isEmpty() ? Mark.OK : Mark.NOTE, Words.of("way.identities"), parts);
  }

  private Step one(Considered identity) {
    List<Step> fates = new ArrayList<>();
    identity
        .fault()
        .filter(f -> steps.stream().noneMatch(s -> reason(s).equals(f)))
        .ifPresent(f -> fates.add(Step.of(Mark.BAD, f)));
    for (ClientAuthStep step : steps) {
      if (isAbout(step, identity.name())) {
        fates.add(Step.of(mark(step), reason(step)));
      }
    }
    if (fates.isEmpty() && !steps.isEmpty()) {
      fates.add(Step.of(Mark.NOT_SEEN, Words.of("way.identity.not-offered")));
    }
    Mark worst =
        fates.stream().map(Step::mark).anyMatch(Mark.BAD::equals)
            ? Mark.BAD
            : fates.isEmpty() ? Mark.OK : fates.getLast().mark();
    Words text =
        Words.of(
            "way.identity",
            "name",
            identity.name(),
            "key",
            identity.key(),
            "origin",
            identity.origin().words());
    return new Step(worst, text, fates);
  }

  /** Where the identity is named already, only what befell it is left to say. */
  private static Reason reason(ClientAuthStep step) {
    return step instanceof ClientAuthStep.IdentityNotOpened i ? i.reason() : step;
  }

  private static Mark mark(ClientAuthStep step) {
    return switch (step) {
      case ClientAuthStep.KeyAccepted _, ClientAuthStep.Offered _, ClientAuthStep.Succeeded _ ->
          Mark.OK;
      case ClientAuthStep.KeyRefused _ -> Mark.NOTE;
      default -> Mark.BAD;
    };
  }

  static boolean isAbout(ClientAuthStep step, String identity) {
    return switch (step) {
      case ClientAuthStep.Offered s -> s.identity().equals(identity);
      case ClientAuthStep.KeyAccepted s -> s.identity().equals(identity);
      case ClientAuthStep.KeyRefused s -> s.identity().equals(identity);
      case ClientAuthStep.NoMutualAlgorithm s -> s.identity().equals(identity);
      case ClientAuthStep.KeyUnfit s -> s.identity().equals(identity);
      case ClientAuthStep.IdentityNotOpened s -> s.identity().equals(identity);
      case ClientAuthStep.NotSigned s -> s.identity().equals(identity);
      default -> false;
    };
  }
}
