package dev.aikagi.auth;

import dev.aikagi.Printable;
import dev.aikagi.SshException;
import java.util.List;

/**
 * The server did not let the user in. {@link #getMessage} reads as OpenSSH's: {@code user@host:
 * Permission denied (publickey,password).}
 */
public final class AuthenticationException extends SshException {
  private static final long serialVersionUID = 1L;

  private final transient List<ClientAuthStep> reasons;
  private final transient List<String> methodsThatCanContinue;

  AuthenticationException(String message, List<ClientAuthStep> reasons, List<String> canContinue) {
    super(message);
    this.reasons = List.copyOf(reasons);
    this.methodsThatCanContinue = List.copyOf(canContinue);
  }

  static AuthenticationException denied(
      ClientAuthOptions options, List<ClientAuthStep> reasons, List<String> canContinue) {
    String list = Printable.of(String.join(",", canContinue), 512);
    return new AuthenticationException(
        options.userName() + "@" + options.host() + ": Permission denied (" + list + ").",
        reasons,
        canContinue);
  }

  /** Everything that was considered, in the order of events. */
  public List<ClientAuthStep> reasons() {
    return reasons;
  }

  /** The server's last list; empty where it never sent one. */
  public List<String> methodsThatCanContinue() {
    return methodsThatCanContinue;
  }
}
