package dev.aikagi.server;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.Termination;
import java.net.InetSocketAddress;
import java.time.Duration;

/** What happened to a server and its connections, in the order of a connection's life. */
public sealed interface ServerEvent extends Reason {
  record Listening(InetSocketAddress address) implements ServerEvent {
    @Override
    public String summary() {
      return "listening on " + text(address);
    }
  }

  /** A listener cannot accept, for want of file descriptors; it tries again when one is free. */
  record AcceptPaused(InetSocketAddress address, String cause) implements ServerEvent {
    @Override
    public String summary() {
      return "cannot accept on " + text(address) + ": " + cause;
    }
  }

  record Connected(Peer peer) implements ServerEvent {
    @Override
    public String summary() {
      return "connection from " + peer.address() + " port " + peer.port();
    }
  }

  /** Turned away before a word was said. */
  record Refused(Peer peer, Reason reason) implements ServerEvent {
    @Override
    public String summary() {
      return "drop connection from "
          + peer.address()
          + " port "
          + peer.port()
          + ": "
          + reason.summary();
    }
  }

  /** Logged in; whoever wants to know how observes the attempts. */
  record Authenticated(Peer peer, String userName) implements ServerEvent {
    @Override
    public String summary() {
      return "user " + Printable.of(userName, 100) + " authenticated";
    }
  }

  /** Not authenticated within the grace time. */
  record GraceExceeded(Peer peer, Duration graceTime) implements ServerEvent {
    @Override
    public String summary() {
      return "timeout before authentication for " + peer.address() + " port " + peer.port();
    }
  }

  /** A handler of a session threw. */
  record HandlerFailed(Peer peer, Throwable cause) implements ServerEvent {
    @Override
    public String summary() {
      return "a session's handler failed: " + Printable.of(String.valueOf(cause), 256);
    }
  }

  /**
   * The connection is over.
   *
   * @param userName empty if nobody was authenticated
   */
  record Disconnected(Peer peer, String userName, Termination how) implements ServerEvent {
    @Override
    public String summary() {
      return "connection of " + peer.address() + " port " + peer.port() + ": " + how.summary();
    }
  }

  private static String text(InetSocketAddress address) {
    return address.getHostString() + " port " + address.getPort();
  }
}
