package dev.aikagi.connection;

import dev.aikagi.Bytes;
import dev.aikagi.Termination;
import dev.aikagi.message.ChannelOpen;
import dev.aikagi.message.ChannelOpenConfirmation;
import dev.aikagi.message.ChannelRequest;
import dev.aikagi.message.ChannelRequestData;
import dev.aikagi.message.Message;
import dev.aikagi.transport.MemoryTransport;
import dev.aikagi.transport.Payload;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A peer that sends whatever it likes to a real connection, which is a server unless said. */
final class RawPeer implements AutoCloseable {
  final Connection connection;
  final MemoryTransport transport;
  final CompletableFuture<Termination> run;
  final AtomicLong received = new AtomicLong();
  private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
  private volatile boolean keep = true;

  private RawPeer(Connection connection, MemoryTransport transport) {
    this.connection = connection;
    this.transport = transport;
    this.run = Mux.start(connection);
    Thread.ofVirtual().start(this::receive);
  }

  static RawPeer ofServer(ConnectionHandler handler) {
    return ofServer(handler, Mux.quiet(ConnectionOptions.SERVER));
  }

  static RawPeer ofServer(ConnectionHandler handler, ConnectionOptions options) {
    MemoryTransport.Pair pair = MemoryTransport.pair(64);
    return new RawPeer(new Connection(pair.server(), handler, options), pair.client());
  }

  /** At the other end of a connection that was made elsewhere. */
  static RawPeer of(Connection connection, MemoryTransport transport) {
    return new RawPeer(connection, transport);
  }

  static RawPeer ofClient() {
    return ofClient(MemoryTransport.pair(64));
  }

  static RawPeer ofClient(MemoryTransport.Pair pair) {
    return new RawPeer(
        new Connection(
            pair.client(), ConnectionHandler.REFUSE_ALL, Mux.quiet(ConnectionOptions.CLIENT)),
        pair.server());
  }

  /** From now on what arrives is only counted. */
  void forget() {
    keep = false;
    arrived.clear();
  }

  void send(Message message) throws IOException {
    transport.send(message);
  }

  void sendBytes(byte... payload) throws IOException {
    transport.sendPayload(payload);
  }

  /** The next message with this number; others are dropped. */
  byte[] await(int number) throws Exception {
    for (byte[] p = next(); ; p = next()) {
      if ((p[0] & 0xff) == number) {
        return p;
      }
    }
  }

  byte[] next() throws Exception {
    byte[] p = arrived.poll(10, TimeUnit.SECONDS);
    if (p == null) {
      throw new AssertionError("nothing arrived");
    }
    return p;
  }

  /** Opens a session with our number 7; returns the connection's number. */
  long openSession(long window) throws Exception {
    send(new ChannelOpen("session", 7, window, 32768, Bytes.EMPTY));
    byte[] p = await(ChannelOpenConfirmation.NUMBER);
    return ChannelOpenConfirmation.read(new dev.aikagi.wire.WireReader(p, 1, p.length - 1))
        .senderChannel();
  }

  void exec(long channel, String command) throws Exception {
    WireWriter w = new WireWriter();
    new ChannelRequestData.Exec(Bytes.utf8(command)).writeFields(w);
    send(new ChannelRequest(channel, "exec", true, w.toBytes()));
    await(dev.aikagi.message.ChannelSuccess.NUMBER);
  }

  Termination end() {
    return Mux.end(run);
  }

  private void receive() {
    try {
      while (true) {
        Payload p = transport.receive();
        received.incrementAndGet();
        if (keep) {
          arrived.add(java.util.Arrays.copyOfRange(p.array(), p.offset(), p.offset() + p.length()));
        }
      }
    } catch (IOException e) {
      // The end of the connection, which the test looks at from the other side.
      keep = false;
    }
  }

  @Override
  public void close() {
    connection.close();
    end();
  }
}
