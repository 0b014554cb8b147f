package dev.aikagi.forward;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ProtocolFamily;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Where a peer's "direct-tcpip" channels may lead, and with whose rights they get there. */
@FunctionalInterface
public interface TcpTargets {
  /** Whether the peer may have a connection there; asked before anything is looked up. */
  boolean permits(DirectTcpip target);

  /** Looks a name up. It has a thread of its own, which is left alone if it takes too long. */
  default List<InetAddress> resolve(String host) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(host));
  }

  /** A socket that is not connected yet: it belongs to whoever makes it. */
  default SocketChannel socket(ProtocolFamily family) throws IOException {
    return SocketChannel.open(family);
  }

  /** It was permitted, and there is no connection. */
  default void failed(DirectTcpip target, IOException why) {}

  /** The threads that carry data, two for each channel; only one of them is asked for here. */
  default Thread.Builder thread() {
    return Thread.ofVirtual().name("ssh-forward");
  }

  /** Why there is no connection, where the JDK's exceptions have words of their own: strerror's. */
  static String words(IOException e) {
    String text = String.valueOf(e.getMessage());
    return switch (e) {
      case SocketTimeoutException _ -> "Connection timed out";
      case NoRouteToHostException _ -> "No route to host";
      case ConnectException _ when text.contains("refused") -> "Connection refused";
      case ConnectException _ when text.contains("timed out") -> "Connection timed out";
      default -> text;
    };
  }
}
