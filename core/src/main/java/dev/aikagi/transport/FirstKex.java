package dev.aikagi.transport;

import dev.aikagi.Bytes;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.kex.KexResult;
import dev.aikagi.kex.Negotiation;
import dev.aikagi.kex.Role;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.message.ExtInfo;
import dev.aikagi.message.KexInit;
import dev.aikagi.message.Message;
import dev.aikagi.message.NewKeys;
import dev.aikagi.wire.WireReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Version exchange and first key exchange, on the thread of the handshake: the only one that there
 * is. Here it is decided whether key exchange is strict.
 */
final class FirstKex {
  /** For {@link #receiveNext}: a guess is dropped whatever it is. */
  private static final int ANY_KEX_MESSAGE = -1;

  private final Role role;
  private final TransportOptions options;
  private final TransportListener listener;
  private final KexParty party;
  private final PacketReader reader;
  private final Outbox outbox;
  private final Extensions extensions;
  private final KexTimers timers;
  private final TransportMessages messages;
  private final HostKeyCheck hostKeyCheck;

  private Phase phase = Phase.VERSION;
  private boolean strict;

  FirstKex(
      KexParty party,
      PacketReader reader,
      Outbox outbox,
      Extensions extensions,
      KexTimers timers,
      TransportMessages messages,
      HostKeyCheck hostKeyCheck) {
    this.role = party.role();
    this.options = party.options();
    this.listener = options.listener();
    this.party = party;
    this.reader = reader;
    this.outbox = outbox;
    this.extensions = extensions;
    this.timers = timers;
    this.messages = messages;
    this.hostKeyCheck = hostKeyCheck;
  }

  /**
   * Everything before NEWKEYS of both sides. The outbox stays corked, so that the caller decides
   * when the last of it is written.
   */
  void run() throws IOException {
    timers.armKex();
    outbox.cork();
    String version = options.version();
    outbox.writeVersion((version + "\r\n").getBytes(StandardCharsets.US_ASCII));
    listener.on(new TransportEvent.LocalVersion(version));
    Proposal own = party.propose(true);
    outbox.beginKex(own.payload().toArray());
    outbox.flush();
    listener.on(new TransportEvent.KexInitSent(own.message()));
    TransportEvent.PeerVersion peerVersion = VersionExchange.read(reader, role);
    listener.on(peerVersion);
    boolean client = role == Role.CLIENT;
    party.peerVersion(peerVersion.version());
    party.versions(
        client ? version : peerVersion.version(), client ? peerVersion.version() : version);
    phase = Phase.KEXINIT;
    Proposal peer = Proposal.read(receiveNext(KexInit.NUMBER).copy());
    listener.on(new TransportEvent.KexInitReceived(peer.message()));
    extensions.peerProposed(peer.message());
    strict =
        client
            ? Negotiation.strict(own.message(), peer.message())
            : Negotiation.strict(peer.message(), own.message());
    party.strict(strict);
    if (strict && reader.packetsSinceKeys() != 1) {
      // CVE-2023-48795: a packet before KEXINIT shifts the sequence numbers.
      throw Rekey.protocolError("KEXINIT is not the first packet in strict key exchange");
    }
    phase = Phase.KEX;
    try (KexResult result = party.run(own, peer, true, new Io(), new TimedHostKeyCheck())) {
      finish(result);
    }
  }

  private void finish(KexResult result) throws IOException {
    Bytes sessionId = party.exchanged(result).sessionId();
    phase = Phase.NEWKEYS;
    ExtInfo announcement = extensions.announcement();
    outbox.newKeys(result.sealer(role, sessionId), strict, null, announcement);
    listener.on(new TransportEvent.NewKeysSent());
    if (announcement != null) {
      listener.on(new TransportEvent.ExtInfoSent(announcement.extensions()));
    }
    var _ = NewKeys.read(receiveNext(NewKeys.NUMBER).reader());
    reader.newKeys(result.opener(role, sessionId), strict);
    listener.on(new TransportEvent.NewKeysReceived());
  }

  /** The next message of the exchange, which must have this number. */
  private Payload receiveNext(int number) throws IOException {
    while (true) {
      if (!reader.hasBuffered()) {
        outbox.flush();
      }
      Payload p = reader.next();
      listener.packet(false, p.number());
      switch (MessageRules.verdict(role, phase, strict, p.number())) {
        case TRANSPORT -> messages.handle(phase, p);
        case KEX -> {
          if (number != ANY_KEX_MESSAGE && p.number() != number) {
            throw Rekey.protocolError("message " + p.number() + " in place of " + number);
          }
          return p;
        }
        default -> throw TransportMessages.refused(phase, p.number());
      }
    }
  }

  /** It reads on its own: nobody else does yet. */
  private final class Io implements GuessSkippingIo {
    @Override
    public void send(Message message) throws IOException {
      outbox.sendKex(message);
    }

    @Override
    public WireReader receive(int number) throws IOException {
      return receiveNext(number).reader();
    }

    @Override
    public void skipGuess() throws IOException {
      var _ = receiveNext(ANY_KEX_MESSAGE);
    }
  }

  /** A person may be asked: that time does not count. */
  private final class TimedHostKeyCheck implements HostKeyCheck {
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
      party.hostKey(key);
    }

    private HostKeyVerdict end(
        PublicKey key, SignatureAlgorithm algorithm, HostKeyVerdict verdict) {
      listener.on(new TransportEvent.HostKeyChecked(key, algorithm, verdict));
      timers.armKex();
      return verdict;
    }
  }
}
