package dev.aikagi.transport;

import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.key.Signer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client and a server transport over a memory stream, and their handshake. */
record Ends(SecureTransport client, SecureTransport server) implements AutoCloseable {
  static final int SECONDS = 60;

  static Ends of(TransportOptions client, TransportOptions server) {
    return of(client, server, HostKeys.ANY, HostKeys.DEFAULT, MemoryStream.pair());
  }

  static Ends of(
      TransportOptions client,
      TransportOptions server,
      HostKeyCheck check,
      List<Signer> hostKeys,
      MemoryStream.Pair streams) {
    return new Ends(
        SecureTransport.client(streams.client(), client, check),
        SecureTransport.server(streams.server(), server, hostKeys));
  }

  /** Both sides shake hands. */
  Ends shaken() throws Exception {
    FutureTask<Void> server = start(() -> shake(server()));
    try {
      client.handshake();
    } catch (IOException e) {
      // What the server says of it is the better explanation.
      var _ = await(server);
      throw e;
    }
    // A client's NEWKEYS waits for its first request, or for a message of another thread.
    var _ = await(start(this::sayNothing));
    var _ = await(server);
    return this;
  }

  private Void sayNothing() throws IOException {
    client.send(new dev.aikagi.message.Ignore(dev.aikagi.Bytes.EMPTY));
    return null;
  }

  private static Void shake(SecureTransport t) throws IOException {
    t.handshake();
    return null;
  }

  /** Both sides are through authentication, which the test only pretends. */
  Ends authenticated() throws Exception {
    var _ = shaken();
    FutureTask<Void> server = start(this::pretendServer);
    client.send(new dev.aikagi.message.ServiceRequest("ssh-userauth"));
    expect(client, dev.aikagi.message.ServiceAccept.NUMBER);
    client.authenticated();
    var _ = await(server);
    return this;
  }

  private Void pretendServer() throws IOException {
    expect(server, dev.aikagi.message.ServiceRequest.NUMBER);
    server.send(new dev.aikagi.message.ServiceAccept("ssh-userauth"));
    server.authenticated();
    return null;
  }

  static Payload expect(Transport t, int number) throws IOException {
    Payload p = t.receive();
    if (p.number() != number) {
      throw new AssertionError("message " + p.number() + " in place of " + number);
    }
    return p;
  }

  /** The message of an exception that must have one. */
  static String text(Throwable thrown) {
    return java.util.Objects.requireNonNull(thrown.getMessage());
  }

  static <T> FutureTask<T> start(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    var _ = Thread.ofVirtual().start(future);
    return future;
  }

  static <T> T await(FutureTask<T> task) throws Exception {
    try {
      return task.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } catch (TimeoutException e) {
      throw new AssertionError("still not done after " + SECONDS + " s", e);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
