package dev.aikagi;

import org.jspecify.annotations.Nullable;

/** How a connection ended. Made once, by the one place that catches. */
public sealed interface Termination {
  /** One line for the log; text of the peer is already made safe to print. */
  String summary();

  /** The peer sent SSH_MSG_DISCONNECT. */
  record PeerDisconnect(long reasonCode, String text) implements Termination {
    @Override
    public String summary() {
      return "disconnected by the peer, reason " + reasonCode + ": " + Printable.of(text, 512);
    }
  }

  /** This side found the peer at fault, or had to give up, and told it so. */
  record LocalDisconnect(DisconnectReason reason, String text, @Nullable Throwable cause)
      implements Termination {
    @Override
    public String summary() {
      return text;
    }
  }

  /** The stream ended or failed without SSH_MSG_DISCONNECT. */
  record Lost(String text, @Nullable Throwable cause) implements Termination {
    @Override
    public String summary() {
      return text;
    }
  }

  /** This side closed it on purpose. */
  record Closed() implements Termination {
    @Override
    public String summary() {
      return "closed";
    }
  }
}
