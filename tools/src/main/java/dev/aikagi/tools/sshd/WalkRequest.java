package dev.aikagi.tools.sshd;

import dev.aikagi.config.ConfigException;
import dev.aikagi.config.ConnectionFacts;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.sshd.SshdOptions.BadUsageException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whose login is asked about.
 *
 * @param facts what -C says, and then --user, --from and --host
 * @param keys files of public or private halves: of the user, or of the client's host
 * @param claim what another host would say of itself, where the login is by hostbased
 * @param json whether programs read the answer
 * @param language of the texts; empty for that of the environment
 */
record WalkRequest(
    SshdOptions options,
    String user,
    ConnectionFacts facts,
    List<Path> keys,
    Optional<Claim> claim,
    boolean json,
    Optional<String> language) {
  /**
   * What a client says in a hostbased request.
   *
   * @param host its host's name; empty for the one that it has here
   */
  record Claim(String user, Optional<String> host) {}

  static final String USAGE =
      """
      usage: sshd --explain [-f config_file] [-o option] [-C connection_spec]
                  --user name [--key file] [--from address] [--host name]
                  [--client-user name [--client-host name]]
                  [--json] [--lang en|ja]
      """;

  WalkRequest {
    keys = List.copyOf(keys);
  }

  /** Takes the words of a command line, in any order. */
  static WalkRequest of(List<String> words) throws LoginWalk.UsageException {
    Builder b = new Builder();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 || !word.startsWith("--") ? word : word.substring(0, equals);
      if (name.equals("--json") || name.equals("--fix")) {
        b.json |= name.equals("--json");
      } else if (Builder.WITH_VALUE.contains(name)) {
        if (equals < 0 && i + 1 == words.size()) {
          throw new LoginWalk.UsageException("option requires an argument -- " + name);
        }
        b.take(name, equals < 0 ? words.get(++i) : word.substring(equals + 1));
      } else if (word.startsWith("--")) {
        throw new LoginWalk.UsageException("unknown option -- " + word);
      } else {
        b.rest.add(word);
        // The value of an option of sshd's may look like anything.
        if (word.length() == 2 && "Cfohpgc".indexOf(word.charAt(1)) >= 0 && i + 1 < words.size()) {
          b.rest.add(words.get(++i));
        }
      }
    }
    return b.build();
  }

  private static final class Builder {
    static final List<String> WITH_VALUE =
        List.of("--user", "--key", "--from", "--host", "--client-user", "--client-host", "--lang");

    private final List<String> rest = new ArrayList<>();
    private final List<Path> keys = new ArrayList<>();
    private Optional<String> user = Optional.empty();
    private Optional<String> from = Optional.empty();
    private Optional<String> host = Optional.empty();
    private Optional<String> clientUser = Optional.empty();
    private Optional<String> clientHost = Optional.empty();
    private Optional<String> language = Optional.empty();
    private boolean json;

    void take(String name, String value) throws LoginWalk.UsageException {
      switch (name) {
        case "--user" -> user = Optional.of(value);
        case "--key" -> keys.add(Path.of(value));
        case "--from" -> from = Optional.of(address(value));
        case "--host" -> host = Optional.of(value);
        case "--client-user" -> clientUser = Optional.of(value);
        case "--client-host" -> clientHost = Optional.of(value);
        default -> language = Optional.of(value);
      }
    }

    private static String address(String value) throws LoginWalk.UsageException {
      try {
        return Peer.text(InetAddress.ofLiteral(value));
      } catch (IllegalArgumentException e) {
        throw new LoginWalk.UsageException("no IP address: " + value);
      }
    }

    private Optional<Claim> claim(ConnectionFacts all) throws LoginWalk.UsageException {
      if (clientUser.isEmpty() && clientHost.isPresent()) {
        throw new LoginWalk.UsageException("--client-user is missing");
      }
      if (clientUser.isPresent() && all.address().isEmpty() && all.host().isEmpty()) {
        throw new LoginWalk.UsageException("--from is missing: which host is it?");
      }
      return clientUser.map(user -> new Claim(user, clientHost));
    }

    WalkRequest build() throws LoginWalk.UsageException {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      try {
        SshdOptions options =
            SshdOptions.parse(rest, new PrintStream(said, true, StandardCharsets.UTF_8));
        ConnectionFacts facts = ConnectionFacts.NONE;
        for (String specification : options.connections()) {
          facts = facts.with(specification);
        }
        Optional<String> name = user.or(facts::user).filter(u -> !u.isEmpty());
        if (name.isEmpty()) {
          throw new LoginWalk.UsageException("--user is missing");
        }
        if (facts.address().isPresent()) {
          var _ = address(facts.address().get());
        }
        ConnectionFacts all =
            new ConnectionFacts(
                name,
                false,
                host.or(facts::host),
                from.or(facts::address),
                facts.localAddress(),
                facts.localPort(),
                facts.routingDomain());
        return new WalkRequest(options, name.get(), all, keys, claim(all), json, language);
      } catch (BadUsageException e) {
        String text = said.toString(StandardCharsets.UTF_8).strip();
        throw new LoginWalk.UsageException(text.isEmpty() ? ServerLog.why(e) : text);
      } catch (ConfigException e) {
        throw new LoginWalk.UsageException(ServerLog.why(e));
      }
    }
  }
}
