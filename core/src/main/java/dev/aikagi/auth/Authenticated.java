package dev.aikagi.auth;

import java.util.List;

/**
 * How the client got in.
 *
 * @param completedMethods each method that the server took, in order; the last one opened the door
 * @param steps everything that was considered on the way
 */
public record Authenticated(
    String userName, List<String> completedMethods, List<ClientAuthStep> steps) {
  public Authenticated {
    completedMethods = List.copyOf(completedMethods);
    steps = List.copyOf(steps);
  }

  /**
   * The server asked for no proof at all. Whatever asks for a password from now on is the remote
   * side, not this client: say so to the person (CVE-2021-36367).
   */
  public boolean withNone() {
    return completedMethods.equals(List.of("none"));
  }
}
