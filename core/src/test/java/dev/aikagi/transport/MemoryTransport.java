package dev.aikagi.transport;

import dev.aikagi.Bytes;
import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.MalformedException;
import dev.aikagi.Termination;
import dev.aikagi.message.ChannelData;
import dev.aikagi.message.ChannelExtendedData;
import dev.aikagi.message.Message;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Two transports joined in memory, without packets and cryptography. A small capacity finds
 * deadlocks sooner: a sender waits while the other side has that many messages unread, except on
 * the thread that receives.
 */
public final class MemoryTransport implements Transport {
  private static final int CAPACITY = 4;

  /** The two ends. */
  public record Pair(MemoryTransport client, MemoryTransport server) {}

  private final ReentrantLock lock;
  private final Condition changed;
  private final int capacity;
  private final ArrayDeque<byte[]> arriving = new ArrayDeque<>();
  private final Payload payload = new Payload();
  private @Nullable MemoryTransport peer;
  private @Nullable Thread reader;
  private @Nullable Termination termination;
  private boolean peerClosed;
  private @Nullable Termination peerDisconnect;
  private volatile boolean authenticated;
  private volatile Map<String, Bytes> extensions = Map.of();

  private MemoryTransport(ReentrantLock lock, int capacity) {
    this.lock = lock;
    this.changed = lock.newCondition();
    this.capacity = capacity;
  }

  public static Pair pair() {
    return pair(CAPACITY);
  }

  public static Pair pair(int capacity) {
    ReentrantLock lock = new ReentrantLock();
    MemoryTransport client = new MemoryTransport(lock, capacity);
    MemoryTransport server = new MemoryTransport(lock, capacity);
    client.peer = server;
    server.peer = client;
    return new Pair(client, server);
  }

  private MemoryTransport peer() {
    return java.util.Objects.requireNonNull(peer);
  }

  /** What {@link #peerExtensions} says. */
  public void extensions(Map<String, Bytes> extensions) {
    this.extensions = extensions;
  }

  public boolean isAuthenticated() {
    return authenticated;
  }

  /** How this end was ended, once it was. */
  public @Nullable Termination termination() {
    lock.lock();
    try {
      return termination;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Payload receive() throws IOException {
    lock.lock();
    try {
      reader = Thread.currentThread();
      while (arriving.isEmpty() && termination == null && !peerClosed && peerDisconnect == null) {
        changed.awaitUninterruptibly();
      }
      if (termination != null) {
        throw new ConnectionEndedException(termination);
      }
      byte[] next = arriving.poll();
      if (next == null) {
        throw new ConnectionEndedException(
            peerDisconnect != null ? peerDisconnect : new Termination.Lost("end of stream", null));
      }
      peer().changed.signalAll();
      return payload.at(next, 0, next.length);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void send(Message message) throws IOException {
    WireWriter w = new WireWriter();
    message.write(w);
    sendPayload(w.toArray());
  }

  /** Any bytes at all, as a hostile peer would send them. */
  public void sendPayload(byte[] bytes) throws IOException {
    lock.lock();
    try {
      while (termination == null
          && peer().termination == null
          && Thread.currentThread() != reader
          && peer().arriving.size() >= capacity) {
        changed.awaitUninterruptibly();
      }
      if (termination != null) {
        throw new ConnectionEndedException(termination);
      }
      if (peer().termination != null) {
        throw new ConnectionEndedException(new Termination.Lost("the peer is gone", null));
      }
      peer().arriving.add(bytes);
      peer().changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void sendData(long recipientChannel, byte[] data, int offset, int length, int maximum)
      throws IOException {
    for (int done = 0; done < length; ) {
      int n = Math.min(maximum, length - done);
      send(new ChannelData(recipientChannel, Bytes.of(data, offset + done, n)));
      done += n;
    }
  }

  @Override
  public void sendExtendedData(
      long recipientChannel, long dataTypeCode, byte[] data, int offset, int length)
      throws IOException {
    send(new ChannelExtendedData(recipientChannel, dataTypeCode, Bytes.of(data, offset, length)));
  }

  @Override
  public Bytes sessionId() {
    return Bytes.utf8("the session identifier of both");
  }

  @Override
  public Bytes hostKeyBlob() {
    return Bytes.utf8("the host key blob");
  }

  @Override
  public Map<String, Bytes> peerExtensions() {
    return extensions;
  }

  @Override
  public void authenticated() {
    authenticated = true;
  }

  @Override
  public void disconnect(DisconnectReason reason, String text) {
    finish(new Termination.LocalDisconnect(reason, text, null), reason, text);
  }

  @Override
  public Termination end(Throwable cause) {
    return switch (cause) {
      case ConnectionEndedException e -> finish(e.termination(), null, "");
      case DisconnectException e ->
          finish(
              new Termination.LocalDisconnect(e.reason(), String.valueOf(e.getMessage()), e),
              e.reason(),
              e.peerText());
      case MalformedException e ->
          finish(
              new Termination.LocalDisconnect(
                  DisconnectReason.PROTOCOL_ERROR, String.valueOf(e.getMessage()), e),
              DisconnectReason.PROTOCOL_ERROR,
              "malformed message");
      case IOException e -> finish(new Termination.Lost(String.valueOf(e), e), null, "");
      default ->
          finish(
              new Termination.LocalDisconnect(
                  DisconnectReason.BY_APPLICATION, "internal error: " + cause, cause),
              DisconnectReason.BY_APPLICATION,
              "internal error");
    };
  }

  private Termination finish(Termination how, @Nullable DisconnectReason reason, String peerText) {
    lock.lock();
    try {
      if (termination == null) {
        termination = how;
        if (reason != null) {
          peer().peerDisconnect = new Termination.PeerDisconnect(reason.code(), peerText);
        }
        peer().peerClosed = true;
        changed.signalAll();
        peer().changed.signalAll();
      }
      return termination;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    finish(new Termination.Closed(), null, "");
  }
}
