package dev.aikagi.transport;

/**
 * Told what the transport does, for {@code ssh -v} and the server's log. Called on the thread on
 * which it happens, which a slow listener delays; it must not call the transport.
 */
@FunctionalInterface
public interface TransportListener {
  TransportListener NONE = new NoListener();

  void on(TransportEvent event);

  /** A packet goes out or came in, by its message number; for ssh -vvv. */
  default void packet(boolean outbound, int number) {}

  /** Hears nothing. */
  final class NoListener implements TransportListener {
    private NoListener() {}

    @Override
    public void on(TransportEvent event) {}
  }
}
