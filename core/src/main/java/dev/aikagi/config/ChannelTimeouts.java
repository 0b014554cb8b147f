package dev.aikagi.config;

import dev.aikagi.pattern.Patterns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What ChannelTimeout says, in its order.
 *
 * @param global for all channels together; no pattern matches it
 */
public record ChannelTimeouts(List<Rule> rules, Duration global) {
  /** The word that is no pattern. */
  private static final String GLOBAL = "global";

  /** What the manual calls a connection to an agent, under whichever name its channel is opened. */
  private static final String AGENT = "agent-connection";

  private static final List<String> OF_AGENT = List.of("auth-agent@openssh.com", "agent-connect");

  /** A pattern of channel types and its time; zero for none. */
  public record Rule(String pattern, Duration time) {}

  public ChannelTimeouts {
    rules = List.copyOf(rules);
  }

  /** Of words that the keyword's row took. */
  static ChannelTimeouts of(List<String> words) {
    List<Rule> rules = new ArrayList<>();
    Duration global = Duration.ZERO;
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        continue;
      }
      String pattern = word.substring(0, equals);
      Duration time = Duration.ofSeconds(Numbers.time(word.substring(equals + 1)));
      if (pattern.equals(GLOBAL)) {
        global = time;
      } else {
        rules.add(new Rule(pattern, time));
      }
    }
    return new ChannelTimeouts(rules, global);
  }

  /** Whether nothing has a time. */
  public boolean isEmpty() {
    return global.isZero() && rules.stream().allMatch(r -> r.time().isZero());
  }

  /**
   * The time of a channel; the first rule that matches counts. A running session is known by its
   * program, as "session:shell". Where no rule is for that, one for "session" is: the manual has it
   * for every session, although OpenSSH's sshd then lets a session that has a program be.
   */
  public Duration of(String channelType, String use) {
    if (OF_AGENT.contains(channelType)) {
      return first(AGENT).orElse(Duration.ZERO);
    }
    return first(use).or(() -> first(channelType)).orElse(Duration.ZERO);
  }

  private java.util.Optional<Duration> first(String name) {
    return rules.stream()
        .filter(r -> Patterns.matches(name, r.pattern()))
        .map(Rule::time)
        .findFirst();
  }
}
