package dev.aikagi.tools.ssh;

import dev.aikagi.algorithm.MacAlgorithm;
import dev.aikagi.auth.Authenticated;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.kex.Algorithms;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.Words;
import java.util.ArrayList;
import java.util.List;

/** The steps from the first address to the answer of the server. */
final class WayOfConnection {
  private WayOfConnection() {}

  static List<Step> tried(List<Connect.Attempt> attempts) {
    List<Step> steps = new ArrayList<>();
    for (Connect.Attempt attempt : attempts) {
      steps.add(
          attempt
              .fault()
              .map(f -> Step.of(Mark.NOTE, f))
              .orElseGet(
                  () -> Step.of(Mark.OK, Words.of("way.connected", "address", attempt.address()))));
    }
    return steps;
  }

  /** Version, algorithms and host key, as far as it came. */
  static List<Step> met(Witness witness) {
    List<Step> steps = new ArrayList<>();
    if (!witness.version().isEmpty()) {
      steps.add(Step.of(Mark.OK, Words.of("way.version", "version", witness.version())));
    }
    Algorithms a = witness.algorithms();
    if (a != null) {
      steps.add(Step.of(Mark.OK, algorithms(a)));
    }
    HostKeyVerdict verdict = witness.verdict();
    if (verdict instanceof HostKeyVerdict.Accepted) {
      steps.add(Step.of(Mark.OK, verdict.reason()));
    }
    return steps;
  }

  private static Words algorithms(Algorithms a) {
    return Words.of(
        "way.algorithms",
        "kex",
        a.kexMethod().algorithmName(),
        "hostKey",
        a.hostKeyAlgorithm().wireName(),
        "up",
        direction(a.clientToServer()),
        "down",
        direction(a.serverToClient()));
  }

  private static String direction(Algorithms.Direction direction) {
    MacAlgorithm mac = direction.mac();
    String cipher = direction.cipher().algorithmName();
    return mac == null ? cipher : cipher + " " + mac.algorithmName();
  }

  static List<Step> authenticated(Witness witness, Authenticated how) {
    List<Step> steps = new ArrayList<>(banner(witness));
    steps.add(Step.of(Mark.OK, Words.of("way.authenticated", "methods", how.completedMethods())));
    return steps;
  }

  /** What each method that is no key came to, and what the server would go on with. */
  static List<Step> refused(Witness witness) {
    List<Step> steps = new ArrayList<>(banner(witness));
    List<Step> parts = new ArrayList<>();
    for (ClientAuthStep step : witness.steps()) {
      switch (step) {
        case ClientAuthStep.AnswerRefused _,
            ClientAuthStep.NotAnswered _,
            ClientAuthStep.MethodNotOffered _,
            ClientAuthStep.MethodNotTried _ ->
            parts.add(Step.of(Mark.NOTE, step));
        case ClientAuthStep.Succeeded _ -> parts.add(Step.of(Mark.OK, step));
        default -> {}
      }
    }
    List<Witness.Answer> answers = witness.answers();
    if (!answers.isEmpty()) {
      List<String> methods = answers.getLast().canContinue();
      steps.add(new Step(Mark.NOTE, Words.of("way.methods", "methods", methods), parts));
    }
    return steps;
  }

  private static List<Step> banner(Witness witness) {
    return witness.banner().isEmpty()
        ? List.of()
        : List.of(
            Step.of(
                Mark.NOTE,
                Words.of("way.banner", "text", witness.banner().strip().replace('\n', ' '))));
  }
}
