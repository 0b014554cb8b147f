package dev.aikagi.tools.ssh;

import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.IpQos;
import dev.aikagi.config.Tokens;
import dev.aikagi.forward.TcpTargets;
import dev.aikagi.posix.Resolver;
import dev.aikagi.tools.Fatal;
import dev.aikagi.transport.ByteStream;
import dev.aikagi.transport.SocketByteStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the connection: over TCP to one of the host's addresses, or through a ProxyCommand. */
final class Connect {
  private static final String REFUSED = "Connection refused";
  private static final String TIMED_OUT = "Connection timed out";

  /**
   * What was connected.
   *
   * @param address numeric; empty through a proxy
   * @param left what ConnectTimeout leaves for the version exchange; empty for no limit
   */
  record Connected(ByteStream stream, Optional<String> address, Optional<Duration> left) {
    /** The address that the connection comes from; empty through a proxy. */
    Optional<InetAddress> local() {
      return stream instanceof SocketByteStream socket
          ? Optional.ofNullable(socket.channel().socket().getLocalAddress())
          : Optional.empty();
    }

    /** Marks the packets of what kind of session it is. */
    void typeOfService(IpQos qos, boolean interactive) {
      if (stream instanceof SocketByteStream socket) {
        setOctet(socket.channel(), interactive ? qos.interactive() : qos.bulk());
      }
    }
  }

  private final ClientConfig config;
  private final Log log;
  private final Optional<Duration> timeout;
  private final Optional<Duration> perAddress;
  private final long start = System.nanoTime();
  private final List<Attempt> tried = new ArrayList<>();

  /**
   * For a connection of a configuration.
   *
   * @param limit what somebody else has left for all of it, beside ConnectTimeout
   * @param perAddress how long one address may take, within both for all of them
   */
  Connect(ClientConfig config, Log log, Optional<Duration> limit, Optional<Duration> perAddress) {
    this.config = config;
    this.log = log;
    this.timeout = timeout(config, limit);
    this.perAddress = perAddress;
  }

  /** ConnectTimeout, or what is less; empty for no limit. */
  static Optional<Duration> timeout(ClientConfig config, Optional<Duration> limit) {
    Optional<Duration> own =
        config.value(ClientKeywords.CONNECT_TIMEOUT).filter(Duration::isPositive);
    if (own.isEmpty() || limit.isEmpty()) {
      return own.isEmpty() ? limit : own;
    }
    return own.get().compareTo(limit.get()) < 0 ? own : limit;
  }

  /** What was tried, in the order of events; empty through a proxy. */
  List<Attempt> tried() {
    return List.copyOf(tried);
  }

  /**
   * One address and what came of it.
   *
   * @param fault empty where it became the connection
   */
  record Attempt(String address, Optional<ConnectReason> fault) {}

  Connected connect() throws Fatal {
    Optional<String> proxy = config.value(ClientKeywords.PROXY_COMMAND);
    return proxy.isPresent() ? throughProxy(proxy.get()) : direct();
  }

  private Connected throughProxy(String template) throws Fatal {
    try {
      String command = proxyCommand(config, template);
      log.debug(1, "Executing proxy command: exec " + command);
      return new Connected(ProxyStream.start(command), Optional.empty(), timeout);
    } catch (ConfigException e) {
      throw new Fatal("ProxyCommand: " + e.getMessage());
    } catch (IOException e) {
      throw new Fatal(
          "ssh: cannot start the proxy command: " + e.getMessage(),
          new ConnectReason.ProxyFailed(template, String.valueOf(e.getMessage())));
    }
  }

  static String proxyCommand(ClientConfig config, String template) throws ConfigException {
    return proxyTokens(config).expandForShell(template);
  }

  /** Those of ProxyCommand and ProxyJump. */
  static Tokens proxyTokens(ClientConfig config) {
    return new Tokens()
        .with('h', config.host())
        .with('k', config.value(ClientKeywords.HOST_KEY_ALIAS).orElse(config.host()))
        .with('n', config.originalHost())
        .with('p', Integer.toString(config.value(ClientKeywords.PORT)))
        .with('r', config.user());
  }

  private Connected direct() throws Fatal {
    int port = config.value(ClientKeywords.PORT);
    List<Resolver.Address> addresses = resolve();
    int attempts = Math.max(1, config.value(ClientKeywords.CONNECTION_ATTEMPTS));
    String fault = "failure";
    tried.clear();
    for (int attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) {
        pause();
        log.debug(1, "Trying again...");
      }
      for (Resolver.Address address : addresses) {
        String where = address.text() + " port " + port;
        log.debug(
            1, "Connecting to " + config.host() + " [" + address.text() + "] port " + port + ".");
        long began = System.nanoTime();
        try {
          SocketChannel channel = open(address, port);
          if (channel == null) {
            fault = "failure";
            failed(address, new ConnectReason.BadBind(local()));
            continue;
          }
          log.debug(1, "Connection established.");
          tried.add(new Attempt(address.text(), Optional.empty()));
          return new Connected(new SocketByteStream(channel), Optional.of(address.text()), left());
        } catch (IOException e) {
          fault = TcpTargets.words(e);
          failed(address, reason(e, address.text(), port, began));
          log.debug(1, "connect to address " + where + ": " + fault);
        }
      }
    }
    String text = "ssh: connect to host " + config.host() + " port " + port + ": " + fault;
    throw tried.isEmpty()
        ? new Fatal(text)
        : new Fatal(text, tried.getLast().fault().orElseThrow());
  }

  private void failed(Resolver.Address address, ConnectReason reason) {
    tried.add(new Attempt(address.text(), Optional.of(reason)));
  }

  private String local() {
    return config
        .value(ClientKeywords.BIND_ADDRESS)
        .or(() -> config.value(ClientKeywords.BIND_INTERFACE))
        .orElse("");
  }

  private static ConnectReason reason(IOException e, String address, int port, long began) {
    String text = TcpTargets.words(e);
    return switch (text) {
      case REFUSED -> new ConnectReason.Refused(address, port);
      case TIMED_OUT ->
          new ConnectReason.TimedOut(
              address, port, Duration.ofNanos(System.nanoTime() - began).toSeconds());
      default -> new ConnectReason.Unreachable(address, port, text);
    };
  }

  /** ConnectTimeout is for all addresses and attempts, and the version exchange, together. */
  private Optional<Duration> left() {
    return timeout.map(t -> t.minusNanos(System.nanoTime() - start));
  }

  /** ConnectionAttempts are a second apart; a condition that nobody signals is the JDK's clock. */
  private static void pause() throws Fatal {
    try {
      var _ = new CountDownLatch(1).await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fatal("interrupted");
    }
  }

  private List<Resolver.Address> resolve() throws Fatal {
    try {
      Resolver.Family family = HostNames.family(config.value(ClientKeywords.ADDRESS_FAMILY));
      return Resolver.resolve(config.host(), family).addresses();
    } catch (UnknownHostException e) {
      throw new Fatal(
          "ssh: Could not resolve hostname " + config.host() + ": " + e.getMessage(),
          new ConnectReason.UnknownHost(config.host(), String.valueOf(e.getMessage())));
    }
  }

  /** Null where the local end cannot be what the configuration says. */
  private @Nullable SocketChannel open(Resolver.Address address, int port) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      if (!LocalEnd.bind(channel, address.address(), config, log)) {
        channel.close();
        return null;
      }
      setOctet(channel, config.value(ClientKeywords.IPQOS).interactive());
      channel.setOption(
          StandardSocketOptions.SO_KEEPALIVE, config.value(ClientKeywords.TCP_KEEP_ALIVE));
      long millis =
          Stream.of(left(), perAddress)
              .flatMap(Optional::stream)
              .mapToLong(l -> Math.max(1, l.toMillis()))
              .min()
              .orElse(0);
      channel
          .socket()
          .connect(
              new InetSocketAddress(address.address(), port),
              (int) Math.min(Integer.MAX_VALUE, millis));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void setOctet(SocketChannel channel, int octet) {
    try {
      channel.setOption(StandardSocketOptions.IP_TOS, octet == IpQos.SYSTEM ? 0 : octet);
    } catch (IOException e) {
      // A wish about priority: a system that does not grant it carries the connection all the same.
      System.getLogger(Connect.class.getName()).log(System.Logger.Level.DEBUG, "IP_TOS", e);
    }
  }
}
