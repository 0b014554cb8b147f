package dev.aikagi.connection;

/** What becomes of a channel that the peer wants to open. */
public sealed interface OpenDecision {
  /** Grants a "session" channel. */
  record AcceptSession(SessionHandler handler) implements OpenDecision {}

  /**
   * Grants any other channel; the user runs on a virtual thread of its own and closes the channel.
   */
  record Accept(ChannelUser user) implements OpenDecision {}

  /** Refuses it; the text goes to the peer. */
  record Refuse(OpenFailureReason reason, String text) implements OpenDecision {}

  /** What uses an accepted channel. */
  @FunctionalInterface
  interface ChannelUser {
    void use(Channel channel) throws java.io.IOException;
  }
}
