package dev.aikagi.fuzz;

import dev.aikagi.trust.Authorities;

/** {@link Authorities#parse}: a file of TrustedUserCAKeys. */
public final class AuthoritiesTarget {
  private AuthoritiesTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    Authorities authorities = Authorities.parse(data);
    // A key of 32 bytes has as many digits with its type.
    Found.check(authorities.size() <= data.length / 48, "more keys than fit");
    authorities.fault().ifPresent(f -> Found.oneLine(f.detail()));
    authorities
        .line(Found.AUTHORITY.publicKey())
        .ifPresent(
            line ->
                Found.check(
                    authorities.fault().isEmpty() || line < authorities.fault().get().line(),
                    "a key behind the fault"));
  }
}
