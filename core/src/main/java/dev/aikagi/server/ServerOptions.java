package dev.aikagi.server;

import dev.aikagi.auth.UserPolicy;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a server listens on and whom it asks. Immutable: the with-methods return changed copies.
 *
 * @param <U> the caller's kind of user
 */
public final class ServerOptions<U extends UserPolicy> {
  private final Function<Peer, ConnectionPolicy<U>> policies;
  private List<InetSocketAddress> addresses = List.of();
  private Optional<StandardProtocolFamily> family = Optional.empty();
  private Duration graceTime = Duration.ofSeconds(60);
  private MaxStartups maxStartups = MaxStartups.DEFAULT;
  private ServerObserver observer = ServerObserver.SILENT;
  private int backlog = 128;
  private boolean platformThreads;
  private boolean keepAlive = true;

  private ServerOptions(Function<Peer, ConnectionPolicy<U>> policies) {
    this.policies = policies;
  }

  private ServerOptions(ServerOptions<U> o) {
    this(o.policies);
    addresses = o.addresses;
    family = o.family;
    graceTime = o.graceTime;
    maxStartups = o.maxStartups;
    observer = o.observer;
    backlog = o.backlog;
    platformThreads = o.platformThreads;
    keepAlive = o.keepAlive;
  }

  /** Asked once for each connection, on its thread. */
  public static <U extends UserPolicy> ServerOptions<U> of(
      Function<Peer, ConnectionPolicy<U>> policies) {
    return new ServerOptions<>(policies);
  }

  public Function<Peer, ConnectionPolicy<U>> policies() {
    return policies;
  }

  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  /** Where to listen; port 0 takes a free one. */
  public ServerOptions<U> withAddresses(List<InetSocketAddress> value) {
    ServerOptions<U> o = new ServerOptions<>(this);
    o.addresses = List.copyOf(value);
    return o;
  }

  public ServerOptions<U> withAddresses(InetSocketAddress... value) {
    return withAddresses(List.of(value));
  }

  public Optional<StandardProtocolFamily> family() {
    return family;
  }

  /**
   * Serves peers of this family alone (AddressFamily). Without it a wildcard address takes both.
   */
  public ServerOptions<U> withFamily(StandardProtocolFamily value) {
    ServerOptions<U> o = new ServerOptions<>(this);
    o.family = Optional.of(value);
    return o;
  }

  public Duration graceTime() {
    return graceTime;
  }

  /** How long a peer may take to authenticate (LoginGraceTime); zero for ever. */
  public ServerOptions<U> withGraceTime(Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("a grace time of " + value);
    }
    ServerOptions<U> o = new ServerOptions<>(this);
    o.graceTime = value;
    return o;
  }

  public MaxStartups maxStartups() {
    return maxStartups;
  }

  public ServerOptions<U> withMaxStartups(MaxStartups value) {
    ServerOptions<U> o = new ServerOptions<>(this);
    o.maxStartups = value;
    return o;
  }

  public ServerObserver observer() {
    return observer;
  }

  /** Hears of connections for the log. */
  public ServerOptions<U> withObserver(ServerObserver value) {
    ServerOptions<U> o = new ServerOptions<>(this);
    o.observer = value;
    return o;
  }

  public int backlog() {
    return backlog;
  }

  /** Connections that the kernel holds until they are accepted. */
  public ServerOptions<U> withBacklog(int value) {
    ServerOptions<U> o = new ServerOptions<>(this);
    o.backlog = value;
    return o;
  }

  public boolean keepAlive() {
    return keepAlive;
  }

  /**
   * Whether TCP probes a silent peer (TCPKeepAlive), so that a connection whose peer has gone
   * without a word does not stay for ever.
   */
  public ServerOptions<U> withKeepAlive(boolean value) {
    ServerOptions<U> o = new ServerOptions<>(this);
    o.keepAlive = value;
    return o;
  }

  public boolean platformThreads() {
    return platformThreads;
  }

  /**
   * Whether each connection has a platform thread from its start: for policies that call native
   * code such as PAM, which would hold a virtual thread's carrier and with it other connections.
   */
  public ServerOptions<U> withPlatformThreads(boolean value) {
    ServerOptions<U> o = new ServerOptions<>(this);
    o.platformThreads = value;
    return o;
  }
}
