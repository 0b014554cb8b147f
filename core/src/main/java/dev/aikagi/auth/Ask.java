package dev.aikagi.auth;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks a policy, which is somebody else's code: whatever it throws, or null, is a refusal. */
final class Ask {
  private Ask() {}

  static <T> T policy(
      String methodName,
      Supplier<T> question,
      Function<ServerAuthReason.AuthenticatorFailed, T> refusal) {
    try {
      return Objects.requireNonNull(question.get());
    } catch (RuntimeException e) {
      return refusal.apply(new ServerAuthReason.AuthenticatorFailed(methodName, e));
    }
  }
}
