package dev.aikagi.auth;

import dev.aikagi.Reason;

/** The answer of a password verifier. */
public sealed interface PasswordDecision {
  record Accepted() implements PasswordDecision {}

  /** The password is right, but must be changed first (RFC 4252 section 8). */
  record ChangeRequired(String prompt) implements PasswordDecision {}

  record Refused(Reason reason) implements PasswordDecision {}
}
