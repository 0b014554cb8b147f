package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of the stream: any thread sends, one reader hands each answer to the inbox of
 * the call that it belongs to, and never waits for anything but the stream. Sending never throws:
 * whatever becomes of a call, it comes back through its inbox.
 */
final class Requests {
  /** Small answers are read many at a time. */
  private static final int READ_AHEAD = 32 * 1024;

  /** Small requests are sent many at a time. */
  private static final int SEND_BUFFER = 32 * 1024;

  /** A round trip, and more than a server needs that is alive. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

  private static final SftpReply.Status OK =
      new SftpReply.Status(0, SftpStatus.OK.code(), SftpStatus.OK.text(), "");

  private final PacketInput in;
  private final OutputStream out;
  private final Closeable closer;
  private final long timeoutNanos;
  private final CallTable table = new CallTable();

  /** Guards the output stream and the two below. A write may wait for the server's window. */
  private final ReentrantLock sending = new ReentrantLock();

  private final byte[] buffer = new byte[SEND_BUFFER];
  private int filled;

  /** When anything was last read or written. */
  private volatile long movedAt = System.nanoTime();

  /**
   * The shortest that a small question took; of two at one moment one may be lost, which is no
   * harm.
   */
  private volatile long roundTrip = Long.MAX_VALUE;

  /** The reader's alone: an owner that has answers and was not told yet. */
  private @Nullable Inbox untold;

  /** Answered by the first message of the server. */
  private final Call version;

  private volatile SftpMessage.Version answered = new SftpMessage.Version(0, List.of());

  Requests(InputStream in, OutputStream out, Closeable closer, Duration timeout) {
    this.in = new PacketInput(in, READ_AHEAD);
    this.out = out;
    this.closer = closer;
    this.timeoutNanos = timeout.toNanos();
    this.version = call("version exchange", Bytes.EMPTY);
  }

  /** Sends INIT and waits for VERSION. */
  SftpMessage.Version start(ThreadFactory threads) throws IOException {
    ConnectionEnd ended = table.add(version);
    version.end = ended;
    threads.newThread(this::read).start();
    write(w -> new SftpMessage.Init(SftpMessage.VERSION, List.of()).writeFramed(w), false);
    await(version);
    version.answer();
    return answered;
  }

  Call call(String operation, Bytes path) {
    return new Call(this, new Inbox(), operation, path, null);
  }

  /** Sends a request and waits for its answer. */
  Call ask(String operation, Bytes path, LongFunction<SftpRequest> request) throws IOException {
    Call call = call(operation, path);
    send(call, request, false);
    await(call);
    roundTrip = Math.min(roundTrip, Math.max(1, System.nanoTime() - call.sentAt));
    return call;
  }

  /** The shortest round trip so far in nanoseconds; the largest long if there was none. */
  long roundTrip() {
    return roundTrip;
  }

  /** Waits for a call that has an inbox of its own. */
  void await(Call call) throws IOException {
    try {
      next(call.inbox, call.operation, call.path, null);
    } catch (IOException e) {
      abandon(call.inbox);
      throw e;
    }
  }

  /**
   * Waits for an answered call. When nothing at all moved on the connection for the request
   * timeout, the connection is ended, which answers all calls.
   *
   * @param operation what a cancelled owner is told that it did
   */
  Call next(Inbox inbox, String operation, Bytes path, @Nullable Cancellation cancellation)
      throws IOException {
    while (true) {
      if (cancellation != null) {
        cancellation.check(operation, path);
      }
      long left = movedAt + timeoutNanos - System.nanoTime();
      Call call = left > 0 ? inbox.take(left) : inbox.poll();
      if (call != null) {
        return call;
      }
      if (left <= 0) {
        end(
            new ConnectionEnd(
                SftpStatus.CONNECTION_LOST,
                "no answer within " + timeoutNanos / 1_000_000 + " ms",
                null));
      }
    }
  }

  /**
   * Sends a request.
   *
   * @param more the caller sends another one, or calls {@link #flush}, before it waits
   */
  void send(Call call, LongFunction<SftpRequest> request, boolean more) {
    if (enter(call)) {
      SftpRequest message = request.apply(Integer.toUnsignedLong(call.id));
      write(message::writeFramed, more);
    }
  }

  /** Sends the READ that the call was made ready for. */
  void sendRead(Call call, Bytes handle, long position, boolean more) {
    if (!enter(call)) {
      return;
    }
    sending.lock();
    try {
      if (buffer.length - filled < BulkHeader.readLength(handle)) {
        drain();
      }
      filled = BulkHeader.read(buffer, filled, call.id, handle, position, call.length);
      if (!more) {
        drain();
      }
    } catch (IOException e) {
      broken(e);
    } finally {
      sending.unlock();
    }
  }

  /**
   * Sends a WRITE from an array that has at least {@link BulkHeader#writeLength} bytes of room
   * before the data, where the header is put, so that both leave in one piece.
   *
   * @param more as in {@link #send}; the array may be used again at once all the same
   */
  void sendWrite(Call call, Bytes handle, long position, Block block, int length, boolean more) {
    if (!enter(call)) {
      return;
    }
    int header = block.start - BulkHeader.writeLength(handle);
    BulkHeader.write(block.data, header, call.id, handle, position, length);
    sending.lock();
    try {
      put(block.data, header, block.start - header + length, more);
    } catch (IOException e) {
      broken(e);
    } finally {
      sending.unlock();
    }
  }

  /** Sends what waits to be sent. */
  void flush() {
    sending.lock();
    try {
      drain();
    } catch (IOException e) {
      broken(e);
    } finally {
      sending.unlock();
    }
  }

  /** Gives it an id; false if it is answered already, by the end of the connection. */
  private boolean enter(Call call) {
    if (table.isFull()) {
      // What is waited for may be in the buffer.
      flush();
    }
    call.sentAt = System.nanoTime();
    ConnectionEnd ended = table.add(call);
    if (ended == null) {
      return true;
    }
    call.end = new ConnectionEnd(SftpStatus.NO_CONNECTION, ended.reason(), ended.cause());
    call.inbox.put(call);
    call.inbox.tell();
    return false;
  }

  private interface Writing {
    void to(WireWriter w);
  }

  private void write(Writing message, boolean more) {
    WireWriter w = new WireWriter();
    message.to(w);
    sending.lock();
    try {
      put(w.array(), 0, w.length(), more);
    } catch (IOException e) {
      broken(e);
    } finally {
      sending.unlock();
    }
  }

  /** With the lock: a large packet leaves at once and as it is, small ones with others. */
  private void put(byte[] packet, int offset, int length, boolean more) throws IOException {
    if (length > buffer.length - filled) {
      drain();
    }
    if (length > buffer.length) {
      out.write(packet, offset, length);
      out.flush();
      movedAt = System.nanoTime();
      return;
    }
    System.arraycopy(packet, offset, buffer, filled, length);
    filled += length;
    if (!more) {
      drain();
    }
  }

  /** With the lock. */
  private void drain() throws IOException {
    if (filled > 0) {
      int length = filled;
      filled = 0;
      out.write(buffer, 0, length);
      out.flush();
      movedAt = System.nanoTime();
    }
  }

  private void read() {
    try {
      if (in.next() < 0) {
        throw new java.io.EOFException("the server closed the connection before its version");
      }
      readVersion();
      while (in.next() >= 0) {
        movedAt = System.nanoTime();
        dispatch();
        movedAt = System.nanoTime();
        if (!in.hasPacket()) {
          tell(null);
        }
      }
      end(new ConnectionEnd(SftpStatus.CONNECTION_LOST, "the server closed the connection", null));
    } catch (MalformedException e) {
      protocolError(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      broken(e);
    } finally {
      // Also when there was no memory for what came: nobody waits for a reader that is not there.
      end(new ConnectionEnd(SftpStatus.CONNECTION_LOST, "the reader ended", null));
      tell(null);
    }
  }

  private void readVersion() throws IOException {
    WireReader r = in.rest();
    if (SftpMessageReader.read(r) instanceof SftpMessage.Version v) {
      answered = v;
    } else {
      throw new MalformedException("the first message is no VERSION");
    }
    table.remove(version.id);
    version.inbox.put(version);
    version.inbox.tell();
  }

  private void dispatch() throws IOException {
    int type = in.readByte();
    long id = in.readUint32();
    Call call = table.remove((int) id);
    if (call == null) {
      // Somebody else's answer must not become anybody's (CVE-2026-59848).
      throw new MalformedException("an answer with id " + id + ", which nobody waits for");
    }
    try {
      if (type == SftpReply.Status.NUMBER) {
        call.reply = status(id);
      } else if (type != SftpReply.Data.NUMBER || !call.isRead()) {
        call.reply = SftpMessageReader.reply(type, id, in.rest());
      } else if (!call.inbox.isClosed()) {
        data(call);
      }
    } catch (IOException e) {
      // It is in the table no more, so the end that follows would not find it.
      call.end = new ConnectionEnd(SftpStatus.CONNECTION_LOST, String.valueOf(e.getMessage()), e);
      throw e;
    } finally {
      tell(call.inbox);
      if (call.inbox.put(call)) {
        untold = call.inbox;
      } else {
        // Not the reader's: a write may wait for answers to be read.
        Bytes handle = handleIn(call);
        if (handle != null) {
          Thread.ofVirtual().name("sftp-close").start(() -> close(handle, call.path));
        }
      }
    }
  }

  /** The answer to each WRITE is nearly always the same: its words are not made strings of. */
  private SftpReply.Status status(long id) throws IOException {
    long code = in.readUint32();
    if (code == SftpStatus.OK.code()) {
      in.skipString();
      in.skipString();
      if (in.left() > 0) {
        throw new MalformedException(in.left() + " bytes after the last field");
      }
      return OK;
    }
    WireReader r = in.rest();
    SftpReply.Status status = new SftpReply.Status(id, code, r.readText(), r.readText());
    r.expectEnd();
    return status;
  }

  private void data(Call call) throws IOException {
    long length = in.readUint32();
    if (length != in.left()) {
      throw new MalformedException("data of " + length + " bytes in " + in.left());
    }
    if (length == 0 || length > call.length) {
      throw new MalformedException(length + " bytes for a READ of " + call.length);
    }
    in.readFully(call.target, call.offset, (int) length);
    call.count = (int) length;
  }

  /** Has all that still comes to it thrown away; a handle among it is closed. */
  void abandon(Inbox inbox) {
    for (Call call : inbox.close()) {
      Bytes handle = handleIn(call);
      if (handle != null) {
        close(handle, call.path);
      }
    }
  }

  private static @Nullable Bytes handleIn(Call call) {
    return call.reply instanceof SftpReply.Handle h ? h.handle() : null;
  }

  /** Closes a handle without waiting for the answer. */
  void close(Bytes handle, Bytes path) {
    tell("close", path, id -> new SftpRequest.Close(id, handle));
  }

  /** Sends a request whose answer is of no use to anybody. */
  void tell(String operation, Bytes path, LongFunction<SftpRequest> request) {
    Call call = call(operation, path);
    call.inbox.close();
    send(call, request, false);
  }

  /** The reader's: wakes the owner of what was read last, unless it is this one. */
  private void tell(@Nullable Inbox now) {
    Inbox inbox = untold;
    if (inbox != null && !inbox.equals(now)) {
      inbox.tell();
      untold = null;
    }
  }

  /** Ends everything because the server does not follow the protocol. */
  SftpException protocolError(String detail) {
    ConnectionEnd reason =
        new ConnectionEnd(
            SftpStatus.BAD_MESSAGE, "the server does not follow the protocol: " + detail, null);
    end(reason);
    return reason.exception("sftp", Bytes.EMPTY);
  }

  private void broken(IOException e) {
    String reason = e.getMessage();
    end(new ConnectionEnd(SftpStatus.CONNECTION_LOST, reason == null ? e.toString() : reason, e));
  }

  /**
   * Ends everything because there is no more use for it. Answers that nobody waits for are still
   * taken: OpenSSH's sftp-server dies of a signal where nobody reads the last one, and that would
   * be how it ended.
   */
  void close() {
    try {
      if (table.areAllAbandoned()) {
        out.close();
        table.awaitNone(LAST_ANSWERS.toNanos());
      }
    } catch (IOException e) {
      broken(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end(new ConnectionEnd(SftpStatus.NO_CONNECTION, "closed here", null));
  }

  /** Answers all calls with this end and closes the streams; the first end counts. */
  void end(ConnectionEnd reason) {
    List<Call> left = table.close(reason);
    for (Call call : left) {
      call.end = reason;
      call.inbox.put(call);
      call.inbox.tell();
    }
    try {
      closer.close();
    } catch (IOException e) {
      System.getLogger("dev.aikagi.sftp").log(System.Logger.Level.DEBUG, "closing", e);
    }
  }

  boolean isOpen() {
    return table.end() == null;
  }
}
