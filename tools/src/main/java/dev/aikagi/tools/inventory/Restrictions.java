package dev.aikagi.tools.inventory;

import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.trust.AuthorizedKeyOptions.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The options of a line in words. */
final class Restrictions {
  /** As with OpenSSH's sshd; few who write the one option mean the other. */
  private static final String TUNNELS =
      ", and yet connections to any port (\"restrict\" ends that)";

  private Restrictions() {}

  private static boolean tunnels(AuthorizedKeyOptions options) {
    return options.portForwarding() && options.permitOpen() == null;
  }

  /** Empty for a line that permits everything. */
  static List<String> of(AuthorizedKeyOptions options) {
    List<String> words = new ArrayList<>();
    if (options.command() != null) {
      words.add(
          "only the command \"" + options.command() + "\"" + (tunnels(options) ? TUNNELS : ""));
    }
    if (options.from() != null) {
      words.add("only from " + options.from());
    }
    permissions(options, words);
    add(words, "forwards only to ", options.permitOpen());
    add(words, "listens only at ", options.permitListen());
    if (options.tunnel() != null) {
      words.add(
          options.tunnel() == AuthorizedKeyOptions.ANY_TUNNEL
              ? "any tunnel device"
              : "only the tunnel device " + options.tunnel());
    }
    if (!options.environment().isEmpty()) {
      words.add(
          "sets "
              + options.environment().stream()
                  .map(AuthorizedKeyOptions.EnvironmentVariable::name)
                  .collect(Collectors.joining(", ")));
    }
    if (options.verifyRequired()) {
      words.add("only with a PIN or fingerprint");
    }
    if (!options.touchRequired()) {
      words.add("needs no touch");
    }
    return words;
  }

  private static void permissions(AuthorizedKeyOptions options, List<String> words) {
    List<String> none = new ArrayList<>();
    if (!options.pty()) {
      none.add("terminal");
    }
    if (!options.portForwarding()) {
      none.add("port forwarding");
    }
    if (!options.agentForwarding()) {
      none.add("agent forwarding");
    }
    if (!options.x11Forwarding()) {
      none.add("X11");
    }
    if (!options.userRc()) {
      none.add("~/.ssh/rc");
    }
    if (!none.isEmpty()) {
      words.add("no " + String.join(", ", none));
    }
  }

  private static void add(List<String> words, String what, @Nullable List<HostPort> rules) {
    if (rules == null) {
      return;
    }
    words.add(
        rules.isEmpty()
            ? what + "nothing"
            : what
                + rules.stream()
                    .map(r -> r.host() + ":" + (r.port() == 0 ? "*" : r.port()))
                    .collect(Collectors.joining(", ")));
  }
}
