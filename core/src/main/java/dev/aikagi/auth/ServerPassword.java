package dev.aikagi.auth;

import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthPasswdChangereq;
import java.util.Optional;

/** RFC 4252 section 8 on the server. */
final class ServerPassword {
  private final LoginProgress<?> login;

  ServerPassword(LoginProgress<?> login) {
    this.login = login;
  }

  Verdict check(UserauthMethod.Password request) {
    SecretBytes password = request.password();
    SecretBytes newPassword = request.newPassword();
    Optional<Reason> refusal = formal(password);
    if (refusal.isEmpty() && newPassword != null) {
      refusal = formal(newPassword);
    }
    if (refusal.isPresent()) {
      return new Verdict.Refused(refusal.get());
    }
    boolean known = login.refusal().isEmpty();
    PasswordDecision decision =
        newPassword != null && known
            ? ask(() -> login.user().changePassword(password, newPassword))
            : ask(() -> login.user().password(password));
    return combine(decision);
  }

  /** "none" lets a user in who has an empty password, where that is permitted. */
  Verdict none() {
    UserAuthSettings settings = login.settings();
    if (!settings.permitEmptyPasswords() || !settings.enabledMethods().contains("password")) {
      return new Verdict.Refused(new ServerAuthReason.MethodNotEnabled("none"));
    }
    try (SecretBytes empty = SecretBytes.taking(new byte[0])) {
      return combine(ask(() -> login.user().password(empty)));
    }
  }

  private Optional<Reason> formal(SecretBytes password) {
    if (password.length() > UserauthMethod.MAX_PASSWORD) {
      return Optional.of(new ServerAuthReason.PasswordTooLong(password.length()));
    }
    if (password.length() == 0 && !login.settings().permitEmptyPasswords()) {
      return Optional.of(new ServerAuthReason.EmptyPassword());
    }
    return Optional.empty();
  }

  /** The verifier was asked for its time; of a user who is refused its answer is not believed. */
  private Verdict combine(PasswordDecision decision) {
    Optional<Reason> refusal = login.refusal();
    if (refusal.isPresent()) {
      return new Verdict.Refused(refusal.get());
    }
    return switch (decision) {
      case PasswordDecision.Accepted a -> new Verdict.Satisfied((String) null);
      case PasswordDecision.Refused r -> new Verdict.Refused(r.reason());
      case PasswordDecision.ChangeRequired c ->
          new Verdict.Asks(new UserauthPasswdChangereq(c.prompt(), ""), null, null);
    };
  }

  private static PasswordDecision ask(java.util.function.Supplier<PasswordDecision> question) {
    return Ask.policy("password", question, PasswordDecision.Refused::new);
  }
}
