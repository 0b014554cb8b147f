package dev.aikagi.fuzz;

import dev.aikagi.trust.AuthorizedPrincipals;
import java.time.Instant;

/** {@link AuthorizedPrincipals#parse}, and what a certificate finds there. */
public final class PrincipalsTarget {
  private PrincipalsTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    AuthorizedPrincipals principals = AuthorizedPrincipals.parse("f", data);
    for (AuthorizedPrincipals.Line line : principals.lines()) {
      if (line instanceof AuthorizedPrincipals.Line.Unusable unusable) {
        Found.oneLine(unusable.reason().summary());
      }
    }
    if (principals.decide(Found.CERTIFICATE, "h", "127.0.0.1", Instant.EPOCH)
        instanceof AuthorizedPrincipals.Decision.NotAuthorized not) {
      not.reasons().forEach(r -> Found.oneLine(r.summary()));
    }
  }
}
