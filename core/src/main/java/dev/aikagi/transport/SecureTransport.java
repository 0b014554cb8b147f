package dev.aikagi.transport;

import dev.aikagi.Bytes;
import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Reason;
import dev.aikagi.Termination;
import dev.aikagi.crypto.CompressionAlgorithm;
import dev.aikagi.crypto.PacketDeflater;
import dev.aikagi.crypto.PacketInflater;
import dev.aikagi.kex.Algorithms;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.kex.HostKeyRefusedException;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.kex.KexResult;
import dev.aikagi.kex.Negotiation;
import dev.aikagi.kex.Role;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.Signer;
import dev.aikagi.message.Debug;
import dev.aikagi.message.Disconnect;
import dev.aikagi.message.ExtInfo;
import dev.aikagi.message.Ignore;
import dev.aikagi.message.KexInit;
import dev.aikagi.message.Message;
import dev.aikagi.message.NewKeys;
import dev.aikagi.message.Ping;
import dev.aikagi.message.Pong;
import dev.aikagi.message.Unimplemented;
import dev.aikagi.wire.WireReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
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
  /** For {@link #receiveInKex}: a guess is dropped whatever it is. */
  private static final int ANY_KEX_MESSAGE = -1;

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
  private final AtomicReference<@Nullable Termination> termination = new AtomicReference<>();

  // The reader's own.
  private Phase phase = Phase.VERSION;
  private boolean strict;
  private boolean handshakeTail;
  private Phase resumed = Phase.AUTHED;
  private int kexPackets;
  private long kexBytes;

  private volatile @Nullable Thread readerThread;
  private volatile boolean authenticated;
  private volatile PeerFacts facts = PeerFacts.NONE;

  /** Guards the rekey; never held while waiting for anything else. */
  private final ReentrantLock kexLock = new ReentrantLock();

  private @Nullable Rekey rekey;
  private boolean rekeyWanted;

  private SecureTransport(
      Role role,
      ByteStream stream,
      TransportOptions options,
      KexParty party,
      HostKeyCheck hostKeyCheck) {
    this.role = role;
    this.stream = stream;
    this.options = options;
    this.listener = options.listener();
    this.reader = new PacketReader(stream);
    this.outbox = new Outbox(stream, options.rekeyLimit(), new OutboxOwner());
    this.party = party;
    this.hostKeyCheck = hostKeyCheck;
    this.extensions = new Extensions(role, options);
    this.timers =
        new KexTimers(options, this::kexTimedOut, () -> startRekey(TransportEvent.RekeyCause.TIME));
  }

  /** The client's side; nothing is sent before {@link #handshake}. */
  public static SecureTransport client(
      ByteStream stream, TransportOptions options, HostKeyCheck hostKeyCheck) {
    return new SecureTransport(
        Role.CLIENT, stream, options, KexParty.client(options), hostKeyCheck);
  }

  /**
   * The server's side.
   *
   * @param hostKeys at least one that an offered host key algorithm can use
   */
  public static SecureTransport server(
      ByteStream stream, TransportOptions options, List<Signer> hostKeys) {
    return new SecureTransport(
        Role.SERVER,
        stream,
        options,
        KexParty.server(options, hostKeys),
        SecureTransport::neverAsked);
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
      firstKex();
    } catch (IOException e) {
      throw failed(e);
    } catch (RuntimeException | Error e) {
      var _ = end(e);
      throw e;
    } finally {
      timers.disarmKex();
    }
  }

  private void firstKex() throws IOException {
    timers.armKex();
    outbox.cork();
    String version = options.version();
    outbox.writeVersion((version + "\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    listener.on(new TransportEvent.LocalVersion(version));
    Proposal own = party.propose(true);
    outbox.beginKex(own.payload().toArray());
    outbox.flush();
    listener.on(new TransportEvent.KexInitSent(own.message()));
    TransportEvent.PeerVersion peerVersion = VersionExchange.read(reader, role);
    listener.on(peerVersion);
    facts = facts.version(peerVersion.version());
    boolean client = role == Role.CLIENT;
    party.versions(
        client ? version : peerVersion.version(), client ? peerVersion.version() : version);
    phase = Phase.KEXINIT;
    Proposal peer = Proposal.read(receiveInKex(KexInit.NUMBER).copy());
    listener.on(new TransportEvent.KexInitReceived(peer.message()));
    extensions.peerProposed(peer.message());
    strict =
        client
            ? Negotiation.strict(own.message(), peer.message())
            : Negotiation.strict(peer.message(), own.message());
    if (strict && reader.packetsSinceKeys() != 1) {
      // CVE-2023-48795: a packet before KEXINIT shifts the sequence numbers.
      throw Rekey.protocolError("KEXINIT is not the first packet in strict key exchange");
    }
    phase = Phase.KEX;
    try (KexResult result =
        party.run(own, peer, strict, true, new FirstKexIo(), new FirstHostKey())) {
      finishFirstKex(result);
    }
  }

  private void finishFirstKex(KexResult result) throws IOException {
    facts = facts.exchanged(result);
    phase = Phase.NEWKEYS;
    ExtInfo announcement = extensions.announcement();
    outbox.newKeys(result.sealer(role, facts.sessionId()), strict, null, announcement);
    listener.on(new TransportEvent.NewKeysSent());
    if (announcement != null) {
      listener.on(new TransportEvent.ExtInfoSent(announcement.extensions()));
    }
    var _ = NewKeys.read(receiveInKex(NewKeys.NUMBER).reader());
    reader.newKeys(result.opener(role, facts.sessionId()), strict);
    listener.on(new TransportEvent.NewKeysReceived());
    phase = Phase.SERVICE;
    // A client's NEWKEYS goes out together with its first request.
    handshakeTail = role == Role.CLIENT;
    if (!handshakeTail) {
      outbox.uncork();
    }
  }

  /** The first key exchange reads on its own: nobody else does yet. */
  private final class FirstKexIo implements GuessSkippingIo {
    @Override
    public void send(Message message) throws IOException {
      outbox.sendKex(message);
    }

    @Override
    public WireReader receive(int number) throws IOException {
      return receiveInKex(number).reader();
    }

    @Override
    public void skipGuess() throws IOException {
      var _ = receiveInKex(ANY_KEX_MESSAGE);
    }
  }

  /** The next message of the first key exchange, which must have this number. */
  private Payload receiveInKex(int number) throws IOException {
    while (true) {
      if (!reader.hasBuffered()) {
        outbox.flush();
      }
      Payload p = reader.next();
      listener.packet(false, p.number());
      switch (MessageRules.verdict(role, phase, strict, p.number())) {
        case TRANSPORT -> handleTransport(p);
        case KEX -> {
          if (number != ANY_KEX_MESSAGE && p.number() != number) {
            throw Rekey.protocolError("message " + p.number() + " in place of " + number);
          }
          return p;
        }
        default -> throw refused(p.number());
      }
    }
  }

  /** A person may be asked: that time does not count. */
  private final class FirstHostKey implements HostKeyCheck {
    @Override
    public HostKeyVerdict check(PublicKey key, SignatureAlgorithm algorithm) throws IOException {
      begin(key);
      return end(key, algorithm, hostKeyCheck.check(key, algorithm));
    }

    @Override
    public HostKeyVerdict check(Certificate certificate, SignatureAlgorithm algorithm)
        throws IOException {
      begin(certificate.publicKey());
      HostKeyVerdict verdict = hostKeyCheck.check(certificate, algorithm);
      return end(certificate.publicKey(), algorithm, verdict);
    }

    private void begin(PublicKey key) {
      timers.disarmKex();
      facts = facts.hostKey(key);
    }

    private HostKeyVerdict end(
        PublicKey key, SignatureAlgorithm algorithm, HostKeyVerdict verdict) {
      listener.on(new TransportEvent.HostKeyChecked(key, algorithm, verdict));
      timers.armKex();
      return verdict;
    }
  }

  /**
   * A later key exchange brings the same host key (CVE-2026-60002), and a certificate only where
   * the first one did: nobody looks at it again.
   */
  private final class SameHostKey implements HostKeyCheck {
    private static final Reason REASON = () -> "the host key of the first key exchange";

    @Override
    public HostKeyVerdict check(PublicKey key, SignatureAlgorithm algorithm) throws IOException {
      return same(key.blob());
    }

    @Override
    public HostKeyVerdict check(Certificate certificate, SignatureAlgorithm algorithm)
        throws IOException {
      return same(certificate.blob());
    }

    private HostKeyVerdict same(Bytes blob) throws DisconnectException {
      if (!blob.equals(facts.hostKeyBlob())) {
        throw new DisconnectException(
            DisconnectReason.HOST_KEY_NOT_VERIFIABLE, "the host key changed during the connection");
      }
      return new HostKeyVerdict.Accepted(REASON);
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
      case TRANSPORT -> handleTransport(p);
      case KEX -> handleKex(p);
      case DROP -> {}
      case UNKNOWN -> outbox.post(new Unimplemented(reader.lastSequence()));
      default -> throw refused(number);
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
      startRekey(TransportEvent.RekeyCause.BYTES_OR_PACKETS);
    }
  }

  private DisconnectException refused(int number) {
    return Rekey.protocolError("message " + number + " is not allowed in the phase " + phase);
  }

  private void handleTransport(Payload p) throws IOException {
    switch (p.number()) {
      case Disconnect.NUMBER -> {
        Disconnect d = Disconnect.read(p.reader());
        throw new ConnectionEndedException(
            new Termination.PeerDisconnect(d.reasonCode(), d.description()));
      }
      case Ignore.NUMBER -> {
        var _ = Ignore.read(p.reader());
      }
      case Unimplemented.NUMBER ->
          listener.on(
              new TransportEvent.UnimplementedReceived(
                  Unimplemented.read(p.reader()).sequenceNumber()));
      case Debug.NUMBER -> {
        Debug d = Debug.read(p.reader());
        listener.on(new TransportEvent.DebugReceived(d.alwaysDisplay(), d.message()));
      }
      case ExtInfo.NUMBER -> {
        ExtInfo e = extensions.receive(phase, reader.packetsSinceKeys() == 1, p);
        listener.on(new TransportEvent.ExtInfoReceived(e.extensions()));
      }
      case Ping.NUMBER -> outbox.post(new Pong(Ping.read(p.reader()).data()));
      case Pong.NUMBER -> {
        var _ = Pong.read(p.reader());
      }
      default -> throw refused(p.number());
    }
  }

  private void handleKex(Payload p) throws IOException {
    switch (p.number()) {
      case KexInit.NUMBER -> {
        Proposal proposal = Proposal.read(p.copy());
        rekeyForPeer().offerProposal(proposal);
        kexPackets = 0;
        kexBytes = 0;
        resumed = phase;
        phase = Phase.REKEY;
      }
      case NewKeys.NUMBER -> {
        Rekey current = currentRekey();
        current.offer(p);
        InboundKeys keys = current.awaitKeys();
        reader.newKeys(keys.opener(), strict);
        reader.inflater(keys.inflater());
        phase = resumed;
        listener.on(new TransportEvent.NewKeysReceived());
      }
      default -> currentRekey().offer(p);
    }
  }

  private Rekey currentRekey() {
    kexLock.lock();
    try {
      return java.util.Objects.requireNonNull(rekey);
    } finally {
      kexLock.unlock();
    }
  }

  /** The exchange that the peer's KEXINIT belongs to: ours, or one that it starts. */
  private Rekey rekeyForPeer() throws IOException {
    Rekey current;
    kexLock.lock();
    try {
      current = rekey;
      if (current == null) {
        return begin(TransportEvent.RekeyCause.PEER);
      }
    } finally {
      kexLock.unlock();
    }
    if (!current.inboundDone()) {
      return current;
    }
    current.awaitFinished();
    return rekeyForPeer();
  }

  /** Asks for new keys now, unless that is under way; returns at once. */
  public void startRekey() {
    var _ = startRekey(TransportEvent.RekeyCause.CALLER);
  }

  /** Whether one begins now. */
  private boolean startRekey(TransportEvent.RekeyCause cause) {
    kexLock.lock();
    try {
      if (!authenticated) {
        // Strangers do not get a second key exchange; it follows right after authentication.
        rekeyWanted = true;
        return false;
      }
      if (rekey != null || termination.get() != null) {
        return false;
      }
      var _ = begin(cause);
      return true;
    } finally {
      kexLock.unlock();
    }
  }

  private Rekey begin(TransportEvent.RekeyCause cause) {
    Rekey next = new Rekey(outbox);
    rekey = next;
    Termination how = termination.get();
    if (how != null) {
      next.end(how);
    }
    var _ = Thread.ofVirtual().name("aikagi-rekey").start(() -> runRekey(next, cause));
    return next;
  }

  private void runRekey(Rekey x, TransportEvent.RekeyCause cause) {
    try {
      timers.armKex();
      listener.on(new TransportEvent.RekeyStarted(cause));
      exchangeAgain(x);
    } catch (IOException | RuntimeException | Error e) {
      // The catch site of this thread: the reader and all senders are woken by it.
      var _ = end(e);
    } finally {
      timers.disarmKex();
    }
  }

  private void exchangeAgain(Rekey x) throws IOException {
    Proposal own = party.propose(false);
    outbox.beginKex(own.payload().toArray());
    listener.on(new TransportEvent.KexInitSent(own.message()));
    Proposal peer = x.receiveProposal();
    listener.on(new TransportEvent.KexInitReceived(peer.message()));
    try (KexResult result = party.run(own, peer, strict, false, x, new SameHostKey())) {
      facts = facts.exchanged(result);
      Bytes sessionId = facts.sessionId();
      Algorithms.Direction in = result.algorithms().inbound(role);
      Algorithms.Direction out = result.algorithms().outbound(role);
      x.handOver(new InboundKeys(result.opener(role, sessionId), inflater(in)));
      outbox.newKeys(result.sealer(role, sessionId), strict, deflater(out), null);
      listener.on(new TransportEvent.NewKeysSent());
    }
    x.receiveNewKeys();
    x.awaitInbound();
    kexLock.lock();
    try {
      rekey = null;
    } finally {
      kexLock.unlock();
    }
    x.finish();
    timers.armRekey();
  }

  private @Nullable PacketInflater inflater(Algorithms.Direction d) {
    boolean on = authenticated && d.compression() == CompressionAlgorithm.ZLIB_OPENSSH;
    return on ? new PacketInflater() : null;
  }

  private @Nullable PacketDeflater deflater(Algorithms.Direction d) {
    boolean on = authenticated && d.compression() == CompressionAlgorithm.ZLIB_OPENSSH;
    return on ? new PacketDeflater() : null;
  }

  @Override
  public void send(Message message) throws IOException {
    if (Thread.currentThread() != readerThread) {
      outbox.send(message);
    } else if (authenticated) {
      outbox.post(message);
    } else {
      outbox.sendOrPost(message);
    }
  }

  @Override
  public void sendData(long recipientChannel, byte[] data, int offset, int length, int maximum)
      throws IOException {
    outbox.sendData(recipientChannel, data, offset, length, maximum);
  }

  @Override
  public void sendExtendedData(
      long recipientChannel, long dataTypeCode, byte[] data, int offset, int length)
      throws IOException {
    outbox.sendExtendedData(recipientChannel, dataTypeCode, data, offset, length);
  }

  @Override
  public void authenticated() throws IOException {
    Algorithms a = facts.algorithms();
    if (phase != Phase.AUTH || a == null) {
      throw new IllegalStateException("authenticated in the phase " + phase);
    }
    phase = Phase.AUTHED;
    reader.authenticated();
    boolean wanted;
    kexLock.lock();
    try {
      authenticated = true;
      wanted = rekeyWanted;
    } finally {
      kexLock.unlock();
    }
    PacketInflater in = inflater(a.inbound(role));
    PacketDeflater out = deflater(a.outbound(role));
    if (in != null || out != null) {
      reader.inflater(in);
      outbox.deflater(out);
      listener.on(new TransportEvent.CompressionStarted(out != null, in != null));
    }
    timers.armRekey();
    if (wanted) {
      startRekey(TransportEvent.RekeyCause.BYTES_OR_PACKETS);
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
  public String peerVersion() {
    return facts.peerVersion();
  }

  /** What is in force, or was agreed on last; empty before the first key exchange. */
  public Optional<Algorithms> algorithms() {
    return Optional.ofNullable(facts.algorithms());
  }

  /**
   * The server's host key as a client verified it, also where the server showed a certificate of
   * it; empty on a server.
   */
  public Optional<PublicKey> hostKey() {
    return Optional.ofNullable(facts.hostKey());
  }

  @Override
  public Bytes hostKeyBlob() {
    return facts.hostKeyBlob();
  }

  @Override
  public Bytes sessionId() {
    return facts.sessionId();
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
    stream.close();
    outbox.end(ending.termination());
    timers.end();
    kexLock.lock();
    try {
      if (rekey != null) {
        rekey.end(ending.termination());
      }
    } finally {
      kexLock.unlock();
    }
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

  /** What the reader throws: why it ended, if somebody has ended it already. */
  private IOException unlessEnded(IOException cause) {
    Termination how = termination.get();
    if (how == null) {
      return cause;
    }
    reader.close();
    return new ConnectionEndedException(how);
  }

  /** On the timer's thread, which must not wait. */
  private void kexTimedOut() {
    var _ =
        Thread.ofVirtual()
            .name("aikagi-end")
            .start(
                () ->
                    end(
                        new DisconnectException(
                            DisconnectReason.KEY_EXCHANGE_FAILED,
                            "the key exchange took too long")));
  }

  private final class OutboxOwner implements Outbox.Owner {
    @Override
    public boolean outboundLimitReached() {
      return startRekey(TransportEvent.RekeyCause.BYTES_OR_PACKETS);
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
