package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.message.ExtInfo;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a server needs besides its policy.
 *
 * @param hostKey blob of the host key of this connection, for hostbound requests
 * @param maxRequests requests of every kind after which the connection ends
 * @param extInfo sent before the answer to the first request, once the user name is known: for
 *     peers that said ext-info-in-auth@openssh.com; empty for the others
 */
public record ServerAuthOptions(
    Bytes hostKey,
    int maxRequests,
    FailureDelay failureDelay,
    Function<String, Optional<ExtInfo>> extInfo,
    ServerAuthObserver observer) {
  /** Far more than a client with a full agent and all methods needs. */
  public static final int DEFAULT_MAX_REQUESTS = 64;

  public static ServerAuthOptions of(Bytes hostKey) {
    return new ServerAuthOptions(
        hostKey,
        DEFAULT_MAX_REQUESTS,
        FailureDelay.SHARED,
        user -> Optional.empty(),
        ServerAuthObserver.SILENT);
  }

  public ServerAuthOptions observer(ServerAuthObserver newObserver) {
    return new ServerAuthOptions(hostKey, maxRequests, failureDelay, extInfo, newObserver);
  }

  public ServerAuthOptions extInfo(Function<String, Optional<ExtInfo>> newExtInfo) {
    return new ServerAuthOptions(hostKey, maxRequests, failureDelay, newExtInfo, observer);
  }
}
