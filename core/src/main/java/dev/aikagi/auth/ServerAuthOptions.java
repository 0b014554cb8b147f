package dev.aikagi.auth;

/**
 * What a server needs besides its policy.
 *
 * @param maxRequests requests of every kind after which the connection ends
 * @param extInfo what EXT_INFO may say during authentication
 */
public record ServerAuthOptions(
    int maxRequests,
    FailureDelay failureDelay,
    ServerExtInfo extInfo,
    ServerAuthObserver observer) {
  /** Far more than a client with a full agent and all methods needs. */
  public static final int DEFAULT_MAX_REQUESTS = 64;

  public static ServerAuthOptions defaults() {
    return new ServerAuthOptions(
        DEFAULT_MAX_REQUESTS,
        FailureDelay.SHARED,
        ServerExtInfo.NOTHING,
        ServerAuthObserver.SILENT);
  }

  public ServerAuthOptions observer(ServerAuthObserver newObserver) {
    return new ServerAuthOptions(maxRequests, failureDelay, extInfo, newObserver);
  }

  public ServerAuthOptions extInfo(ServerExtInfo newExtInfo) {
    return new ServerAuthOptions(maxRequests, failureDelay, newExtInfo, observer);
  }
}
