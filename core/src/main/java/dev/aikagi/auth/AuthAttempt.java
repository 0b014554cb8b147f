package dev.aikagi.auth;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.key.KeyOrCertificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt and what became of it.
 *
 * @param submethod the device of keyboard-interactive, or null
 * @param key what was probed or proven, or null
 * @param reasons why it failed; empty for a success
 * @param prominent whether sshd would log it at INFO and not only at VERBOSE
 * @param peerName who was proven, by a mechanism of the GSS-API; null for other methods
 * @param claim what a client said of its host and its user, proven or not; null for other methods
 *     than hostbased
 */
public record AuthAttempt(
    Result result,
    String userName,
    boolean validUser,
    String methodName,
    @Nullable String submethod,
    @Nullable KeyOrCertificate key,
    List<Reason> reasons,
    boolean prominent,
    @Nullable String peerName,
    @Nullable ClientHostClaim claim) {
  /** As in OpenSSH. */
  private static final int MAX_CLAIM = 100;

  public enum Result {
    ACCEPTED("Accepted"),
    /** The method succeeded, others must follow. */
    PARTIAL("Partial"),
    FAILED("Failed"),
    /** No decision yet: a probe that was answered, a question that was asked. */
    POSTPONED("Postponed");

    private final String word;

    Result(String word) {
      this.word = word;
    }
  }

  public AuthAttempt {
    reasons = List.copyOf(reasons);
  }

  /** As sshd words it: {@code Failed publickey for invalid user x from 10.0.0.1 port 5 ssh2: …}. */
  public String logLine(String address, int port) {
    return result.word
        + " "
        + Printable.of(methodName, 64)
        + (submethod == null ? "" : "/" + submethod)
        + " for "
        + (validUser ? "" : "invalid user ")
        + Printable.of(userName, 100)
        + " from "
        + address
        + " port "
        + port
        + " ssh2"
        + (key == null ? "" : ": " + key.description())
        + (peerName == null ? "" : ": " + Printable.of(peerName, 512))
        + (claim == null ? "" : claimed(claim));
  }

  private static String claimed(ClientHostClaim claim) {
    return ", client user " + quoted(claim.clientUser()) + ", client host " + quoted(claim.host());
  }

  /** The names are whatever the client chose: a quote of theirs ends nothing. */
  private static String quoted(String name) {
    return '"' + Printable.of(name, MAX_CLAIM).replace("\"", "\\\"") + '"';
  }
}
