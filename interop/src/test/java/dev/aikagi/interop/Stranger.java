package dev.aikagi.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something that listens where somebody expects an SSH server. */
final class Stranger implements AutoCloseable {
  private final ServerSocket listening;
  private final String manner;
  private final List<Socket> guests = new CopyOnWriteArrayList<>();

  private Stranger(ServerSocket listening, String manner) {
    this.listening = listening;
    this.manner = manner;
  }

  /**
   * Starts to listen.
   *
   * @param manner closes, silent, http, or none to keep nobody there: connections are refused
   */
  static Stranger start(String manner) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Stranger stranger = new Stranger(socket, manner);
    if (manner.isEmpty()) {
      socket.close();
    } else {
      Thread.ofPlatform().daemon().name("stranger").start(stranger::listen);
    }
    return stranger;
  }

  int port() {
    return listening.getLocalPort();
  }

  private void listen() {
    try {
      while (true) {
        Socket guest = listening.accept();
        guests.add(guest);
        switch (manner) {
          case "closes" -> guest.close();
          case "silent" -> {}
          case "http" -> answer(guest);
          default -> throw new AssertionError(manner);
        }
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private static void answer(Socket guest) {
    String page = "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nConnection: close\r\n\r\n";
    try (guest) {
      guest.getOutputStream().write(page.getBytes(US_ASCII));
      guest.shutdownOutput();
      // To the guest's end: what is unread at a close would take the answer with it.
      guest.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The guest has gone.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket guest : guests) {
      guest.close();
    }
  }
}
