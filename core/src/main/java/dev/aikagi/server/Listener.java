package dev.aikagi.server;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;

/** One listening socket and the virtual thread that accepts on it. */
final class Listener {
  private final ServerSocketChannel channel;
  private final InetSocketAddress asked;
  private final InetSocketAddress address;
  private final Optional<StandardProtocolFamily> family;

  /**
   * @param asked what the options said, which may leave the port open
   */
  private Listener(
      ServerSocketChannel channel, InetSocketAddress asked, Optional<StandardProtocolFamily> family)
      throws IOException {
    this.channel = channel;
    this.asked = asked;
    this.family = family;
    this.address = (InetSocketAddress) channel.getLocalAddress();
  }

  static Listener bind(
      InetSocketAddress address, int backlog, Optional<StandardProtocolFamily> family)
      throws IOException {
    ServerSocketChannel channel =
        family.isPresent() ? ServerSocketChannel.open(family.get()) : ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address, backlog);
      return new Listener(channel, address, family);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  InetSocketAddress address() {
    return address;
  }

  /** Whether this is what these options would bind. */
  boolean serves(InetSocketAddress wanted, Optional<StandardProtocolFamily> wantedFamily) {
    return asked.equals(wanted) && family.equals(wantedFamily);
  }

  /** Accepts until closed; the server says what to do when it cannot. */
  void start(Consumer<SocketChannel> accepted, Pause pause) {
    Thread.ofVirtual().name("ssh-accept").start(() -> accept(accepted, pause));
  }

  /** Waits until accepting may work again. */
  @FunctionalInterface
  interface Pause {
    void await(Listener listener, Throwable cause);
  }

  private void accept(Consumer<SocketChannel> accepted, Pause pause) {
    while (channel.isOpen()) {
      try {
        SocketChannel peer = channel.accept();
        if (isOfFamily(peer)) {
          accepted.accept(peer);
        } else {
          peer.close();
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (Throwable e) {
        // Out of file descriptors: the connection waits in the backlog, and so does this loop, on
        // the event that frees one. Spinning on the error would eat the processor.
        pause.await(this, e);
      }
    }
  }

  /** The JDK's IPv6 sockets take IPv4 as well, and nothing in it says IPV6_V6ONLY. */
  private boolean isOfFamily(SocketChannel peer) throws IOException {
    return !family.equals(Optional.of(StandardProtocolFamily.INET6))
        || (peer.getRemoteAddress() instanceof InetSocketAddress from
            && from.getAddress() instanceof Inet6Address);
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger("dev.aikagi.server").log(System.Logger.Level.DEBUG, "close", e);
    }
  }
}
