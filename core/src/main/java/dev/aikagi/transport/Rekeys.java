package dev.aikagi.transport;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Reason;
import dev.aikagi.Termination;
import dev.aikagi.algorithm.CompressionAlgorithm;
import dev.aikagi.crypto.PacketDeflater;
import dev.aikagi.crypto.PacketInflater;
import dev.aikagi.kex.Algorithms;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.kex.KexResult;
import dev.aikagi.kex.Role;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The key exchanges after the first: when one begins, for whom, and what comes of it. One at a
 * time, each on a thread of its own; any thread may ask for one.
 */
final class Rekeys {
  private final Role role;
  private final KexParty party;
  private final Outbox outbox;
  private final KexTimers timers;
  private final TransportListener listener;
  private final Supplier<@Nullable Termination> termination;
  private final Consumer<Throwable> end;

  /** Guards what follows; never held while waiting for anything else. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable Rekey rekey;
  private boolean wanted;
  private volatile boolean authenticated;

  /**
   * @param termination how the connection ended, once it has
   * @param end ends the connection
   */
  Rekeys(
      KexParty party,
      Outbox outbox,
      KexTimers timers,
      Supplier<@Nullable Termination> termination,
      Consumer<Throwable> end) {
    this.role = party.role();
    this.party = party;
    this.outbox = outbox;
    this.timers = timers;
    this.listener = party.options().listener();
    this.termination = termination;
    this.end = end;
  }

  /** From now on the peer is no stranger; whether somebody asked for new keys before. */
  boolean authenticated() {
    lock.lock();
    try {
      authenticated = true;
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  /** The connection has ended: so has the exchange that is under way. */
  void end(Termination how) {
    lock.lock();
    try {
      if (rekey != null) {
        rekey.end(how);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The one that a message of the reader's belongs to. */
  Rekey current() {
    lock.lock();
    try {
      return Objects.requireNonNull(rekey);
    } finally {
      lock.unlock();
    }
  }

  /** The exchange that the peer's KEXINIT belongs to: ours, or one that it starts. */
  Rekey forPeer() throws IOException {
    Rekey current;
    lock.lock();
    try {
      current = rekey;
      if (current == null) {
        return begin(TransportEvent.RekeyCause.PEER);
      }
    } finally {
      lock.unlock();
    }
    if (!current.inboundDone()) {
      return current;
    }
    current.awaitFinished();
    return forPeer();
  }

  /** Asks for new keys, unless that is under way; whether an exchange begins now. */
  boolean start(TransportEvent.RekeyCause cause) {
    lock.lock();
    try {
      if (!authenticated) {
        // Strangers do not get a second key exchange; it follows right after authentication.
        wanted = true;
        return false;
      }
      if (rekey != null || termination.get() != null) {
        return false;
      }
      var _ = begin(cause);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private Rekey begin(TransportEvent.RekeyCause cause) {
    Rekey next = new Rekey(outbox);
    rekey = next;
    Termination how = termination.get();
    if (how != null) {
      next.end(how);
    }
    var _ = Thread.ofVirtual().name("aikagi-rekey").start(() -> run(next, cause));
    return next;
  }

  private void run(Rekey x, TransportEvent.RekeyCause cause) {
    try {
      timers.armKex();
      listener.on(new TransportEvent.RekeyStarted(cause));
      exchangeAgain(x);
    } catch (IOException | RuntimeException | Error e) {
      // The catch site of this thread: the reader and all senders are woken by it.
      end.accept(e);
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
    try (KexResult result = party.run(own, peer, false, x, new SameHostKey())) {
      boolean strict = party.facts().strict();
      Bytes sessionId = party.exchanged(result).sessionId();
      Algorithms.Direction in = result.algorithms().inbound(role);
      Algorithms.Direction out = result.algorithms().outbound(role);
      x.handOver(
          new InboundKeys(result.opener(role, sessionId), authenticated ? inflater(in) : null));
      PacketDeflater deflater = authenticated ? deflater(out) : null;
      outbox.newKeys(result.sealer(role, sessionId), strict, deflater, null);
      listener.on(new TransportEvent.NewKeysSent());
    }
    x.receiveNewKeys();
    x.awaitInbound();
    lock.lock();
    try {
      rekey = null;
    } finally {
      lock.unlock();
    }
    x.finish();
    timers.armRekey();
  }

  /** Behind authentication: before it, zlib@openssh.com is silent. */
  static @Nullable PacketInflater inflater(Algorithms.Direction d) {
    return d.compression() == CompressionAlgorithm.ZLIB_OPENSSH ? new PacketInflater() : null;
  }

  static @Nullable PacketDeflater deflater(Algorithms.Direction d) {
    return d.compression() == CompressionAlgorithm.ZLIB_OPENSSH ? new PacketDeflater() : null;
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
      if (!blob.equals(party.facts().hostKeyBlob())) {
        throw new DisconnectException(
            DisconnectReason.HOST_KEY_NOT_VERIFIABLE, "the host key changed during the connection");
      }
      return new HostKeyVerdict.Accepted(REASON);
    }
  }
}
