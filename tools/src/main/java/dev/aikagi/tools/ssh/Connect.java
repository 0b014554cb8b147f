package dev.aikagi.tools.ssh;

import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Tokens;
import dev.aikagi.transport.ByteStream;
import dev.aikagi.transport.SocketByteStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes the connection: over TCP to one of the host's addresses, or through a ProxyCommand. */
final class Connect {
  /**
   * What was connected.
   *
   * @param address numeric; empty through a proxy
   */
  record Connected(ByteStream stream, Optional<String> address) {}

  private final ClientConfig config;
  private final Log log;

  Connect(ClientConfig config, Log log) {
    this.config = config;
    this.log = log;
  }

  Connected connect() throws Fatal {
    Optional<String> proxy = config.value(ClientKeywords.PROXY_COMMAND);
    return proxy.isPresent() ? throughProxy(proxy.get()) : direct();
  }

  private Connected throughProxy(String template) throws Fatal {
    try {
      String command =
          new Tokens()
              .with('h', config.host())
              .with('k', config.value(ClientKeywords.HOST_KEY_ALIAS).orElse(config.host()))
              .with('n', config.originalHost())
              .with('p', Integer.toString(config.value(ClientKeywords.PORT)))
              .with('r', config.user())
              .expandForShell(template);
      log.debug(1, "Executing proxy command: exec " + command);
      return new Connected(ProxyStream.start(command), Optional.empty());
    } catch (ConfigException e) {
      throw new Fatal("ProxyCommand: " + e.getMessage());
    } catch (IOException e) {
      throw new Fatal("ssh: cannot start the proxy command: " + e.getMessage());
    }
  }

  private Connected direct() throws Fatal {
    int port = config.value(ClientKeywords.PORT);
    List<InetAddress> addresses = resolve();
    int attempts = Math.max(1, config.value(ClientKeywords.CONNECTION_ATTEMPTS));
    String fault = "no address";
    for (int attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) {
        log.debug(1, "Trying again...");
        pause();
      }
      for (InetAddress address : addresses) {
        String numeric = address.getHostAddress();
        log.debug(1, "Connecting to " + config.host() + " [" + numeric + "] port " + port + ".");
        try {
          SocketChannel channel = open(address, port);
          log.debug(1, "Connection established.");
          return new Connected(new SocketByteStream(channel), Optional.of(numeric));
        } catch (IOException e) {
          fault = fault(e);
          log.debug(1, "connect to address " + numeric + " port " + port + ": " + fault);
        }
      }
    }
    throw new Fatal("ssh: connect to host " + config.host() + " port " + port + ": " + fault);
  }

  /** ConnectionAttempts are a second apart; a condition that nobody signals is the JDK's clock. */
  private static void pause() throws Fatal {
    try {
      new java.util.concurrent.CountDownLatch(1).await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fatal("interrupted");
    }
  }

  private List<InetAddress> resolve() throws Fatal {
    String family = config.value(ClientKeywords.ADDRESS_FAMILY);
    List<InetAddress> wanted = new ArrayList<>();
    try {
      for (InetAddress address : InetAddress.getAllByName(config.host())) {
        boolean four = address instanceof Inet4Address;
        if (family.equals("any") || family.equals(four ? "inet" : "inet6")) {
          wanted.add(address);
        }
      }
    } catch (UnknownHostException e) {
      throw unknown("Name or service not known");
    }
    if (wanted.isEmpty()) {
      throw unknown("Address family for hostname not supported");
    }
    return wanted;
  }

  private Fatal unknown(String why) {
    return new Fatal("ssh: Could not resolve hostname " + config.host() + ": " + why);
  }

  private SocketChannel open(InetAddress address, int port) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      Optional<String> local = config.value(ClientKeywords.BIND_ADDRESS);
      if (local.isPresent()) {
        channel.bind(new InetSocketAddress(InetAddress.getByName(local.get()), 0));
      }
      channel.setOption(
          StandardSocketOptions.SO_KEEPALIVE, config.value(ClientKeywords.TCP_KEEP_ALIVE));
      Duration timeout = config.value(ClientKeywords.CONNECT_TIMEOUT).orElse(Duration.ZERO);
      channel
          .socket()
          .connect(
              new InetSocketAddress(address, port),
              (int) Math.min(Integer.MAX_VALUE, timeout.toMillis()));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The JDK's exceptions in the words of strerror(3). */
  private static String fault(IOException e) {
    String text = String.valueOf(e.getMessage());
    return switch (e) {
      case SocketTimeoutException _ -> "Connection timed out";
      case NoRouteToHostException _ -> "No route to host";
      case ConnectException _ when text.contains("refused") -> "Connection refused";
      case ConnectException _ when text.contains("timed out") -> "Connection timed out";
      default -> text;
    };
  }
}
