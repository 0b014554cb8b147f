package dev.aikagi.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** One listening socket and the virtual thread that accepts on it. */
final class Listener {
  private final ServerSocketChannel channel;
  private final InetSocketAddress asked;
  private final InetSocketAddress address;

  /**
   * @param asked what the options said, which may leave the port open
   */
  private Listener(ServerSocketChannel channel, InetSocketAddress asked) throws IOException {
    this.channel = channel;
    this.asked = asked;
    this.address = (InetSocketAddress) channel.getLocalAddress();
  }

  static Listener bind(InetSocketAddress address, int backlog) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address, backlog);
      return new Listener(channel, address);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  InetSocketAddress asked() {
    return asked;
  }

  InetSocketAddress address() {
    return address;
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
        accepted.accept(channel.accept());
      } catch (ClosedChannelException e) {
        return;
      } catch (Throwable e) {
        // Out of file descriptors: the connection waits in the backlog, and so does this loop, on
        // the event that frees one. Spinning on the error would eat the processor.
        pause.await(this, e);
      }
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger("dev.aikagi.server").log(System.Logger.Level.DEBUG, "close", e);
    }
  }
}
