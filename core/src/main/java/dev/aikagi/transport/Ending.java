package dev.aikagi.transport;

import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.MalformedException;
import dev.aikagi.Termination;
import dev.aikagi.kex.HostKeyRefusedException;
import dev.aikagi.kex.NegotiationFailedException;
import dev.aikagi.message.Disconnect;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What an exception means for the connection, and what the peer is told of it: no more than it
 * needs, since details of a refusal serve an attacker.
 *
 * @param message null where the peer hears nothing
 */
record Ending(Termination termination, @Nullable Disconnect message) {
  static Ending of(Throwable cause) {
    return switch (cause) {
      case ConnectionEndedException e -> new Ending(e.termination(), null);
      case DisconnectException e -> local(e.reason(), e.peerText(), e);
      case MalformedException e -> local(DisconnectReason.PROTOCOL_ERROR, "malformed message", e);
      case NegotiationFailedException e ->
          local(
              DisconnectReason.KEY_EXCHANGE_FAILED,
              "no matching " + e.reason().missing().getFirst().slot().words() + " found",
              e);
      case HostKeyRefusedException e ->
          local(DisconnectReason.HOST_KEY_NOT_VERIFIABLE, "host key not accepted", e);
      case IOException e -> new Ending(new Termination.Lost(text(e), e), null);
      default -> local(DisconnectReason.BY_APPLICATION, "internal error", cause);
    };
  }

  private static Ending local(DisconnectReason reason, String peerText, Throwable cause) {
    return new Ending(
        new Termination.LocalDisconnect(reason, text(cause), cause),
        new Disconnect(reason.code(), peerText, ""));
  }

  private static String text(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }
}
