package dev.aikagi.tools.sshd;

import dev.aikagi.config.ConfigException;
import dev.aikagi.config.ListenAddress;
import dev.aikagi.config.NetBlockSize;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.pattern.AddressPatterns;
import dev.aikagi.posix.Inherited;
import dev.aikagi.posix.Signals;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.posix.User;
import dev.aikagi.server.ConnectionPolicy;
import dev.aikagi.server.MaxStartups;
import dev.aikagi.server.Server;
import dev.aikagi.server.ServerOptions;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.transport.ByteStream;
import dev.aikagi.transport.SocketByteStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A running sshd: listeners, connections, and the signals that reload and end it. */
final class SshdServer {
  /** How long sessions may go on after SIGTERM; a second one ends them at once. */
  private static final Duration DRAIN = Duration.ofSeconds(30);

  /** Not a signal: with -d, the one connection is over. */
  private static final String SERVED = "served";

  /** Reads everything anew. */
  interface Reader {
    Settings read(ServerLog log) throws IOException;
  }

  private final ServerLog log;
  private final Reader reader;
  private final SourcePenalties penalties = new SourcePenalties(System::nanoTime);
  private final SshdEvents events;
  private final SessionProcesses processes;
  private volatile Settings settings;

  /** What signals ask for, in their order. */
  private final LinkedBlockingQueue<String> signals = new LinkedBlockingQueue<>();

  /**
   * @param errorsAreLog whether the log goes to standard error, where session processes may write
   */
  SshdServer(Settings settings, ServerLog log, Reader reader, boolean errorsAreLog)
      throws IOException {
    this.settings = settings;
    this.log = log;
    this.reader = reader;
    this.events = new SshdEvents(log, penalties, () -> this.settings);
    this.processes = new SessionProcesses(log, errorsAreLog, ThisProcess.openFilesLimit());
    ThisProcess.liftOpenFilesLimit();
    ThisProcess.hideMemory();
    // Whatever the starter's mask was: no file of ours is for others to write.
    ThisProcess.umask(ThisProcess.umask(077) | 022);
  }

  /**
   * Listens until SIGTERM or SIGINT.
   *
   * @param single whether the server ends after one connection, as with -d
   */
  int serve(boolean single) throws IOException {
    if (single) {
      events.afterEach(() -> signals.add(SERVED));
    }
    Server<SystemUser> server;
    // Before anybody can know that there is a server: a signal waits until there is one.
    handleSignals();
    try {
      server = Server.start(options(settings));
    } catch (IOException e) {
      log.error("Bind failed: " + ServerLog.why(e));
      log.log(ServerLog.Level.FATAL, "Cannot bind any address.");
      return Exit.FATAL;
    }
    Optional<Path> pidFile = writePidFile();
    try (processes;
        server) {
      untilTold(server);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      removePidFile(pidFile);
    }
    return Exit.OK;
  }

  /**
   * Serves the connection that inetd handed over as descriptor 0, or one over pipes as standard
   * input and output.
   */
  int serveInherited() throws IOException {
    Channel inherited = Inherited.socket();
    if (inherited == null) {
      return serve(InheritedPipes.take(), dev.aikagi.server.Peer.unknown());
    }
    if (!(inherited instanceof SocketChannel socket)) {
      log.log(ServerLog.Level.FATAL, "-i: descriptor 0 is no connected socket");
      return Exit.FATAL;
    }
    boolean addressed =
        socket.getRemoteAddress() instanceof InetSocketAddress
            && socket.getLocalAddress() instanceof InetSocketAddress;
    dev.aikagi.server.Peer peer =
        addressed
            ? dev.aikagi.server.Peer.of(
                (InetSocketAddress) socket.getRemoteAddress(),
                (InetSocketAddress) socket.getLocalAddress())
            : dev.aikagi.server.Peer.unknown();
    return serve(new SocketByteStream(socket), peer);
  }

  private int serve(ByteStream stream, dev.aikagi.server.Peer peer) throws IOException {
    try (processes) {
      Server.serve(stream, peer, options(settings));
    }
    return Exit.OK;
  }

  private ServerOptions<SystemUser> options(Settings with) throws IOException {
    ServerConfig config = with.config();
    dev.aikagi.config.MaxStartups startups = config.value(ServerKeywords.MAX_STARTUPS);
    int perSource = config.value(ServerKeywords.PER_SOURCE_MAX_STARTUPS);
    NetBlockSize blocks = config.value(ServerKeywords.PER_SOURCE_NET_BLOCK_SIZE);
    ServerOptions<SystemUser> options =
        ServerOptions.of(this::policy)
            .withAddresses(addresses(config))
            .withGraceTime(config.value(ServerKeywords.LOGIN_GRACE_TIME))
            .withMaxStartups(
                new MaxStartups(
                    startups.begin(),
                    startups.rate(),
                    startups.full(),
                    perSource <= 0 ? Integer.MAX_VALUE : perSource,
                    blocks.ipv4(),
                    blocks.ipv6()))
            .withKeepAlive(config.value(ServerKeywords.TCP_KEEP_ALIVE))
            .withObserver(events);
    return switch (config.value(ServerKeywords.ADDRESS_FAMILY)) {
      case "inet" -> options.withFamily(StandardProtocolFamily.INET);
      case "inet6" -> options.withFamily(StandardProtocolFamily.INET6);
      default -> options;
    };
  }

  private ConnectionPolicy<SystemUser> policy(dev.aikagi.server.Peer from) {
    Settings now = settings;
    Peer peer = Peer.of(from.remote(), from.local());
    // Before the name is looked for: nobody waits for that of somebody who is sent away.
    String penalty = penalty(now, peer);
    boolean named = penalty == null && now.config().value(ServerKeywords.USE_DNS);
    if (named && peer.source().isPresent()) {
      // It leads back to the address, or is the address.
      peer =
          peer.named(
              PeerName.of(peer.source().get(), InetAddress::getCanonicalHostName, PeerName.LIMIT));
    }
    try {
      SshdConnection connection =
          new SshdConnection(now, peer, log.copy(), () -> penalty, processes);
      events.began(from.number(), connection);
      return connection;
    } catch (ConfigException e) {
      events.failed(peer, ServerLog.why(e));
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private @Nullable String penalty(Settings now, Peer peer) {
    Optional<String> exempt = now.config().value(ServerKeywords.PER_SOURCE_PENALTY_EXEMPT_LIST);
    if (peer.source().isEmpty()) {
      return null;
    }
    if (exempt.isPresent()
        && AddressPatterns.matchHostAndAddress(peer.address(), peer.address(), exempt.get())
            == AddressPatterns.Result.MATCH) {
      return null;
    }
    return penalties.refusal(
        peer.source().get(),
        now.config().value(ServerKeywords.PER_SOURCE_PENALTIES),
        now.config().value(ServerKeywords.PER_SOURCE_NET_BLOCK_SIZE));
  }

  // Addresses.

  private static List<InetSocketAddress> addresses(ServerConfig config) throws IOException {
    String family = config.value(ServerKeywords.ADDRESS_FAMILY);
    List<InetSocketAddress> all = new ArrayList<>();
    for (ListenAddress address : config.listenAddresses()) {
      if (address.host().isEmpty()) {
        // One socket for every address of both families, unless one family is wanted.
        all.add(
            switch (family) {
              case "inet" -> new InetSocketAddress("0.0.0.0", address.port());
              case "inet6" -> new InetSocketAddress("::", address.port());
              default -> new InetSocketAddress(address.port());
            });
        continue;
      }
      for (InetAddress resolved : InetAddress.getAllByName(address.host().get())) {
        boolean four = resolved instanceof Inet4Address;
        if (family.equals("any") || family.equals(four ? "inet" : "inet6")) {
          all.add(new InetSocketAddress(resolved, address.port()));
        }
      }
    }
    return all;
  }

  // Signals.

  private void handleSignals() {
    for (String name : List.of("HUP", "TERM", "INT")) {
      Signals.handleAlways(name, () -> signals.add(name));
    }
  }

  private void untilTold(Server<SystemUser> server) throws InterruptedException {
    while (true) {
      String signal = signals.take();
      switch (signal) {
        case "HUP" -> reload(server);
        case SERVED -> {
          return;
        }
        default -> {
          drain(server, signal);
          return;
        }
      }
    }
  }

  /** A configuration that cannot be used leaves everything as it is. */
  private void reload(Server<SystemUser> server) {
    log.info("Received SIGHUP; restarting.");
    try {
      Settings next = reader.read(log);
      Settings before = settings;
      settings = next;
      try {
        server.reload(options(next));
        log.threshold(ServerLog.Level.of(next.config().value(ServerKeywords.LOG_LEVEL)));
      } catch (IOException e) {
        settings = before;
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      log.error("the configuration stays as it was: " + ServerLog.why(e));
    }
  }

  private void drain(Server<SystemUser> server, String signal) throws InterruptedException {
    log.info("Received signal " + (signal.equals("TERM") ? "15" : "2") + "; terminating.");
    server.stopListening();
    Thread draining =
        Thread.ofPlatform()
            .daemon()
            .name("drain")
            .start(
                () -> {
                  try {
                    server.drain(DRAIN);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  signals.add("drained");
                });
    // Whichever comes first: everybody is gone, or somebody insists.
    String next;
    do {
      next = signals.take();
    } while (next.equals("HUP"));
    if (draining.isAlive() && !next.equals("drained")) {
      log.info("terminating at once.");
    }
  }

  // The PID file.

  private Optional<Path> writePidFile() {
    Optional<Path> file = settings.config().value(ServerKeywords.PID_FILE).map(Path::of);
    if (file.isPresent()) {
      try {
        Files.writeString(file.get(), ThisProcess.pid() + "\n");
        return file;
      } catch (IOException e) {
        if (User.effectiveId() == 0) {
          log.error("Couldn't create pid file \"" + file.get() + "\": " + ServerLog.why(e));
        }
      }
    }
    return Optional.empty();
  }

  private void removePidFile(Optional<Path> file) {
    if (file.isPresent()) {
      try {
        var _ = Files.deleteIfExists(file.get());
      } catch (IOException e) {
        log.error("pid file: " + ServerLog.why(e));
      }
    }
  }
}
