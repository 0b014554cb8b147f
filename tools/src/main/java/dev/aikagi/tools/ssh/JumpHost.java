package dev.aikagi.tools.ssh;

import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Destination;
import dev.aikagi.config.SafeNames;
import dev.aikagi.config.Tokens;
import dev.aikagi.tools.Fatal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The last host before a destination, as ProxyJump names it.
 *
 * @param before those that it is reached through itself, the first one first
 */
record JumpHost(Destination host, List<Destination> before) {
  /** More than anybody has; a configuration can name another one for each without end. */
  private static final int MOST = 16;

  private static final int SSH_PORT = 22;
  private static final String NONE = "none";

  JumpHost {
    // OpenSSH hands the hosts before to another ssh's -J, for which "none" alone is nobody.
    boolean none = before.size() == 1 && before.getFirst().toString().equalsIgnoreCase(NONE);
    before = none ? List.of() : List.copyOf(before);
  }

  /** Empty where the way is not through a jump host. */
  static Optional<JumpHost> of(CommandLine line, ClientConfig config)
      throws Fatal, ConfigException {
    Optional<String> value = config.value(ClientKeywords.PROXY_JUMP);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    List<Destination> hosts = line.jumpHosts();
    if (hosts.isEmpty()) {
      hosts = expanded(config, value.get());
    }
    int last = hosts.size() - 1;
    return Optional.of(new JumpHost(hosts.get(last), hosts.subList(0, last)));
  }

  /**
   * The tokens of ProxyCommand, worked out in each name by itself, once and for all: what a name
   * brings in is not read again, neither as a token nor as another host.
   */
  private static List<Destination> expanded(ClientConfig config, String value)
      throws Fatal, ConfigException {
    Tokens tokens = Connect.proxyTokens(config);
    List<Destination> hosts = new ArrayList<>();
    for (Destination hop : Destination.jumpHosts(value).orElseThrow()) {
      Optional<String> user = Optional.empty();
      if (hop.user().isPresent()) {
        user = Optional.of(tokens.expand(hop.user().get()));
      }
      Destination real = new Destination(user, tokens.expand(hop.host()), hop.port());
      if (real.host().isEmpty() || !SafeNames.isHost(real.host())) {
        throw new Fatal("hostname contains invalid characters");
      }
      if (user.filter(u -> u.isEmpty() || !SafeNames.isUser(u)).isPresent()) {
        throw new Fatal("remote username contains invalid characters");
      }
      hosts.add(real);
    }
    return hosts;
  }

  /**
   * Goes through a jump host on the way to a destination. One that was passed before, with the same
   * hosts before it, would be passed again and again.
   *
   * @param passed those from the last destination on; this one is added
   */
  static void pass(JumpHost jump, List<JumpHost> passed, ClientConfig destination) throws Fatal {
    if (jump.isLoop(destination) || passed.contains(jump)) {
      JumpReason loop = new JumpReason.Loop(jump.name());
      throw new Fatal(loop.summary(), loop);
    }
    if (passed.size() == MOST) {
      JumpReason many = new JumpReason.TooMany(jump.name(), MOST);
      throw new Fatal(many.summary(), many);
    }
    passed.add(jump);
  }

  String name() {
    return host.host();
  }

  /** What -J takes for the hosts before it; empty for none. */
  String textBefore() {
    return before.stream().map(Destination::toString).collect(Collectors.joining(","));
  }

  /** Whether the way to a destination would go through the destination. */
  private boolean isLoop(ClientConfig destination) {
    return name().equals(destination.host())
        && host.port().orElse(SSH_PORT).equals(destination.value(ClientKeywords.PORT))
        && host.user().filter(u -> !u.equals(destination.user())).isEmpty();
  }
}
