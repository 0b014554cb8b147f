package dev.aikagi.connection;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.SshException;
import dev.aikagi.Termination;
import dev.aikagi.message.ChannelClose;
import dev.aikagi.message.ChannelData;
import dev.aikagi.message.ChannelEof;
import dev.aikagi.message.ChannelExtendedData;
import dev.aikagi.message.ChannelFailure;
import dev.aikagi.message.ChannelOpen;
import dev.aikagi.message.ChannelOpenConfirmation;
import dev.aikagi.message.ChannelOpenFailure;
import dev.aikagi.message.ChannelRequest;
import dev.aikagi.message.ChannelSuccess;
import dev.aikagi.message.ChannelWindowAdjust;
import dev.aikagi.message.GlobalRequest;
import dev.aikagi.message.RequestFailure;
import dev.aikagi.message.RequestSuccess;
import dev.aikagi.message.UserauthRequest;
import dev.aikagi.transport.Payload;
import dev.aikagi.transport.Transport;
import dev.aikagi.wire.WireReader;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection protocol over an authenticated transport (RFC 4254). One thread calls {@link #run}
 * and is the reader until the connection ends; it never sends and never runs the caller's code, so
 * that no answer that is owed and no handler that is slow stops the data of other channels. All
 * other methods may be called by any thread.
 */
public final class Connection implements Closeable {
  static final String SESSION = "session";
  private static final String NO_MORE_SESSIONS = "no-more-sessions@openssh.com";
  private static final String KEEPALIVE = "keepalive@openssh.com";

  private final Transport transport;
  private final ConnectionHandler handler;
  private final ConnectionOptions options;
  private final ChannelTable channels;
  private final WindowBudget budget;
  private final ChunkPool pool = new ChunkPool();
  private final ReplyQueue globalReplies = new ReplyQueue();
  private final CompletableFuture<Termination> end = new CompletableFuture<>();
  private final AtomicInteger peerSessions = new AtomicInteger();

  /** What the reader owes the peer. */
  private final Lane courier = new Lane(this::fail);

  /** Global requests of the peer, answered in their order. */
  private final Lane globalRequests = new Lane(this::fail);

  private final KeepAliveWatch keepAlive;
  private final IdleChannels idle;

  /** Reader only. */
  private boolean noMoreSessions;

  /** Reader only: what has data that its reader was not told of. */
  private @Nullable Receiver untold;

  private volatile @Nullable Thread readerThread;

  private volatile boolean platformReader;

  /** Messages received; written by the reader only. */
  private final AtomicLong received = new AtomicLong();

  @SuppressWarnings("exports")
  public Connection(Transport transport, ConnectionHandler handler, ConnectionOptions options) {
    this(transport, handler, options, Clock.SYSTEM);
  }

  /** With a clock of the caller's for what is idle. */
  Connection(
      Transport transport, ConnectionHandler handler, ConnectionOptions options, Clock clock) {
    this.transport = transport;
    this.handler = handler;
    this.options = options;
    this.channels = new ChannelTable(options.maxChannels());
    this.budget = new WindowBudget(options);
    this.keepAlive = new KeepAliveWatch(options.keepAlive(), this);
    this.idle = new IdleChannels(this, options.idlePolicy(), clock);
  }

  /** Reads and dispatches until the connection ends; returns how it ended. Called once. */
  public Termination run() {
    Termination how;
    idle.start();
    try (var _ = keepAlive.start()) {
      how = read();
    }
    finish(how);
    return how;
  }

  private Termination read() {
    Runnable beforeWaiting = this::tell;
    readerThread = Thread.currentThread();
    try {
      while (!platformReader || !Thread.currentThread().isVirtual()) {
        Payload payload = transport.receive(beforeWaiting);
        received.setOpaque(received.getPlain() + 1);
        dispatch(payload);
      }
    } catch (Throwable t) {
      // The one place that catches: whatever went wrong becomes the way in which it ended.
      return transport.end(t);
    }
    return readOnPlatformThread();
  }

  private Termination readOnPlatformThread() {
    CompletableFuture<Termination> how = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("ssh-reader").start(() -> how.complete(read()));
    return how.join();
  }

  /**
   * From the next message on the reader is a platform thread: a virtual one that waits for a socket
   * is woken by way of two other threads, which a person feels with each key. An idle connection
   * keeps the virtual one, which costs less memory.
   */
  void wantPlatformReader() {
    platformReader = true;
  }

  /**
   * Opens a session channel; client only. Waits for the request timeout at the most.
   *
   * @throws ChannelOpenException if the peer refuses
   */
  public Session openSession() throws IOException {
    Session.Exit exit = new Session.Exit();
    return new Session(open(SESSION, Bytes.EMPTY, exit), exit);
  }

  /**
   * Opens a channel of any type. Waits for the request timeout at the most.
   *
   * @throws ChannelOpenException if the peer refuses
   */
  public Channel open(String channelType, Bytes data) throws IOException {
    return open(channelType, data, Channel.RequestSink.NONE);
  }

  /**
   * Sends a global request and waits for the answer.
   *
   * @throws SshException if there is none within the timeout
   * @throws ConnectionEndedException if the connection ended first
   */
  public GlobalReply globalRequest(String requestName, Bytes data, Duration timeout)
      throws IOException {
    return ReplyQueue.await(
        globalReplies.request(() -> sendGlobal(requestName, true, data)), timeout);
  }

  /** Sends a global request that wants no answer. */
  public void globalNotice(String requestName, Bytes data) throws IOException {
    sendGlobal(requestName, false, data);
  }

  /**
   * Promises that this client opens no more sessions, so that a server can refuse whoever takes the
   * connection over later.
   */
  public void noMoreSessions() throws IOException {
    globalNotice(NO_MORE_SESSIONS, Bytes.EMPTY);
  }

  /** The session identifier of RFC 4253 section 7.2. */
  public Bytes sessionId() {
    return transport.sessionId();
  }

  public ConnectionOptions options() {
    return options;
  }

  /** Sessions that the peer has open. */
  public int peerSessions() {
    return peerSessions.get();
  }

  /** How it ended; empty while it lives. */
  public Optional<Termination> termination() {
    return Optional.ofNullable(end.getNow(null));
  }

  /** Completes when the connection has ended and all waiters were woken. */
  public CompletableFuture<Termination> ended() {
    return end.copy();
  }

  /** Says goodbye with this reason, if the peer still reads, and ends the connection. */
  public void disconnect(DisconnectReason reason, String text) {
    transport.disconnect(reason, text);
  }

  /** Ends the connection politely; {@link #run} returns. */
  @Override
  public void close() {
    disconnect(DisconnectReason.BY_APPLICATION, "disconnected by user");
  }

  // The rest is for this package.

  Transport transport() {
    return transport;
  }

  Lane courier() {
    return courier;
  }

  IdleChannels idle() {
    return idle;
  }

  boolean isReader() {
    return Thread.currentThread() == readerThread;
  }

  long received() {
    return received.getOpaque();
  }

  Receiver newReceiver(LongConsumer credit) {
    return new Receiver(pool, budget, options.maxWindow(), credit);
  }

  /** An error of a handler: the connection goes on. */
  void report(Throwable t) {
    if (!end.isDone()) {
      handler.failed(this, t);
    }
  }

  /** This side cannot go on. The reader wakes up and finishes. */
  void fail(Throwable t) {
    transport.end(t);
  }

  /** A channel was closed by both sides, or never opened. */
  void gone(Channel channel) {
    channels.remove(channel);
    channel.gone();
    if (channel.sink() instanceof ServerSession.Requests) {
      peerSessions.decrementAndGet();
    }
  }

  /** Asks for a sign of life; any message of the peer is one. */
  void sendKeepAlive() {
    courier.postNow(
        () -> {
          var _ = globalReplies.request(() -> sendGlobal(KEEPALIVE, true, Bytes.EMPTY));
        });
  }

  private boolean sendGlobal(String requestName, boolean wantReply, Bytes data) throws IOException {
    transport.send(new GlobalRequest(requestName, wantReply, data));
    return true;
  }

  private Channel open(String channelType, Bytes data, Channel.RequestSink sink)
      throws IOException {
    Channel channel = channels.add(id -> new Channel(this, id, channelType, true, sink));
    if (channel == null) {
      throw new SshException("more than " + options.maxChannels() + " channels");
    }
    // The sweep of finish() may have missed the new one.
    termination().ifPresent(channel::ended);
    channel.receiver().asked();
    transport.send(
        new ChannelOpen(
            channelType,
            channel.id(),
            channel.receiver().initialWindow(),
            options.maxPacket(),
            data));
    channel.awaitOpen(options.requestTimeout());
    return channel;
  }

  private void finish(Termination how) {
    idle.end();
    courier.close();
    end.complete(how);
    globalReplies.end(new ReplyQueue.Outcome.Ended(how));
    globalRequests.close();
    for (Channel c : channels.all()) {
      c.ended(how);
    }
  }

  /** Wakes the application once for all packets that came together, not once for each. */
  private void tell() {
    Receiver receiver = untold;
    if (receiver != null) {
      untold = null;
      receiver.tell();
    }
  }

  private void tellLater(Receiver receiver) {
    if (untold != receiver) {
      tell();
      untold = receiver;
    }
  }

  private void dispatch(Payload p) throws IOException {
    switch (p.number()) {
      case ChannelData.NUMBER -> data(p);
      case ChannelExtendedData.NUMBER -> extendedData(p);
      default -> {
        // An answer may have to wait for room.
        tell();
        dispatchOther(p);
      }
    }
  }

  private void dispatchOther(Payload p) throws IOException {
    switch (p.number()) {
      case ChannelWindowAdjust.NUMBER -> {
        ChannelWindowAdjust m = ChannelWindowAdjust.read(p.reader());
        channels.get(m.recipientChannel()).windowAdjust(m.bytesToAdd());
      }
      case ChannelRequest.NUMBER -> {
        ChannelRequest m = ChannelRequest.read(p.reader());
        channels.get(m.recipientChannel()).peerRequest(m);
      }
      case ChannelSuccess.NUMBER ->
          channels.get(ChannelSuccess.read(p.reader()).recipientChannel()).replied(true);
      case ChannelFailure.NUMBER ->
          channels.get(ChannelFailure.read(p.reader()).recipientChannel()).replied(false);
      case ChannelEof.NUMBER ->
          channels.get(ChannelEof.read(p.reader()).recipientChannel()).peerEof();
      case ChannelClose.NUMBER ->
          channels.get(ChannelClose.read(p.reader()).recipientChannel()).peerClose();
      case ChannelOpen.NUMBER -> peerOpens(ChannelOpen.read(p.reader()));
      case ChannelOpenConfirmation.NUMBER -> {
        ChannelOpenConfirmation m = ChannelOpenConfirmation.read(p.reader());
        channels.get(m.recipientChannel()).confirmed(m);
      }
      case ChannelOpenFailure.NUMBER -> {
        ChannelOpenFailure m = ChannelOpenFailure.read(p.reader());
        channels.get(m.recipientChannel()).refused(m);
      }
      case GlobalRequest.NUMBER -> peerRequests(GlobalRequest.read(p.reader()));
      case RequestSuccess.NUMBER ->
          globalReplies.replied(new GlobalReply.Success(RequestSuccess.read(p.reader()).data()));
      case RequestFailure.NUMBER -> {
        RequestFailure.read(p.reader());
        globalReplies.replied(new GlobalReply.Failure());
      }
      default -> otherMessage(p.number());
    }
  }

  private void otherMessage(int number) throws DisconnectException {
    // RFC 4252 section 5.1: requests that a client sent before it knew of its success are ignored.
    if (number != UserauthRequest.NUMBER || options.client()) {
      throw new DisconnectException(
          DisconnectReason.PROTOCOL_ERROR, "message " + number + " after authentication");
    }
  }

  /** The bulk path: the fields are read where they lie. */
  private void data(Payload p) throws IOException {
    WireReader r = p.reader();
    Channel channel = channels.get(r.readUint32());
    int length = r.readStringLength();
    int offset = r.position();
    r.skip(length);
    r.expectEnd();
    channel.data(p.array(), offset, length);
    tellLater(channel.receiver());
  }

  private void extendedData(Payload p) throws IOException {
    WireReader r = p.reader();
    Channel channel = channels.get(r.readUint32());
    long dataTypeCode = r.readUint32();
    int length = r.readStringLength();
    int offset = r.position();
    r.skip(length);
    r.expectEnd();
    channel.extendedData(dataTypeCode, p.array(), offset, length);
    tellLater(channel.receiver());
  }

  private void peerRequests(GlobalRequest m) throws IOException {
    if (m.requestName().equals(NO_MORE_SESSIONS) && !options.client()) {
      noMoreSessions = true;
    }
    globalRequests.post(m.data().length(), () -> answer(m));
  }

  private void answer(GlobalRequest m) throws IOException {
    GlobalReply reply;
    try {
      reply = decide(m);
    } catch (IOException | RuntimeException e) {
      report(e);
      reply = new GlobalReply.Failure();
    }
    if (m.wantReply()) {
      transport.send(
          switch (reply) {
            case GlobalReply.Success s -> new RequestSuccess(s.data());
            case GlobalReply.Failure f -> new RequestFailure();
          });
    }
  }

  private GlobalReply decide(GlobalRequest m) throws IOException {
    return switch (m.requestName()) {
      case KEEPALIVE -> new GlobalReply.Failure();
      case NO_MORE_SESSIONS ->
          options.client() ? new GlobalReply.Failure() : new GlobalReply.Success(Bytes.EMPTY);
      default -> handler.globalRequest(this, m.requestName(), m.data());
    };
  }

  private void peerOpens(ChannelOpen m) throws IOException {
    boolean session = m.channelType().equals(SESSION);
    if (session && noMoreSessions) {
      throw new DisconnectException(
          DisconnectReason.PROTOCOL_ERROR, "a session after " + NO_MORE_SESSIONS);
    }
    if (m.maximumPacketSize() < Channel.MIN_PACKET) {
      refuse(m, OpenFailureReason.CONNECT_FAILED, "maximum packet size too small");
      return;
    }
    if (session && peerSessions.get() >= options.maxSessions()) {
      refuse(m, OpenFailureReason.RESOURCE_SHORTAGE, "too many sessions");
      return;
    }
    Channel.RequestSink sink = session ? new ServerSession.Requests() : Channel.RequestSink.NONE;
    Channel channel = channels.add(id -> new Channel(this, id, m.channelType(), false, sink));
    if (channel == null) {
      refuse(m, OpenFailureReason.RESOURCE_SHORTAGE, "too many channels");
      return;
    }
    if (session) {
      peerSessions.incrementAndGet();
    }
    Thread.ofVirtual().name("ssh-open").start(() -> new PeerOpen(this, handler, channel, m).run());
  }

  private void refuse(ChannelOpen m, OpenFailureReason reason, String text) throws IOException {
    courier.post(
        0,
        () -> transport.send(new ChannelOpenFailure(m.senderChannel(), reason.code(), text, "")));
  }

  /** What is open, opening or closing. */
  List<Channel> channels() {
    return channels.all();
  }

  int openChannels() {
    return channels.all().size();
  }
}
