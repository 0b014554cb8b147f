package dev.aikagi.connection;

import java.time.Duration;

/**
 * Limits of one connection. {@link #CLIENT} and {@link #SERVER} are the defaults of both sides, and
 * differ in nothing but the side.
 *
 * @param client whether this side is the client
 * @param maxChannels channels open or opening at once, of both sides
 * @param maxSessions sessions of the peer at once (MaxSessions)
 * @param initialWindow bytes that a channel may receive before anything is read
 * @param maxWindow bytes to which the receive window of one channel may grow
 * @param windowSum bytes of all receive windows together
 * @param maxPacket largest data of one packet that the peer is told to send, from 1 to 64 KiB
 * @param keepAlive how a dead peer is noticed
 * @param requestTimeout longest wait for an answer of the peer to an open or a request
 * @param idlePolicy what is closed because it carries nothing
 */
public record ConnectionOptions(
    boolean client,
    int maxChannels,
    int maxSessions,
    int initialWindow,
    int maxWindow,
    int windowSum,
    int maxPacket,
    KeepAlive keepAlive,
    Duration requestTimeout,
    IdlePolicy idlePolicy) {
  public static final ConnectionOptions CLIENT = defaults(true);
  public static final ConnectionOptions SERVER = defaults(false);

  /**
   * @throws IllegalArgumentException where a limit is none, or the windows are not in order
   */
  public ConnectionOptions {
    if (maxChannels < 1 || maxSessions < 0 || maxPacket < 1024 || maxPacket > 64 * 1024) {
      throw new IllegalArgumentException("limits of a connection");
    }
    if (initialWindow < 1 || maxWindow < initialWindow || windowSum < maxWindow) {
      throw new IllegalArgumentException("windows of a connection");
    }
  }

  /** Every 15 seconds and 3 times by default. */
  public ConnectionOptions withKeepAlive(KeepAlive value) {
    return new ConnectionOptions(
        client,
        maxChannels,
        maxSessions,
        initialWindow,
        maxWindow,
        windowSum,
        maxPacket,
        value,
        requestTimeout,
        idlePolicy);
  }

  /** 10 by default; 0 for a connection that only forwards. */
  public ConnectionOptions withMaxSessions(int value) {
    return new ConnectionOptions(
        client,
        maxChannels,
        value,
        initialWindow,
        maxWindow,
        windowSum,
        maxPacket,
        keepAlive,
        requestTimeout,
        idlePolicy);
  }

  /** 256 by default. */
  public ConnectionOptions withMaxChannels(int value) {
    return new ConnectionOptions(
        client,
        value,
        maxSessions,
        initialWindow,
        maxWindow,
        windowSum,
        maxPacket,
        keepAlive,
        requestTimeout,
        idlePolicy);
  }

  /** In bytes; 2, 16 and 64 MiB by default. */
  public ConnectionOptions withWindows(int initial, int max, int sum) {
    return new ConnectionOptions(
        client,
        maxChannels,
        maxSessions,
        initial,
        max,
        sum,
        maxPacket,
        keepAlive,
        requestTimeout,
        idlePolicy);
  }

  /** A minute by default. */
  public ConnectionOptions withRequestTimeout(Duration value) {
    return new ConnectionOptions(
        client,
        maxChannels,
        maxSessions,
        initialWindow,
        maxWindow,
        windowSum,
        maxPacket,
        keepAlive,
        value,
        idlePolicy);
  }

  /** Nothing is closed by default. */
  public ConnectionOptions withIdlePolicy(IdlePolicy value) {
    return new ConnectionOptions(
        client,
        maxChannels,
        maxSessions,
        initialWindow,
        maxWindow,
        windowSum,
        maxPacket,
        keepAlive,
        requestTimeout,
        value);
  }

  private static ConnectionOptions defaults(boolean client) {
    int mebibyte = 1 << 20;
    return new ConnectionOptions(
        client,
        256,
        10,
        2 * mebibyte,
        16 * mebibyte,
        64 * mebibyte,
        64 * 1024,
        KeepAlive.DEFAULT,
        Duration.ofSeconds(60),
        IdlePolicy.NEVER);
  }
}
