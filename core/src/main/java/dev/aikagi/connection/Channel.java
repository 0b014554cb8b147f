package dev.aikagi.connection;

import dev.aikagi.Bytes;
import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.SshException;
import dev.aikagi.Termination;
import dev.aikagi.message.ChannelFailure;
import dev.aikagi.message.ChannelOpenConfirmation;
import dev.aikagi.message.ChannelOpenFailure;
import dev.aikagi.message.ChannelRequest;
import dev.aikagi.message.ChannelRequestData;
import dev.aikagi.message.ChannelSuccess;
import dev.aikagi.message.Ping;
import dev.aikagi.transport.ByteStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One channel (RFC 4254 section 5): a pair of byte streams with flow control, and requests. Its
 * streams may be used by one thread for each direction; every method may be called by any thread.
 */
public final class Channel implements Closeable {
  /** The smallest packet size that can move data; smaller ones would only spin (CVE-2026-59843). */
  static final int MIN_PACKET = 5;

  private static final long STDERR = 1;

  /**
   * As long as CHANNEL_DATA with one byte, and so is the answer to it, as long as an echo: five
   * bytes where the other has a recipient channel and a byte.
   */
  private static final Ping CHAFF = new Ping(Bytes.utf8("chaff"));

  /** What takes the requests of the peer; called by the reader, so it must not wait or send. */
  interface RequestSink {
    /** Refuses every request; the channel needs no state for that. */
    RequestSink NONE = (channel, request) -> channel.answer(request, false);

    void request(Channel channel, ChannelRequest request) throws IOException;

    /** CLOSE came, or the connection ended with this. Called once. */
    default void closed(@Nullable Termination how) {}
  }

  private enum Phase {
    OPENING,
    OPEN,
    CLOSED_BY_PEER
  }

  private sealed interface Opened {
    void require() throws IOException;

    record Confirmed() implements Opened {
      @Override
      public void require() {}
    }

    record Refused(long reasonCode, String description) implements Opened {
      @Override
      public void require() throws ChannelOpenException {
        throw new ChannelOpenException(reasonCode, description);
      }
    }

    record Ended(Termination how) implements Opened {
      @Override
      public void require() throws ConnectionEndedException {
        throw new ConnectionEndedException(how);
      }
    }
  }

  private final Connection connection;
  private final int id;
  private final String type;
  private final boolean ours;
  private final RequestSink sink;
  private final Receiver receiver;
  private final Sender sender;
  private final ReplyQueue replies = new ReplyQueue();

  /** Requests that want no reply, less the failures that came for them. */
  private final AtomicInteger notifications = new AtomicInteger();

  private final CompletableFuture<Opened> opened = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ChannelInputStream in;
  private final ChannelInputStream extendedIn;
  private final ChannelOutputStream out;
  private final ChannelOutputStream extendedOut;
  private final IdleChannels allIdle;
  private final IdleWatch idle;

  /** What an {@link IdlePolicy} knows it by; empty until it is in use. */
  private volatile String use = "";

  private volatile boolean expired;

  /** Guards the four that follow. */
  private final Object lock = new Object();

  private Phase phase = Phase.OPENING;
  private boolean abandoned;
  private boolean closeSent;
  private boolean over;

  Channel(Connection connection, int id, String type, boolean ours, RequestSink sink) {
    this.connection = connection;
    this.id = id;
    this.type = type;
    this.ours = ours;
    this.sink = sink;
    this.receiver = connection.newReceiver(this::credit);
    this.sender = new Sender(connection.transport(), this::postClose, this::used);
    this.in = new ChannelInputStream(this, receiver, Receiver.DATA);
    this.extendedIn = new ChannelInputStream(this, receiver, Receiver.EXTENDED);
    this.out = new ChannelOutputStream(sender, 0);
    this.extendedOut = new ChannelOutputStream(sender, STDERR);
    this.allIdle = connection.idle();
    this.idle = allIdle.watch(() -> expire(allIdle.limit(this)));
  }

  /** The channel type, such as "session". */
  public String type() {
    return type;
  }

  /** This side's number of the channel. */
  public int id() {
    return id;
  }

  public Connection connection() {
    return connection;
  }

  /** What the peer sends; reads end at its EOF. */
  public InputStream in() {
    return in;
  }

  /**
   * Extended data of type 1, stderr of a session. It shares the window with {@link #in}: whoever
   * does not read it must close it, or both stall.
   */
  public InputStream extendedIn() {
    return extendedIn;
  }

  /** Closing it sends EOF; the other direction stays open. */
  public OutputStream out() {
    return out;
  }

  /** Extended data of type 1; only a server sends such. */
  public OutputStream extendedOut() {
    return extendedOut;
  }

  /**
   * Both directions as what a transport can run over, so that one connection carries another: that
   * of a jump host. Closing it closes the channel.
   */
  public ByteStream asStream() {
    return new ChannelStream(this);
  }

  /**
   * Waits until the channel carries nothing any more in either direction: this side or the peer has
   * closed it, or the connection has ended. An end of file closes one direction only.
   */
  public void awaitClosed() throws InterruptedIOException {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /**
   * Sends a channel request that wants a reply, and does not wait for it, so that several requests
   * cost one round trip.
   */
  public Reply request(String requestType, Bytes data) throws IOException {
    return new Reply(
        replies.request(() -> sender.send(message(requestType, true, data))),
        connection.options().requestTimeout());
  }

  /** Sends a channel request that wants no reply; false if the channel is closing. */
  public boolean notify(String requestType, Bytes data) throws IOException {
    notifications.incrementAndGet();
    return sender.send(message(requestType, false, data));
  }

  /**
   * Closes both directions: forgets what was not read, wakes whoever waits, sends CLOSE. Never
   * waits.
   */
  @Override
  public void close() {
    synchronized (lock) {
      if (phase == Phase.OPENING) {
        abandoned = true;
        return;
      }
    }
    receiver.stop();
    sender.close();
    replies.end(new ReplyQueue.Outcome.ChannelClosed());
    closed.countDown();
  }

  // The rest is called by the connection.

  Receiver receiver() {
    return receiver;
  }

  RequestSink sink() {
    return sink;
  }

  /** The peer opened this channel and we agree; the confirmation is about to be sent. */
  void accepted(long recipient, long initialWindow, long maximumPacketSize) {
    sender.opened(recipient, initialWindow, maximumPacketSize);
    receiver.asked();
    synchronized (lock) {
      phase = Phase.OPEN;
    }
    isOpen();
  }

  void confirmed(ChannelOpenConfirmation m) throws DisconnectException {
    if (m.maximumPacketSize() < MIN_PACKET) {
      throw protocolError("a maximum packet size of " + m.maximumPacketSize());
    }
    boolean unwanted;
    synchronized (lock) {
      expectOurOpening();
      sender.opened(m.senderChannel(), m.initialWindowSize(), m.maximumPacketSize());
      phase = Phase.OPEN;
      unwanted = abandoned;
    }
    receiver.answered();
    isOpen();
    opened.complete(new Opened.Confirmed());
    if (unwanted) {
      close();
    }
  }

  /** A session is not in use before it has a program. */
  private void isOpen() {
    use(type.equals(Connection.SESSION) ? "" : type);
  }

  /** What the channel is used for from now on, empty for nothing: its limit may be another. */
  void use(String what) {
    use = what;
    idle.limit(allIdle.limit(this));
    allIdle.changed();
  }

  /** A session's program runs, or will if the peer agrees. */
  void bounded(SessionRequest.Program program) {
    if (program.isBounded()) {
      receiver.boundedByProgram();
    }
  }

  /** The channel type where there is nothing more to say. */
  String use() {
    return use.isEmpty() ? type : use;
  }

  boolean isInUse() {
    return !use.isEmpty() && !expired;
  }

  private void used() {
    idle.used();
    allIdle.used();
  }

  /**
   * It carried nothing for too long. Its user is told at once: the peer may be gone, and its CLOSE
   * would never come.
   */
  void expire(Duration limit) {
    synchronized (lock) {
      if (phase != Phase.OPEN || expired) {
        return;
      }
      expired = true;
    }
    allIdle.closing(this, limit);
    close();
    tellSink(null);
    stopWatching();
  }

  private void stopWatching() {
    idle.limit(Duration.ZERO);
    allIdle.changed();
  }

  void refused(ChannelOpenFailure m) throws DisconnectException {
    synchronized (lock) {
      expectOurOpening();
      phase = Phase.CLOSED_BY_PEER;
    }
    connection.gone(this);
    opened.complete(new Opened.Refused(m.reasonCode(), m.description()));
  }

  /** Waits for the answer to our open. */
  void awaitOpen(Duration timeout) throws IOException {
    try {
      opened.get(timeout.toNanos(), TimeUnit.NANOSECONDS).require();
    } catch (TimeoutException e) {
      // The number stays taken until the answer comes; then the channel is closed at once.
      close();
      throw new SshException("no answer to a channel open within " + timeout.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  void data(byte[] array, int offset, int length) throws DisconnectException {
    expectOpen();
    used();
    receiver.data(Receiver.DATA, array, offset, length);
  }

  void extendedData(long dataTypeCode, byte[] array, int offset, int length)
      throws DisconnectException {
    expectOpen();
    used();
    if (ours && dataTypeCode == STDERR) {
      receiver.data(Receiver.EXTENDED, array, offset, length);
    } else {
      receiver.discard(length);
    }
  }

  void windowAdjust(long bytesToAdd) throws DisconnectException {
    expectOpen();
    sender.adjust(bytesToAdd);
  }

  void peerEof() throws DisconnectException {
    expectOpen();
    receiver.eof();
  }

  void peerClose() throws DisconnectException {
    boolean both;
    synchronized (lock) {
      expectOpen();
      phase = Phase.CLOSED_BY_PEER;
      both = closeSent;
    }
    receiver.eof();
    sender.close();
    replies.end(new ReplyQueue.Outcome.ChannelClosed());
    if (both) {
      connection.gone(this);
    }
    tellSink(null);
  }

  void peerRequest(ChannelRequest request) throws IOException {
    expectOpen();
    receiver.answered();
    if (request.requestType().equals(ChannelRequestData.EndOfWrite.TYPE)) {
      sender.peerReadsNoMore();
      answer(request, true);
    } else {
      sink.request(this, request);
    }
  }

  void replied(boolean success) throws DisconnectException {
    expectOpen();
    if (success) {
      replies.replied(new GlobalReply.Success(Bytes.EMPTY));
    } else if (!replies.answered(new GlobalReply.Failure())
        && notifications.getAndDecrement() <= 0) {
      // sshj sends CHANNEL_FAILURE for each request that it does not know (eow@openssh.com), also
      // where no reply is wanted.
      throw ReplyQueue.unasked();
    }
  }

  /** Replies to a request of the peer, if it wants that; by the reader. */
  void answer(ChannelRequest request, boolean granted) throws IOException {
    if (request.wantReply()) {
      connection.courier().post(0, () -> sendAnswer(granted));
    }
  }

  void sendAnswer(boolean granted) throws IOException {
    long recipient = sender.recipient();
    sender.send(granted ? new ChannelSuccess(recipient) : new ChannelFailure(recipient));
  }

  /** This side reads no more: tells the peer, if that can still matter to it. */
  void readsNoMore() throws IOException {
    if (!receiver.isAtEof()) {
      notify(ChannelRequestData.EndOfWrite.TYPE, Bytes.EMPTY);
    }
  }

  /** Both sides have closed it, or it was never open. */
  void gone() {
    receiver.gone();
    stopWatching();
  }

  /** What looks like a keystroke to an observer; false if the channel is closing. */
  boolean sendChaff() throws IOException {
    return sender.send(CHAFF);
  }

  /** The connection is over. */
  void ended(Termination how) {
    idle.limit(Duration.ZERO);
    receiver.ended(how);
    sender.ended(how);
    replies.end(new ReplyQueue.Outcome.Ended(how));
    opened.complete(new Opened.Ended(how));
    tellSink(how);
  }

  private void tellSink(@Nullable Termination how) {
    synchronized (lock) {
      if (over) {
        return;
      }
      over = true;
    }
    closed.countDown();
    sink.closed(how);
  }

  /**
   * A platform thread, as the tools have, sends it itself: starting a virtual one costs more than
   * the message. A virtual one leaves it to the courier, and so does one that is interrupted,
   * because an interrupt in a write closes the socket.
   */
  private void credit(long bytes) {
    Thread current = Thread.currentThread();
    if (current.isVirtual() || current.isInterrupted() || connection.isReader()) {
      connection.courier().postNow(() -> sender.sendAdjust(bytes));
      return;
    }
    try {
      sender.sendAdjust(bytes);
    } catch (IOException e) {
      connection.fail(e);
    }
  }

  private void postClose() {
    connection.courier().postNow(this::sendClose);
  }

  private void sendClose() throws IOException {
    sender.sendClose();
    boolean both;
    synchronized (lock) {
      closeSent = true;
      both = phase == Phase.CLOSED_BY_PEER;
    }
    if (both) {
      connection.gone(this);
    }
  }

  private ChannelRequest message(String requestType, boolean wantReply, Bytes data) {
    return new ChannelRequest(sender.recipient(), requestType, wantReply, data);
  }

  private void expectOpen() throws DisconnectException {
    synchronized (lock) {
      if (phase != Phase.OPEN) {
        throw protocolError("a message for channel " + id + ", which is not open");
      }
    }
  }

  private void expectOurOpening() throws DisconnectException {
    if (!ours || phase != Phase.OPENING) {
      throw protocolError("an answer to an open that was not sent");
    }
  }

  private static DisconnectException protocolError(String text) {
    return new DisconnectException(DisconnectReason.PROTOCOL_ERROR, text);
  }
}
