package dev.aikagi.forward;

import dev.aikagi.Bytes;
import dev.aikagi.connection.GlobalReply;
import dev.aikagi.connection.OpenDecision;
import dev.aikagi.connection.OpenFailureReason;
import dev.aikagi.connection.OpenRequest;
import java.io.IOException;

/** What a connection may forward: decides about every channel but sessions, and their listeners. */
public interface ForwardPolicy {
  /** Nothing is forwarded: RFC 4254 section 7 leaves that to the server. */
  ForwardPolicy NOTHING = new ForwardPolicy() {};

  /**
   * The peer wants a channel such as direct-tcpip. Each call has a virtual thread of its own, and
   * may take its time.
   */
  default OpenDecision open(OpenRequest request) throws IOException {
    return switch (request.channelType()) {
      case "direct-tcpip",
          "forwarded-tcpip",
          "direct-streamlocal@openssh.com",
          "forwarded-streamlocal@openssh.com",
          "tun@openssh.com",
          "auth-agent@openssh.com",
          "agent-connect",
          "x11" ->
          new OpenDecision.Refuse(
              OpenFailureReason.ADMINISTRATIVELY_PROHIBITED, "forwarding is not permitted");
      default ->
          new OpenDecision.Refuse(OpenFailureReason.UNKNOWN_CHANNEL_TYPE, "unknown channel type");
    };
  }

  /** The peer wants a listener (tcpip-forward and its like), or something that is not known. */
  default GlobalReply request(String requestName, Bytes data) {
    return new GlobalReply.Failure();
  }
}
