package dev.aikagi.connection;

import dev.aikagi.Bytes;
import java.io.IOException;

/**
 * Decides what the peer may open and ask for. Never called on the reading thread: it may take its
 * time, and may use the connection.
 */
public interface ConnectionHandler {
  /** Refuses everything: what a client wants that offers no forwarding. */
  ConnectionHandler REFUSE_ALL = new ConnectionHandler() {};

  /**
   * The peer wants to open a channel. Each call has a virtual thread of its own; the limits were
   * already checked.
   */
  default OpenDecision open(Connection connection, OpenRequest request) throws IOException {
    return new OpenDecision.Refuse(OpenFailureReason.UNKNOWN_CHANNEL_TYPE, "unknown channel type");
  }

  /**
   * A global request; called one after the other, in their order. The answer is sent where the peer
   * wants one. keepalive@openssh.com and requests not known here are failures, as everywhere.
   */
  default GlobalReply globalRequest(Connection connection, String requestName, Bytes data)
      throws IOException {
    return new GlobalReply.Failure();
  }

  /**
   * A handler threw; what it was asked for was refused and the connection goes on. Also called for
   * what a session's program threw.
   */
  default void failed(Connection connection, Throwable cause) {
    System.getLogger("dev.aikagi.connection").log(System.Logger.Level.DEBUG, "handler", cause);
  }
}
