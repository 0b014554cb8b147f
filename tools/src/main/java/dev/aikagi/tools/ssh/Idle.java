package dev.aikagi.tools.ssh;

import dev.aikagi.config.ChannelTimeouts;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.connection.Channel;
import dev.aikagi.connection.IdlePolicy;
import java.time.Duration;

/** ChannelTimeout. */
final class Idle implements IdlePolicy {
  private final ChannelTimeouts timeouts;
  private final Log log;

  private Idle(ChannelTimeouts timeouts, Log log) {
    this.timeouts = timeouts;
    this.log = log;
  }

  static IdlePolicy of(ClientConfig config, Log log) {
    ChannelTimeouts timeouts = config.channelTimeouts();
    return timeouts.isEmpty() ? NEVER : new Idle(timeouts, log);
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
  public void closing(Channel channel, Duration limit) {
    log.verbose("channel " + channel.id() + ": no data for " + limit.toSeconds() + " s, closing");
  }
}
