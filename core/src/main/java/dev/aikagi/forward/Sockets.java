package dev.aikagi.forward;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Ends sockets. */
final class Sockets {
  private Sockets() {}

  static void close(SocketChannel socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is left that could be done with a socket that does not close.
      System.getLogger("dev.aikagi.forward").log(System.Logger.Level.DEBUG, "close", e);
    }
  }
}
