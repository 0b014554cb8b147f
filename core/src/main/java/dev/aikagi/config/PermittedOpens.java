package dev.aikagi.config;

import java.util.ArrayList;
import java.util.List;

/**
 * What PermitOpen says: where forwardings may connect to.
 *
 * @param any whether that is everywhere, whatever the rules are
 */
public record PermittedOpens(boolean any, List<Rule> rules) {
  private static final String EVERY = "*";

  /**
   * One target.
   *
   * @param host {@code *} for every host; no other pattern, and no other name of the same host
   * @param port 0 for every port
   */
  public record Rule(String host, int port) {
    boolean matches(String wantedHost, int wantedPort) {
      return (host.equals(EVERY) || host.equalsIgnoreCase(wantedHost))
          && (port == 0 || port == wantedPort);
    }
  }

  public PermittedOpens {
    rules = List.copyOf(rules);
  }

  /** Of words that the keyword's row took. */
  static PermittedOpens of(List<String> words) {
    List<Rule> rules = new ArrayList<>();
    for (String word : words) {
      // "none" is no rule: then nothing matches.
      if (!word.equals("any") && !word.equals("none")) {
        rules.add(rule(word));
      }
    }
    return new PermittedOpens(words.isEmpty() || words.getFirst().equals("any"), rules);
  }

  private static Rule rule(String word) {
    int delimiter = WordChecks.portColon(word);
    String host = word.substring(0, delimiter);
    String port = word.substring(delimiter + 1);
    boolean bracketed = host.startsWith("[");
    return new Rule(
        bracketed ? host.substring(1, host.length() - 1) : host,
        port.equals(EVERY) ? 0 : Ports.parse(port));
  }

  /** Whether a forwarding may go there. */
  public boolean permits(String host, int port) {
    return any || rules.stream().anyMatch(r -> r.matches(host, port));
  }
}
