package dev.aikagi.connection;

import java.time.Duration;

/**
 * What is closed because it is idle (ChannelTimeout, UnusedConnectionTimeout): a channel that
 * carries no data in either direction, and a connection that uses no channel. A limit of zero is
 * none. Asked and told by any thread; it must not wait.
 */
public interface IdlePolicy {
  /** Closes nothing. */
  IdlePolicy NEVER = new IdlePolicy() {};

  /**
   * How long one channel may carry nothing. Asked when the channel opens, and of a session again
   * when its program starts.
   *
   * @param channelType such as "session" or "direct-tcpip"
   * @param use for a session with a program "session:shell", "session:command" or
   *     "session:subsystem:NAME"; the channel type otherwise
   */
  default Duration limit(String channelType, String use) {
    return Duration.ZERO;
  }

  /** How long all channels together may carry nothing, before all of them are closed. */
  default Duration limitOfAll() {
    return Duration.ZERO;
  }

  /** How long the connection may have no channel in use; a session is in use by its program. */
  default Duration limitOfUnused() {
    return Duration.ZERO;
  }

  /** The channel is about to be closed. */
  default void closing(Channel channel, Duration limit) {}
}
