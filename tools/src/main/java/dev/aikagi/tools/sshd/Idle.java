package dev.aikagi.tools.sshd;

import dev.aikagi.config.ChannelTimeouts;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.connection.Channel;
import dev.aikagi.connection.IdlePolicy;
import dev.aikagi.tools.ServerLog;
import java.time.Duration;

/** ChannelTimeout and UnusedConnectionTimeout, as they are for a user who is logged in. */
final class Idle implements IdlePolicy {
  private final ChannelTimeouts timeouts;
  private final Duration unused;
  private final Peer peer;
  private final ServerLog log;

  private Idle(ChannelTimeouts timeouts, Duration unused, Peer peer, ServerLog log) {
    this.timeouts = timeouts;
    this.unused = unused;
    this.peer = peer;
    this.log = log;
  }

  static IdlePolicy of(ServerConfig config, Peer peer, ServerLog log) {
    ChannelTimeouts timeouts = config.channelTimeouts();
    Duration unused = config.value(ServerKeywords.UNUSED_CONNECTION_TIMEOUT);
    return timeouts.isEmpty() && unused.isZero() ? NEVER : new Idle(timeouts, unused, peer, log);
  }

  @Override
  public Duration limit(String channelType, String use) {
    return timeouts.of(channelType, use);
  }

  @Override
  public Duration limitOfAll() {
    return timeouts.global();
  }

  @Override
  public Duration limitOfUnused() {
    return unused;
  }

  @Override
  public void closing(Channel channel, Duration limit) {
    log.verbose(
        "channel "
            + channel.id()
            + " of "
            + peer
            + ": no data for "
            + limit.toSeconds()
            + " s, closing");
  }
}
