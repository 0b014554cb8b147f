package dev.aikagi.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What ssh_config(5) files and a command line say about one host. Immutable. */
public final class ClientConfig {
  private final Values values;
  private final String originalHost;
  private final String host;
  private final ReadContext context;

  ClientConfig(Values values, String originalHost, String host, ReadContext context) {
    this.values = values;
    this.originalHost = originalHost;
    this.host = Destination.isNumeric(host) ? host : host.toLowerCase(Locale.ROOT);
    this.context = context;
    defaults();
  }

  /** Fallbacks that hang on other values. */
  private void defaults() {
    List<String> files = values.value(ClientKeywords.USER_KNOWN_HOSTS_FILE);
    boolean ownFiles =
        values.isSet(ClientKeywords.USER_KNOWN_HOSTS_FILE)
            && !(files.size() == 1 && files.get(0).equals("~/.ssh/known_hosts"));
    boolean dns = !values.value(ClientKeywords.VERIFY_HOST_KEY_DNS).equals("no");
    if (!values.isSet(ClientKeywords.UPDATE_HOST_KEYS) && (ownFiles || dns)) {
      values.set(ClientKeywords.UPDATE_HOST_KEYS, "no", new Position("default", 0));
    }
    if (values.value(ClientKeywords.CLEAR_ALL_FORWARDINGS)) {
      values.unset(ClientKeywords.LOCAL_FORWARD);
      values.unset(ClientKeywords.REMOTE_FORWARD);
      values.unset(ClientKeywords.DYNAMIC_FORWARD);
    }
  }

  /** The value of a keyword, or its fallback. */
  public <T> T value(Keyword<T> keyword) {
    return values.value(keyword);
  }

  /** The lines that a value comes from, in order; none if it is the fallback. */
  public List<Position> positions(Keyword<?> keyword) {
    return values.positions(keyword);
  }

  public boolean isSet(Keyword<?> keyword) {
    return values.isSet(keyword);
  }

  /** The host as the command line names it. */
  public String originalHost() {
    return originalHost;
  }

  /** The host to connect to, in lower case unless it is an address. */
  public String host() {
    return host;
  }

  /** The name to log in by: User, or the local user's. */
  public String user() {
    return values.value(ClientKeywords.USER).orElseGet(context.surroundings()::userName);
  }

  /** What a list of algorithm names means, with +, -, ^ and wildcards worked out. */
  public List<String> algorithms(Keyword<String> keyword) {
    if (!(keyword.type() instanceof AlgorithmList list)) {
      throw new IllegalArgumentException(keyword + " is no list of algorithms");
    }
    return algorithms(list, values.value(keyword));
  }

  List<String> algorithms(AlgorithmList list, String spec) {
    return list.resolve(spec, context.algorithms());
  }

  /** ChannelTimeout. */
  public ChannelTimeouts channelTimeouts() {
    return ChannelTimeouts.of(values.value(ClientKeywords.CHANNEL_TIMEOUT));
  }

  /** ObscureKeystrokeTiming: how far apart keystrokes are sent; zero where they go at once. */
  public Duration keystrokeInterval() {
    return Mixed.keystrokeInterval(values.value(ClientKeywords.OBSCURE_KEYSTROKE_TIMING));
  }

  /** The tokens of this connection: %C %d %h %i %j %k %L %l %n %p %r %u. */
  public Tokens tokens() {
    return ClientTokens.of(values, context.surroundings(), originalHost, host);
  }

  /** A file name with ~, tokens and environment variables worked out. */
  public String expandFile(String name) throws ConfigException {
    try {
      return tokens()
          .expand(Paths.tilde(name, context.surroundings()), context.surroundings()::variable);
    } catch (BadValueException e) {
      throw new ConfigException(e.text());
    }
  }

  /** Rows that are set to something else than their default, but that nothing obeys yet. */
  public List<Keyword<?>> withoutEffect() {
    List<Keyword<?>> rows = new ArrayList<>();
    for (Keyword<?> row : ClientKeywords.all()) {
      if (!row.isInEffect() && values.isSet(row) && !values.value(row).equals(row.fallback())) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** The lines of {@code ssh -G}. */
  public List<String> dump() {
    return ClientDump.lines(this, values);
  }

  /** A line of the dump with its tokens worked out; as it is if they cannot be. */
  String expanded(String line) {
    try {
      return tokens().expand(line, context.surroundings()::variable);
    } catch (ConfigException e) {
      return line;
    }
  }

  String expandTilde(String name) {
    try {
      return Paths.tilde(name, context.surroundings());
    } catch (BadValueException e) {
      return name;
    }
  }
}
