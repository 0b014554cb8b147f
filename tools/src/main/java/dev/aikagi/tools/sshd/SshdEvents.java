package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.Termination;
import dev.aikagi.config.NetBlockSize;
import dev.aikagi.config.Penalties;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.server.ServerEvent;
import dev.aikagi.server.ServerObserver;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.sshd.SourcePenalties.Offence;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes what happens to connections into the log, in sshd's wording, and punishes. */
final class SshdEvents implements ServerObserver {
  private final Map<Long, SshdConnection> connections = new ConcurrentHashMap<>();
  private final ServerLog log;
  private final SourcePenalties penalties;
  private final Supplier<Settings> settings;
  private volatile Runnable afterEach = () -> {};

  SshdEvents(ServerLog log, SourcePenalties penalties, Supplier<Settings> settings) {
    this.log = log;
    this.penalties = penalties;
    this.settings = settings;
  }

  /** What happens after the end of each connection. */
  void afterEach(Runnable action) {
    afterEach = action;
  }

  /** From now on until its end. */
  void began(long number, SshdConnection connection) {
    connections.put(number, connection);
  }

  /** Of a connection that never began: its Match blocks cannot be evaluated. */
  void failed(Peer peer, String why) {
    log.error("Connection from " + peer + ": " + why);
    afterEach.run();
  }

  @Override
  public void on(ServerEvent event) {
    switch (event) {
      case ServerEvent.Listening l ->
          log.info(
              "Server listening on "
                  + Peer.text(l.address().getAddress())
                  + " port "
                  + l.address().getPort()
                  + ".");
      case ServerEvent.AcceptPaused a -> log.error("accept: " + a.cause());
      case ServerEvent.Connected c -> connected(c.peer());
      case ServerEvent.Refused r -> refused(r);
      case ServerEvent.Authenticated a -> log.debug(a.summary());
      case ServerEvent.GraceExceeded g -> graceExceeded(g.peer());
      case ServerEvent.HandlerFailed h -> log.error(h.summary());
      case ServerEvent.Disconnected d -> disconnected(d);
    }
  }

  private void connected(dev.aikagi.server.Peer p) {
    SshdConnection connection = connections.get(p.number());
    if (connection != null) {
      Peer peer = connection.peer();
      log.verbose(
          "Connection from " + peer + " on " + peer.localAddress() + " port " + peer.localPort());
    }
  }

  private void refused(ServerEvent.Refused r) {
    SshdConnection connection = connections.remove(r.peer().number());
    // One too many is dropped before anything is made for it.
    Peer from =
        connection == null ? Peer.of(r.peer().remote(), r.peer().local()) : connection.peer();
    log.info("drop connection from " + from + ": " + r.reason().summary());
    if (connection != null) {
      if (r.reason().summary().equals("RefuseConnection")) {
        punish(connection.peer(), Offence.REFUSED_CONNECTION);
      }
      connection.close();
    }
  }

  private void graceExceeded(dev.aikagi.server.Peer p) {
    SshdConnection connection = connections.get(p.number());
    if (connection != null) {
      log.info("Timeout before authentication for " + connection.peer());
      punish(connection.peer(), Offence.GRACE_EXCEEDED);
      // Whatever it waits for outside of its stream, such as PAM, ends with it.
      connection.endOfGrace();
    }
  }

  private void disconnected(ServerEvent.Disconnected d) {
    SshdConnection connection = connections.remove(d.peer().number());
    if (connection == null) {
      return;
    }
    boolean authenticated = !d.userName().isEmpty();
    logEnd(connection, d.how(), authenticated);
    if (!authenticated && !connection.graceEnded()) {
      Offence offence = offence(connection, d.how());
      punish(connection.peer(), offence);
    }
    connection.close();
    afterEach.run();
  }

  private static Offence offence(SshdConnection connection, Termination how) {
    if (connection.invalidUserSeen()) {
      return Offence.INVALID_USER;
    }
    if (connection.attempted()) {
      return Offence.AUTHENTICATION_FAILED;
    }
    boolean ourFault =
        how instanceof Termination.LocalDisconnect l
            && (l.cause() instanceof RuntimeException || l.cause() instanceof Error);
    return ourFault ? Offence.CRASH : Offence.NO_ATTEMPT;
  }

  private void logEnd(SshdConnection c, Termination how, boolean authenticated) {
    String who = who(c, authenticated);
    String after = authenticated ? "" : " [preauth]";
    ServerLog to = c.log();
    switch (how) {
      case Termination.PeerDisconnect p -> {
        to.info(
            "Received disconnect from "
                + c.peer()
                + ":"
                + p.reasonCode()
                + ": "
                + Printable.of(p.text(), ServerLog.MAX_PEER_TEXT)
                + after);
        to.info("Disconnected from " + who + after);
      }
      case Termination.LocalDisconnect l -> {
        to.info(l.summary() + after);
        to.info("Disconnecting " + who + ": " + l.summary() + after);
        cause(to, l.cause());
      }
      case Termination.Lost l -> {
        to.info("Connection closed by " + who + after);
        cause(to, l.cause());
      }
      case Termination.Closed closed -> to.debug("Connection closed: " + who + after);
    }
  }

  private static void cause(ServerLog to, @Nullable Throwable cause) {
    if (cause != null) {
      to.debug("cause: " + cause);
    }
  }

  private static String who(SshdConnection c, boolean authenticated) {
    String name = Printable.of(c.userName(), ServerLog.MAX_NAME);
    if (authenticated) {
      return "user " + name + " " + c.peer();
    }
    if (name.isEmpty()) {
      return c.peer().toString();
    }
    return (c.validUser() ? "authenticating user " : "invalid user ") + name + " " + c.peer();
  }

  private void punish(Peer peer, Offence offence) {
    Settings now = settings.get();
    Penalties table = now.config().value(ServerKeywords.PER_SOURCE_PENALTIES);
    NetBlockSize blocks = now.config().value(ServerKeywords.PER_SOURCE_NET_BLOCK_SIZE);
    boolean refusedNow =
        peer.source().isPresent() && penalties.punish(peer.source().get(), offence, table, blocks);
    if (refusedNow) {
      log.info("new penalty for " + peer.address() + ": " + offence);
    }
  }
}
