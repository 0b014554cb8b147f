package dev.aikagi.auth;

import dev.aikagi.Printable;
import dev.aikagi.SshException;
import java.util.Comparator;
import java.util.List;

/**
 * The server did not let the user in. {@link #denial} is OpenSSH's sentence; the message is that
 * one and the first of the {@link #reasons}.
 */
public final class AuthenticationException extends SshException {
  private static final long serialVersionUID = 1L;

  private final String denial;
  private final transient List<ClientAuthStep> steps;
  private final transient List<String> methodsThatCanContinue;

  AuthenticationException(String denial, List<ClientAuthStep> steps, List<String> canContinue) {
    super(message(denial, refusals(steps)));
    this.denial = denial;
    this.steps = List.copyOf(steps);
    this.methodsThatCanContinue = List.copyOf(canContinue);
  }

  static AuthenticationException denied(
      ClientAuthOptions options, List<ClientAuthStep> steps, List<String> canContinue) {
    String list = Printable.of(String.join(",", canContinue), 512);
    return new AuthenticationException(
        options.userName() + "@" + options.host() + ": Permission denied (" + list + ").",
        steps,
        canContinue);
  }

  private static String message(String denial, List<ClientAuthStep> reasons) {
    return reasons.isEmpty()
        ? denial
        : denial + " " + Printable.of(reasons.getFirst().summary(), 1024);
  }

  /** Stable: of two that tell as much, the earlier one is the first. */
  private static List<ClientAuthStep> refusals(List<ClientAuthStep> steps) {
    return steps.stream()
        .filter(ClientAuthStep::refuses)
        .sorted(Comparator.comparingInt(AuthenticationException::order))
        .toList();
  }

  /** What failed with a key that the server takes says most, what was never tried least. */
  private static int order(ClientAuthStep step) {
    return switch (step) {
      case ClientAuthStep.NotSigned _, ClientAuthStep.IdentityNotOpened _ -> 0;
      case ClientAuthStep.NoMutualAlgorithm _, ClientAuthStep.KeyUnfit _ -> 1;
      case ClientAuthStep.KeyRefused _,
          ClientAuthStep.AnswerRefused _,
          ClientAuthStep.HostRefused _,
          ClientAuthStep.HostNotSigned _,
          ClientAuthStep.GssapiRefused _,
          ClientAuthStep.GssapiFailed _ ->
          2;
      case ClientAuthStep.NotAnswered _ -> 3;
      default -> 4;
    };
  }

  /** As OpenSSH says it: {@code user@host: Permission denied (publickey,password).} */
  public String denial() {
    return denial;
  }

  /** Why not, the most telling first. */
  @Override
  public List<ClientAuthStep> reasons() {
    return refusals(steps);
  }

  /** Everything that was considered, also what went well, in the order of events. */
  public List<ClientAuthStep> steps() {
    return steps;
  }

  /** The server's last list; empty where it never sent one. */
  public List<String> methodsThatCanContinue() {
    return methodsThatCanContinue;
  }
}
