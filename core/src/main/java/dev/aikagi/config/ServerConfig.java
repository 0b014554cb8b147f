package dev.aikagi.config;

import dev.aikagi.config.ServerConfigReader.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What sshd_config(5) and a command line say: for the server, or, by {@link #forConnection}, for
 * one connection. Immutable, for any thread.
 */
public final class ServerConfig {
  private final Values values;
  private final SourceFile file;
  private final Map<String, List<SourceFile>> includes;
  private final ReadContext context;
  private final List<Position> blocks;
  private final Consumer<Diagnostic> diagnostics;

  ServerConfig(
      Values values,
      SourceFile file,
      Map<String, List<SourceFile>> includes,
      ReadContext context,
      List<Position> blocks,
      Consumer<Diagnostic> diagnostics) {
    this.values = values;
    this.blocks = List.copyOf(blocks);
    this.file = file;
    this.includes = includes;
    this.context = context;
    this.diagnostics = diagnostics;
  }

  /** The value of a keyword, or its fallback. */
  public <T> T value(Keyword<T> keyword) {
    return values.value(keyword);
  }

  /** The lines that a value comes from, in order; none if it is the fallback. */
  public List<Position> positions(Keyword<?> keyword) {
    return values.positions(keyword);
  }

  /** The Match lines whose blocks apply to the connection that this is for; else none. */
  public List<Position> matchBlocks() {
    return blocks;
  }

  public boolean isSet(Keyword<?> keyword) {
    return values.isSet(keyword);
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

  /** This configuration with the Match blocks that apply to a connection. */
  public ServerConfig forConnection(ConnectionFacts facts) throws ConfigException {
    Values matched = new Values();
    ServerEvaluator evaluator = new ServerEvaluator(context, diagnostics, matched, facts, includes);
    evaluator.file(file);
    return new ServerConfig(
        matched.over(values), file, includes, context, evaluator.blocks(), diagnostics);
  }

  /** Where to listen, with ports: each ListenAddress without one stands for every Port. */
  public List<ListenAddress> listenAddresses() {
    List<ListenAddress> configured = values.value(ServerKeywords.LISTEN_ADDRESS);
    if (configured.isEmpty()) {
      configured = List.of(new ListenAddress(Optional.empty(), 0, Optional.empty()));
    }
    List<ListenAddress> all = new ArrayList<>();
    for (ListenAddress address : configured) {
      if (address.port() != 0) {
        all.add(address);
        continue;
      }
      for (int port : values.value(ServerKeywords.PORT)) {
        all.add(new ListenAddress(address.host(), port, address.routingDomain()));
      }
    }
    return List.copyOf(all);
  }

  /** ChannelTimeout. */
  public ChannelTimeouts channelTimeouts() {
    return ChannelTimeouts.of(values.value(ServerKeywords.CHANNEL_TIMEOUT));
  }

  /** PermitOpen. */
  public PermittedOpens permittedOpens() {
    return PermittedOpens.of(values.value(ServerKeywords.PERMIT_OPEN));
  }

  /** Rows that are set to something else than their default, but that nothing obeys yet. */
  public List<Keyword<?>> withoutEffect() {
    List<Keyword<?>> rows = new ArrayList<>();
    for (Keyword<?> row : ServerKeywords.all()) {
      if (!row.isInEffect() && values.isSet(row) && !values.value(row).equals(row.fallback())) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** The lines of {@code sshd -T}. Host names in ListenAddress are looked up. */
  public List<String> dump() {
    return ServerDump.lines(this, values);
  }
}
