package dev.aikagi.auth;

import java.util.List;

/**
 * How the client got in.
 *
 * @param completedMethods each method that the server took, in order; the last one opened the door
 * @param withNone the server asked for no proof at all: it took the request "none", a probe or a
 *     dialogue without questions. Whatever asks for a password from now on is the remote side, not
 *     this client: say so to the person (CVE-2021-36367).
 * @param steps everything that was considered on the way
 */
public record Authenticated(
    String userName, List<String> completedMethods, boolean withNone, List<ClientAuthStep> steps) {
  public Authenticated {
    completedMethods = List.copyOf(completedMethods);
    steps = List.copyOf(steps);
  }
}
