package dev.aikagi.transport;

import dev.aikagi.Bytes;
import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.SshException;
import dev.aikagi.Termination;
import dev.aikagi.crypto.PacketDeflater;
import dev.aikagi.crypto.PacketInflater;
import dev.aikagi.kex.Algorithms;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.kex.HostKeyRefusedException;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.kex.Role;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.Signer;
import dev.aikagi.message.Disconnect;
import dev.aikagi.message.ExtInfo;
import dev.aikagi.message.KexInit;
import dev.aikagi.message.Message;
import dev.aikagi.message.NewKeys;
import dev.aikagi.message.Unimplemented;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The transport of RFC 4253 over a byte stream. {@link #handshake} runs the version exchange and
 * the first key exchange on the calling thread; afterwards that thread, or one that takes its
 * place, calls {@link #receive} and any thread sends. Later key exchanges happen behind their
 * backs.
 *
 * <p>How long a peer may take before it is authenticated is the caller's decision: {@link #close}
 * or {@link #disconnect} from another thread ends everything.
 */
public final class SecureTransport implements Transport {
  private final Role role;
  private final ByteStream stream;
  private final TransportOptions options;
  private final TransportListener listener;
  private final PacketReader reader;
  private final Outbox outbox;
  private final KexParty party;
  private final HostKeyCheck hostKeyCheck;
  private final Extensions extensions;
  private final KexTimers timers;
  private final TransportMessages messages;
  private final Rekeys rekeys;
  private final AtomicReference<@Nullable Termination> termination = new AtomicReference<>();
  private final CountDownLatch over = new CountDownLatch(1);

  // The reader's own.
  private Phase phase = Phase.VERSION;
  private boolean strict;
  private boolean handshakeTail;

  /** For the layer above, which did not ask yet. */
  private @Nullable Payload early;

  private Phase resumed = Phase.AUTHED;
  private int kexPackets;
  private long kexBytes;

  private volatile @Nullable Thread readerThread;
  private volatile boolean authenticated;

  private SecureTransport(
      ByteStream stream, TransportOptions options, KexParty party, HostKeyCheck hostKeyCheck) {
    this.role = party.role();
    this.stream = stream;
    this.options = options;
    this.listener = options.listener();
    this.reader = new PacketReader(stream);
    this.outbox = new Outbox(stream, options.rekeyLimit(), new OutboxOwner());
    this.party = party;
    this.hostKeyCheck = hostKeyCheck;
    this.extensions = new Extensions(role, options);
    this.timers = new KexTimers(options, this::kexTimedOut, this::rekeyDue);
    this.messages = new TransportMessages(reader, outbox, extensions, listener);
    this.rekeys = new Rekeys(party, outbox, timers, termination::get, this::end);
  }

  /** The client's side; nothing is sent before {@link #handshake}. */
  public static SecureTransport client(
      ByteStream stream, TransportOptions options, HostKeyCheck hostKeyCheck) {
    return new SecureTransport(stream, options, KexParty.client(options), hostKeyCheck);
  }

  /**
   * The server's side.
   *
   * @param hostKeys at least one that an offered host key algorithm can use
   */
  public static SecureTransport server(
      ByteStream stream, TransportOptions options, List<Signer> hostKeys) {
    return new SecureTransport(
        stream, options, KexParty.server(options, hostKeys), SecureTransport::neverAsked);
  }

  private static HostKeyVerdict neverAsked(PublicKey key, SignatureAlgorithm algorithm) {
    throw new IllegalStateException("a server checks no host key");
  }

  /**
   * Version exchange and first key exchange, up to the NEWKEYS of both sides. Whatever it throws
   * has ended the connection.
   *
   * @throws dev.aikagi.kex.NegotiationFailedException where the two sides share no algorithms
   * @throws HostKeyRefusedException where the host key check said no
   * @throws ConnectionEndedException where the peer, or another thread, ended it
   */
  public void handshake() throws IOException {
    readerThread = Thread.currentThread();
    try {
      new FirstKex(party, reader, outbox, extensions, timers, messages, hostKeyCheck).run();
      strict = party.facts().strict();
      phase = Phase.SERVICE;
      // A client's NEWKEYS goes out together with its first request.
      handshakeTail = role == Role.CLIENT;
      if (handshakeTail) {
        readAnnouncement();
      } else {
        outbox.uncork();
      }
    } catch (IOException e) {
      throw failed(e);
    } catch (RuntimeException | Error e) {
      var _ = end(e);
      throw e;
    } finally {
      timers.disarmKex();
    }
  }

  /** A server's EXT_INFO comes with its NEWKEYS, and decides what the first request can be. */
  private void readAnnouncement() throws IOException {
    while (early == null && reader.hasBuffered()) {
      Payload p = reader.next();
      listener.packet(false, p.number());
      if (handle(p, PacketReader.NOTHING)) {
        early = p;
      }
    }
  }

  @Override
  public Payload receive() throws IOException {
    return receive(PacketReader.NOTHING);
  }

  @Override
  public Payload receive(Runnable beforeWaiting) throws IOException {
    if (readerThread != Thread.currentThread()) {
      readerThread = Thread.currentThread();
    }
    try {
      if (handshakeTail) {
        handshakeTail = false;
        outbox.uncork();
      }
      Payload kept = early;
      if (kept != null) {
        early = null;
        return kept;
      }
      while (true) {
        Payload p = reader.next(beforeWaiting);
        listener.packet(false, p.number());
        if (handle(p, beforeWaiting)) {
          return p;
        }
      }
    } catch (IOException e) {
      throw unlessEnded(e);
    }
  }

  /** Whether the message is for the layer above. */
  private boolean handle(Payload p, Runnable beforeWaiting) throws IOException {
    int number = p.number();
    if (phase == Phase.REKEY) {
      countInKex(p);
    } else if (authenticated) {
      checkInboundLimit();
    }
    MessageRules.Verdict verdict = MessageRules.verdict(role, phase, strict, number);
    if (verdict == MessageRules.Verdict.DELIVER) {
      extensions.checkDelivered(number);
      if (phase == Phase.SERVICE) {
        phase = Phase.AUTH;
      }
      return true;
    }
    // A key exchange is waited for, and so is room for an answer.
    beforeWaiting.run();
    switch (verdict) {
      case TRANSPORT -> messages.handle(phase, p);
      case KEX -> handleKex(p);
      case DROP -> {}
      case UNKNOWN -> outbox.post(new Unimplemented(reader.lastSequence()));
      default -> throw TransportMessages.refused(phase, number);
    }
    return false;
  }

  private void countInKex(Payload p) throws DisconnectException {
    kexPackets++;
    kexBytes += p.length();
    if (kexPackets > TransportLimits.MAX_PACKETS_IN_KEX
        || kexBytes > TransportLimits.MAX_BYTES_IN_KEX) {
      throw Rekey.protocolError("too much during a key exchange");
    }
  }

  private void checkInboundLimit() {
    RekeyLimit limit = options.rekeyLimit();
    if (reader.bytesSinceKeys() >= limit.bytes() || reader.packetsSinceKeys() >= limit.packets()) {
      var _ = rekeys.start(TransportEvent.RekeyCause.BYTES_OR_PACKETS);
    }
  }

  private void handleKex(Payload p) throws IOException {
    switch (p.number()) {
      case KexInit.NUMBER -> {
        Proposal proposal = Proposal.read(p.copy());
        rekeys.forPeer().offerProposal(proposal);
        kexPackets = 0;
        kexBytes = 0;
        resumed = phase;
        phase = Phase.REKEY;
      }
      case NewKeys.NUMBER -> {
        Rekey current = rekeys.current();
        current.offer(p);
        InboundKeys keys = current.awaitKeys();
        reader.newKeys(keys.opener(), strict);
        reader.inflater(keys.inflater());
        phase = resumed;
        listener.on(new TransportEvent.NewKeysReceived());
      }
      default -> rekeys.current().offer(p);
    }
  }

  /** Asks for new keys now, unless that is under way; returns at once. */
  public void startRekey() {
    var _ = rekeys.start(TransportEvent.RekeyCause.CALLER);
  }

  @Override
  public void send(Message message) throws IOException {
    if (Thread.currentThread() != readerThread) {
      try {
        outbox.send(message);
      } catch (IOException e) {
        throw whyNotSent(e);
      }
    } else if (authenticated) {
      outbox.post(message);
    } else {
      outbox.sendOrPost(message);
    }
  }

  @Override
  public void sendData(long recipientChannel, byte[] data, int offset, int length, int maximum)
      throws IOException {
    try {
      outbox.sendData(recipientChannel, data, offset, length, maximum);
    } catch (IOException e) {
      throw whyNotSent(e);
    }
  }

  @Override
  public void sendExtendedData(
      long recipientChannel, long dataTypeCode, byte[] data, int offset, int length)
      throws IOException {
    try {
      outbox.sendExtendedData(recipientChannel, dataTypeCode, data, offset, length);
    } catch (IOException e) {
      throw whyNotSent(e);
    }
  }

  @Override
  public void authenticated() throws IOException {
    Algorithms a = party.facts().algorithms();
    if (phase != Phase.AUTH || a == null) {
      throw new IllegalStateException("authenticated in the phase " + phase);
    }
    phase = Phase.AUTHED;
    reader.authenticated();
    boolean wanted = rekeys.authenticated();
    authenticated = true;
    PacketInflater in = Rekeys.inflater(a.inbound(role));
    PacketDeflater out = Rekeys.deflater(a.outbound(role));
    if (in != null || out != null) {
      reader.inflater(in);
      outbox.deflater(out);
      listener.on(new TransportEvent.CompressionStarted(out != null, in != null));
    }
    timers.armRekey();
    if (wanted) {
      var _ = rekeys.start(TransportEvent.RekeyCause.BYTES_OR_PACKETS);
    }
  }

  /**
   * A server tells the client which algorithms this user may sign with, if the client takes that
   * during authentication (ext-info-in-auth@openssh.com); otherwise nothing happens.
   */
  public void sendServerSigAlgs(List<SignatureAlgorithm> algorithms) throws IOException {
    ExtInfo message = extensions.announcementInAuth(algorithms);
    if (message != null && phase == Phase.AUTH) {
      outbox.sendOrPost(message);
      listener.on(new TransportEvent.ExtInfoSent(message.extensions()));
    }
  }

  public Role role() {
    return role;
  }

  public String localVersion() {
    return options.version();
  }

  /** The peer's version line; empty before it came. */
  @Override
  public String peerVersion() {
    return party.facts().peerVersion();
  }

  /** What is in force, or was agreed on last; empty before the first key exchange. */
  public Optional<Algorithms> algorithms() {
    return Optional.ofNullable(party.facts().algorithms());
  }

  /**
   * The server's host key as a client verified it, also where the server showed a certificate of
   * it; empty on a server.
   */
  public Optional<PublicKey> hostKey() {
    return Optional.ofNullable(party.facts().hostKey());
  }

  @Override
  public Bytes hostKeyBlob() {
    return party.facts().hostKeyBlob();
  }

  /**
   * The server's signature of the session identifier, from the first key exchange: it proves to an
   * agent which server the session is with.
   */
  public Bytes hostKeySignature() {
    return party.facts().hostKeySignature();
  }

  @Override
  public Bytes sessionId() {
    return party.facts().sessionId();
  }

  @Override
  public Map<String, Bytes> peerExtensions() {
    return extensions.peer();
  }

  /** How it ended, once it has. */
  public Optional<Termination> termination() {
    return Optional.ofNullable(termination.get());
  }

  @Override
  public void disconnect(DisconnectReason reason, String text) {
    var _ =
        finish(
            new Ending(
                new Termination.LocalDisconnect(reason, text, null),
                new Disconnect(reason.code(), text, "")));
  }

  @Override
  public Termination end(Throwable cause) {
    return finish(Ending.of(cause));
  }

  @Override
  public void close() {
    var _ = finish(new Ending(new Termination.Closed(), null));
  }

  private Termination finish(Ending ending) {
    if (!termination.compareAndSet(null, ending.termination())) {
      return java.util.Objects.requireNonNull(termination.get());
    }
    if (ending.message() != null) {
      // A peer that does not read must not keep this side.
      try (var _ = Timer.quicklyAfter(TransportLimits.GOODBYE_TIME, stream::close)) {
        outbox.goodbye(ending.message(), TransportLimits.GOODBYE_TIME);
      }
    }
    // First: a write that fails because the socket was closed has to find out why it was.
    outbox.ending(ending.termination());
    stream.close();
    outbox.end();
    over.countDown();
    timers.end();
    rekeys.end(ending.termination());
    if (Thread.currentThread() == readerThread) {
      reader.close();
    }
    return ending.termination();
  }

  /** The handshake's catch site: what it throws, after it ended the connection. */
  private IOException failed(IOException cause) {
    boolean first = termination.get() == null;
    Termination how = end(cause);
    return first ? cause : new ConnectionEndedException(how);
  }

  /**
   * What a sender throws where the socket takes no more: the peer may have said why before it
   * closed, and the reader gets a moment to find that.
   */
  private IOException whyNotSent(IOException cause) {
    if (cause instanceof SshException || Thread.currentThread() == readerThread) {
      return cause;
    }
    try {
      var _ = over.await(2 * TransportLimits.GOODBYE_TIME.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Termination how = termination.get();
    return how == null ? cause : new ConnectionEndedException(how);
  }

  /** What the reader throws: why it ended, if somebody has ended it already. */
  private IOException unlessEnded(IOException cause) {
    Termination how = termination.get();
    if (how == null) {
      return cause;
    }
    reader.close();
    return new ConnectionEndedException(how);
  }

  private void rekeyDue() {
    var _ = rekeys.start(TransportEvent.RekeyCause.TIME);
  }

  /** On the timer's thread, which must not wait. */
  private void kexTimedOut() {
    DisconnectException late =
        new DisconnectException(
            DisconnectReason.KEY_EXCHANGE_FAILED, "the key exchange took too long");
    Timer.runApart(() -> end(late));
  }

  private final class OutboxOwner implements Outbox.Owner {
    @Override
    public boolean outboundLimitReached() {
      return rekeys.start(TransportEvent.RekeyCause.BYTES_OR_PACKETS);
    }

    @Override
    public void sealing(int number) {
      listener.packet(true, number);
    }

    @Override
    public void writeFailed(IOException e) {
      // The peer may have said why before it closed: the reader gets a moment to find that.
      if (termination.get() == null) {
        var _ = Timer.quicklyAfter(TransportLimits.GOODBYE_TIME, stream::close);
      }
    }
  }
}
