package dev.aikagi.client;

import dev.aikagi.agent.AgentEvent;
import dev.aikagi.agent.AgentServer;
import dev.aikagi.agent.Keyring;
import dev.aikagi.agent.KeyringOptions;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An agent at a socket, or something that is none. */
final class ListeningAgent implements AutoCloseable {
  /** Serves one connection to its end. */
  interface Visit {
    void serve(SocketChannel client) throws IOException;
  }

  final List<AgentEvent> events = new CopyOnWriteArrayList<>();
  final Keyring keyring = new Keyring(KeyringOptions.defaults().withObserver(events::add));
  final AtomicInteger visits = new AtomicInteger();
  final Path path;
  private final ServerSocketChannel socket;

  ListeningAgent(Path path) throws IOException {
    this.path = path;
    this.socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    socket.bind(UnixDomainSocketAddress.of(path), 128);
  }

  /** A real one. */
  static ListeningAgent at(Path path) throws IOException {
    ListeningAgent agent = new ListeningAgent(path);
    AgentServer server = new AgentServer(agent.keyring);
    agent.start(
        client -> server.serve(Channels.newInputStream(client), Channels.newOutputStream(client)));
    return agent;
  }

  void start(Visit visit) {
    Thread.ofVirtual().start(() -> accept(visit));
  }

  private void accept(Visit visit) {
    try {
      while (true) {
        SocketChannel client = socket.accept();
        visits.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(visit, client));
      }
    } catch (IOException e) {
      // The end of the test.
      return;
    }
  }

  private static void serve(Visit visit, SocketChannel client) {
    try (client) {
      visit.serve(client);
    } catch (IOException e) {
      // The other end is gone.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    keyring.close();
  }
}
