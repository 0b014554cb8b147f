package dev.aikagi.auth;

import dev.aikagi.Reason;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.util.List;

/** Whether a key is authorised for a user. It says nothing about who holds the private half. */
public sealed interface KeyDecision {
  /** The line that authorises it, and what it grants. */
  record Authorized(AuthorizedKeyOptions options, Reason reason) implements KeyDecision {}

  /** Why each place where it could stand does not authorise it. */
  record Refused(List<Reason> reasons) implements KeyDecision {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }
}
