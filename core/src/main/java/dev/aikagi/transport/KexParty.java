package dev.aikagi.transport;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.crypto.RandomPool;
import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.Algorithms;
import dev.aikagi.kex.HostKey;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.kex.KexResult;
import dev.aikagi.kex.KeyExchange;
import dev.aikagi.kex.Negotiation;
import dev.aikagi.kex.Role;
import dev.aikagi.kex.Transcript;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.Signer;
import dev.aikagi.message.KexInit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What all key exchanges of one connection have in common on this side, and what came of them so
 * far. Used by one exchange at a time; any thread reads the {@link #facts}.
 */
final class KexParty {
  private final Role role;
  private final TransportOptions options;
  private final AlgorithmPreferences preferences;
  private final List<HostKey> hostKeys;
  private final RandomPool random = new RandomPool();
  private Bytes clientVersion = Bytes.EMPTY;
  private Bytes serverVersion = Bytes.EMPTY;
  private volatile PeerFacts facts = PeerFacts.NONE;

  private KexParty(
      Role role,
      TransportOptions options,
      AlgorithmPreferences preferences,
      List<HostKey> hostKeys) {
    this.role = role;
    this.options = options;
    this.preferences = preferences;
    this.hostKeys = hostKeys;
  }

  static KexParty client(TransportOptions options) {
    return new KexParty(Role.CLIENT, options, options.preferences(), List.of());
  }

  /** Offers the algorithms that there are keys and certificates for. */
  static KexParty server(TransportOptions options, List<Signer> signers) {
    List<HostKey> hostKeys = new ArrayList<>();
    for (Signer signer : signers) {
      hostKeys.add(new HostKey(signer, null));
      for (Certificate certificate : options.hostCertificates()) {
        if (certificate.publicKey().equals(signer.publicKey())) {
          hostKeys.add(new HostKey(signer, certificate));
        }
      }
    }
    List<PublicKeyAlgorithm> possible = new ArrayList<>();
    for (PublicKeyAlgorithm a : options.preferences().hostKeyAlgorithms()) {
      if (hostKeys.stream().anyMatch(k -> k.fits(a))) {
        possible.add(a);
      }
    }
    if (possible.isEmpty()) {
      throw new IllegalArgumentException("no host key for any of the host key algorithms");
    }
    AlgorithmPreferences preferences = options.preferences().withHostKeyAlgorithms(possible);
    return new KexParty(Role.SERVER, options, preferences, List.copyOf(hostKeys));
  }

  Role role() {
    return role;
  }

  TransportOptions options() {
    return options;
  }

  PeerFacts facts() {
    return facts;
  }

  void peerVersion(String version) {
    facts = facts.version(version);
  }

  /** The first two KEXINITs decide it for the whole connection. */
  void strict(boolean agreed) {
    facts = facts.strict(agreed);
  }

  void hostKey(PublicKey key) {
    facts = facts.hostKey(key);
  }

  PeerFacts exchanged(KexResult result) {
    PeerFacts now = facts.exchanged(result);
    facts = now;
    return now;
  }

  void versions(String client, String server) {
    clientVersion = Bytes.utf8(client);
    serverVersion = Bytes.utf8(server);
  }

  Proposal propose(boolean first) {
    byte[] cookie = new byte[KexInit.COOKIE_LENGTH];
    random.fill(cookie, 0, cookie.length);
    return Proposal.of(preferences.kexInit(Bytes.of(cookie), role, first));
  }

  /** Both KEXINITs are there: negotiates and runs the method. */
  KexResult run(
      Proposal own, Proposal peer, boolean first, GuessSkippingIo io, HostKeyCheck hostKeyCheck)
      throws IOException {
    boolean strict = facts.strict();
    Proposal client = role == Role.CLIENT ? own : peer;
    Proposal server = role == Role.CLIENT ? peer : own;
    Algorithms algorithms = Negotiation.negotiate(client.message(), server.message()).require();
    options.listener().on(new TransportEvent.Negotiated(algorithms, strict, first));
    refusePrefixCut(algorithms, strict);
    if (peer.message().firstKexPacketFollows()
        && !Negotiation.guessFits(client.message(), server.message())) {
      io.skipGuess();
    }
    Transcript transcript =
        new Transcript(clientVersion, serverVersion, client.payload(), server.payload());
    if (role == Role.CLIENT) {
      return KeyExchange.client(
          transcript, algorithms, io, hostKeyCheck, options.requiredRsaBits());
    }
    return KeyExchange.server(transcript, algorithms, io, hostKeyFor(algorithms), options.moduli());
  }

  private void refusePrefixCut(Algorithms a, boolean strict) throws DisconnectException {
    if (options.strictKexRequired()
        && !strict
        && (a.clientToServer().prefixCanBeCut() || a.serverToClient().prefixCanBeCut())) {
      throw new DisconnectException(
          DisconnectReason.KEY_EXCHANGE_FAILED,
          "strict key exchange is required with this cipher (CVE-2023-48795)");
    }
  }

  private HostKey hostKeyFor(Algorithms algorithms) {
    for (HostKey key : hostKeys) {
      if (key.fits(algorithms.hostKeyAlgorithm())) {
        return key;
      }
    }
    throw new IllegalStateException("no key for " + algorithms.hostKeyAlgorithm());
  }
}
