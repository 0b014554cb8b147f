package dev.aikagi.auth;

import java.util.List;
import java.util.Objects;

/**
 * Who wants in, and with what.
 *
 * @param host as prompts name it: {@code user@host's password:}
 * @param methods in the order of preference
 * @param refuseNone whether a server that lets anybody in is refused (CVE-2021-36367); it is asked
 *     first, which costs a round trip
 * @param maxRequests requests after which the client gives up
 */
public record ClientAuthOptions(
    String userName,
    String host,
    List<ClientMethod> methods,
    boolean refuseNone,
    int maxRequests,
    ClientAuthObserver observer) {

  /** A server that is still not content after so many requests never will be. */
  public static final int DEFAULT_MAX_REQUESTS = 256;

  public ClientAuthOptions {
    Objects.requireNonNull(userName);
    methods = List.copyOf(methods);
  }

  public static ClientAuthOptions of(String userName, String host, List<ClientMethod> methods) {
    return new ClientAuthOptions(
        userName, host, methods, false, DEFAULT_MAX_REQUESTS, ClientAuthObserver.SILENT);
  }

  public ClientAuthOptions observer(ClientAuthObserver newObserver) {
    return new ClientAuthOptions(userName, host, methods, refuseNone, maxRequests, newObserver);
  }

  public ClientAuthOptions refuseNone(boolean refuse) {
    return new ClientAuthOptions(userName, host, methods, refuse, maxRequests, observer);
  }
}
