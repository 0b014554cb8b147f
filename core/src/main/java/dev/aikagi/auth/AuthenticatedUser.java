package dev.aikagi.auth;

import dev.aikagi.Printable;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who got in, how, and with what permissions. Only {@link UserauthServer} makes one.
 *
 * @param <U> the caller's kind of user
 */
public final class AuthenticatedUser<U extends UserPolicy> {
  private final String userName;
  private final U user;
  private final AuthorizedKeyOptions options;
  private final List<Step> steps;

  /**
   * A completed step.
   *
   * @param key what was proven; null for other methods
   * @param peerName who was proven, by a mechanism of the GSS-API; null for other methods
   */
  public record Step(
      String methodName,
      @Nullable String submethod,
      @Nullable KeyOrCertificate key,
      @Nullable String peerName) {
    /** As ExposeAuthInfo writes it. */
    public String line() {
      return methodName
          + (key == null ? "" : " " + key.line())
          + (peerName == null ? "" : " " + Printable.of(peerName, 512));
    }
  }

  AuthenticatedUser(String userName, U user, AuthorizedKeyOptions options, List<Step> steps) {
    this.userName = userName;
    this.user = user;
    this.options = options;
    this.steps = List.copyOf(steps);
  }

  public String userName() {
    return userName;
  }

  public U user() {
    return user;
  }

  /** What all steps together permit. */
  public AuthorizedKeyOptions options() {
    return options;
  }

  /** In the order in which they were completed; at least one. */
  public List<Step> steps() {
    return steps;
  }
}
