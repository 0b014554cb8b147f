package dev.aikagi.connection;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Termination;
import dev.aikagi.transport.MemoryTransport;
import dev.aikagi.transport.Transport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Two connections joined in memory, each with its reader. */
final class Mux implements AutoCloseable {
  final Connection client;
  final Connection server;
  private final CompletableFuture<Termination> clientRun;
  private final CompletableFuture<Termination> serverRun;

  private Mux(Connection client, Connection server) {
    this.client = client;
    this.server = server;
    this.clientRun = start(client);
    this.serverRun = start(server);
  }

  static Mux of(ConnectionHandler serverHandler) {
    return of(serverHandler, o -> o, 4);
  }

  static Mux of(
      ConnectionHandler serverHandler, UnaryOperator<ConnectionOptions> change, int capacity) {
    MemoryTransport.Pair pair = MemoryTransport.pair(capacity);
    return of(serverHandler, change, pair.client(), pair.server());
  }

  static Mux of(
      ConnectionHandler serverHandler,
      UnaryOperator<ConnectionOptions> change,
      Transport clientSide,
      Transport serverSide) {
    return new Mux(
        new Connection(
            clientSide,
            ConnectionHandler.REFUSE_ALL,
            change.apply(quiet(ConnectionOptions.CLIENT))),
        new Connection(serverSide, serverHandler, change.apply(quiet(ConnectionOptions.SERVER))));
  }

  static ConnectionOptions quiet(ConnectionOptions options) {
    return options.withKeepAlive(KeepAlive.OFF);
  }

  static CompletableFuture<Termination> start(Connection connection) {
    CompletableFuture<Termination> how = new CompletableFuture<>();
    Thread.ofVirtual().name("reader").start(() -> how.complete(connection.run()));
    return how;
  }

  static Termination end(CompletableFuture<Termination> run) {
    return run.orTimeout(20, TimeUnit.SECONDS).join();
  }

  Termination clientEnd() {
    return end(clientRun);
  }

  Termination serverEnd() {
    return end(serverRun);
  }

  @Override
  public void close() {
    client.close();
    clientEnd();
    serverEnd();
    assertTrue(client.termination().isPresent());
  }

  /** Sessions that are all served by this handler. */
  static ConnectionHandler sessions(java.util.function.Supplier<SessionHandler> handlers) {
    return new ConnectionHandler() {
      @Override
      public OpenDecision open(Connection connection, OpenRequest request) {
        return request.channelType().equals("session")
            ? new OpenDecision.AcceptSession(handlers.get())
            : new OpenDecision.Refuse(OpenFailureReason.UNKNOWN_CHANNEL_TYPE, "no such type");
      }
    };
  }
}
