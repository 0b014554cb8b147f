package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.Printable;
import dev.aikagi.auth.ClientAuthObserver;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.kex.Algorithms;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKey;
import dev.aikagi.message.KexInit;
import dev.aikagi.transport.TransportEvent;
import dev.aikagi.transport.TransportListener;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders what the transport and the authentication do as the lines of ssh -v. */
final class Trace implements TransportListener, ClientAuthObserver {
  private static final int LIMIT = 1024;

  private final Log log;
  private final boolean warnsOfWeakCrypto;
  private final long rekeyBytes;
  private final Runnable onVersion;
  private final Runnable onKeys;
  private @Nullable KexInit ownProposal;
  private int blockOut = 16;
  private int blockIn = 16;
  private boolean replySeen;
  private boolean keysSeen;
  private String kex = "";
  private boolean metPeer;
  private String method = "";

  /**
   * Makes one for a connection.
   *
   * @param rekeyBytes after how much data new keys are made
   * @param onVersion told when the peer has said what it is
   * @param onKeys told when the first keys are in use
   */
  Trace(Log log, boolean warnsOfWeakCrypto, long rekeyBytes, Runnable onVersion, Runnable onKeys) {
    this.log = log;
    this.warnsOfWeakCrypto = warnsOfWeakCrypto;
    this.rekeyBytes = rekeyBytes;
    this.onVersion = onVersion;
    this.onKeys = onKeys;
  }

  @Override
  public void packet(boolean outbound, int number) {
    if (log.isDebug(3)) {
      log.debug(3, (outbound ? "send packet: type " : "receive packet: type ") + number);
    }
  }

  @Override
  public void on(TransportEvent event) {
    switch (event) {
      case TransportEvent.LocalVersion e -> log.debug(1, "Local version string " + e.version());
      case TransportEvent.PeerVersion e -> peerVersion(e);
      case TransportEvent.KexInitSent e -> {
        log.debug(1, "SSH2_MSG_KEXINIT sent");
        ownProposal = e.message();
      }
      case TransportEvent.KexInitReceived e -> {
        log.debug(1, "SSH2_MSG_KEXINIT received");
        KexInit own = ownProposal;
        if (own != null) {
          proposal("local client", own);
        }
        proposal("peer server", e.message());
      }
      case TransportEvent.Negotiated e -> negotiated(e);
      case TransportEvent.HostKeyChecked _ -> weakCrypto();
      case TransportEvent.NewKeysSent _ -> {
        replyReceived();
        log.debug(1, "rekey out after " + rekeyBytes / blockOut + " blocks");
        log.debug(1, "SSH2_MSG_NEWKEYS sent");
        log.debug(1, "expecting SSH2_MSG_NEWKEYS");
      }
      case TransportEvent.NewKeysReceived _ -> newKeysReceived();
      case TransportEvent.ExtInfoSent _ -> log.debug(3, "SSH2_MSG_EXT_INFO sent");
      case TransportEvent.ExtInfoReceived e -> extensions(e.extensions());
      case TransportEvent.RekeyStarted e -> log.debug(1, "rekeying in progress: " + e.cause());
      case TransportEvent.DebugReceived e -> {
        String text = "Remote: " + Printable.of(e.message(), LIMIT);
        log.debug(1, text);
      }
      case TransportEvent.UnimplementedReceived e ->
          log.debug(1, "Received SSH2_MSG_UNIMPLEMENTED for " + e.sequenceNumber());
      case TransportEvent.CompressionStarted _ -> log.debug(1, "Enabling compression at level 6.");
    }
  }

  /** The server's part of the key exchange is there; once for each exchange. */
  void replyReceived() {
    if (!replySeen) {
      replySeen = true;
      log.debug(1, replyName() + " received");
    }
  }

  private String replyName() {
    return kex.startsWith("diffie-hellman-group-exchange")
        ? "SSH2_MSG_KEX_DH_GEX_REPLY"
        : "SSH2_MSG_KEX_ECDH_REPLY";
  }

  private void newKeysReceived() {
    log.debug(1, "SSH2_MSG_NEWKEYS received");
    log.debug(1, "rekey in after " + rekeyBytes / blockIn + " blocks");
    if (!keysSeen) {
      keysSeen = true;
      onKeys.run();
    }
  }

  private void peerVersion(TransportEvent.PeerVersion e) {
    metPeer = true;
    for (String line : e.linesBefore()) {
      log.debug(1, "kex_exchange_identification: banner line: " + Printable.of(line, LIMIT));
    }
    String version = Printable.of(e.version(), LIMIT);
    int dash = version.indexOf('-', 4);
    String protocol = dash < 0 ? "" : version.substring(4, dash);
    log.debug(
        1,
        "Remote protocol version "
            + protocol
            + ", remote software version "
            + version.substring(dash + 1));
    onVersion.run();
  }

  private void proposal(String whose, KexInit message) {
    log.debug(2, whose + " KEXINIT proposal");
    log.debug(2, "KEX algorithms: " + list(message.kexAlgorithms()));
    log.debug(2, "host key algorithms: " + list(message.serverHostKeyAlgorithms()));
    log.debug(2, "ciphers ctos: " + list(message.encryptionClientToServer()));
    log.debug(2, "ciphers stoc: " + list(message.encryptionServerToClient()));
    log.debug(2, "MACs ctos: " + list(message.macClientToServer()));
    log.debug(2, "MACs stoc: " + list(message.macServerToClient()));
    log.debug(2, "compression ctos: " + list(message.compressionClientToServer()));
    log.debug(2, "compression stoc: " + list(message.compressionServerToClient()));
    log.debug(2, "languages ctos: " + list(message.languagesClientToServer()));
    log.debug(2, "languages stoc: " + list(message.languagesServerToClient()));
    log.debug(2, "first_kex_follows " + (message.firstKexPacketFollows() ? 1 : 0) + " ");
    log.debug(2, "reserved 0 ");
  }

  private static String list(List<String> names) {
    return Printable.of(String.join(",", names), 4 * LIMIT);
  }

  private void negotiated(TransportEvent.Negotiated e) {
    Algorithms a = e.algorithms();
    kex = a.kexMethod().algorithmName();
    if (e.strict() && e.first()) {
      log.debug(3, "kex_choose_conf: will use strict KEX ordering");
    }
    log.debug(1, "kex: algorithm: " + kex);
    log.debug(1, "kex: host key algorithm: " + a.hostKeyAlgorithm().wireName());
    direction("server->client", a.serverToClient());
    direction("client->server", a.clientToServer());
    blockIn = block(a.serverToClient());
    blockOut = block(a.clientToServer());
    replySeen = false;
    boolean group = kex.startsWith("diffie-hellman-group-exchange");
    log.debug(1, "expecting " + (group ? "SSH2_MSG_KEX_DH_GEX_GROUP" : replyName()));
  }

  private static int block(Algorithms.Direction d) {
    return Math.max(1, d.cipher().blockSize());
  }

  private void direction(String which, Algorithms.Direction d) {
    log.debug(
        1,
        "kex: "
            + which
            + " cipher: "
            + d.cipher().algorithmName()
            + " MAC: "
            + d.macName()
            + " compression: "
            + d.compression().algorithmName());
  }

  private void weakCrypto() {
    boolean postQuantum = kex.startsWith("mlkem") || kex.startsWith("sntrup");
    if (warnsOfWeakCrypto && !postQuantum) {
      log.info("** WARNING: connection is not using a post-quantum key exchange algorithm.");
      log.info("** This session may be vulnerable to \"store now, decrypt later\" attacks.");
      log.info("** The server may need to be upgraded. See https://openssh.com/pq.html");
    }
  }

  private void extensions(Map<String, Bytes> extensions) {
    log.debug(1, "SSH2_MSG_EXT_INFO received");
    extensions.forEach(
        (name, value) ->
            log.debug(
                1,
                "kex_ext_info_client_parse: "
                    + Printable.of(name, LIMIT)
                    + "=<"
                    + Printable.of(value.utf8(), LIMIT)
                    + ">"));
  }

  @Override
  public void serviceAccepted(String serviceName) {
    log.debug(2, "service_accept: " + Printable.of(serviceName, LIMIT));
    log.debug(1, "SSH2_MSG_SERVICE_ACCEPT received");
  }

  @Override
  public void banner(String text) {
    log.banner(text);
  }

  @Override
  public void canContinue(List<String> methods, boolean partialSuccess) {
    if (partialSuccess) {
      log.verbose("Authenticated using \"" + method + "\" with partial success.");
    }
    log.debug(
        1, "Authentications that can continue: " + Printable.of(String.join(",", methods), LIMIT));
  }

  @Override
  public void step(ClientAuthStep step) {
    switch (step) {
      case ClientAuthStep.Offered s -> key("Offering public key: ", s, s.key(), s.origin());
      case ClientAuthStep.KeyAccepted s -> key("Server accepts key: ", s, s.key(), s.origin());
      case ClientAuthStep.NoMutualAlgorithm s -> {
        // Otherwise it was among the skipped ones.
        if (s.ours().stream().anyMatch(a -> a.keyType() == s.type())) {
          log.debug(1, "send_pubkey_test: no mutual signature algorithm: " + s.identity());
        }
      }
      case ClientAuthStep.KeyUnfit s -> {
        if (!s.origin().endsWith("agent")) {
          log.error("load pubkey \"" + s.identity() + "\": Invalid key length");
        }
        log.debug(1, s.summary());
      }
      case ClientAuthStep.NotSigned s -> log.error("sign_and_send_pubkey: " + s.summary());
      case ClientAuthStep.IdentityNotOpened s
          when s.reason() instanceof IdentityReason.OtherPublicHalf ->
          log.error("identity_sign: private key " + s.identity() + " contents do not match public");
      case ClientAuthStep.HostOffered s -> {
        method("hostbased");
        log.debug(1, s.summary());
      }
      case ClientAuthStep.HostNotSigned s -> log.error(s.summary());
      case ClientAuthStep.HostNotUsed s -> log.debug(1, s.summary());
      case ClientAuthStep.GssapiBegun _ -> method("gssapi-with-mic");
      case ClientAuthStep.GssapiNotUsed s -> {
        method("gssapi-with-mic");
        log.debug(1, s.summary());
      }
      case ClientAuthStep.GssapiFailed s -> log.debug(1, s.summary());
      case ClientAuthStep.GssapiRefused s -> log.debug(1, s.summary());
      case ClientAuthStep.NothingAsked s -> log.verbose(s.summary());
      case ClientAuthStep.Succeeded s -> method(s.methodName());
      default -> log.debug(2, step.summary());
    }
  }

  private void key(String what, ClientAuthStep.OfIdentity step, PublicKey key, String origin) {
    method("publickey");
    log.debug(
        1,
        what
            + step.identity()
            + " "
            + step.certificate().map(Certificate::type).orElse(key.type()).shortName()
            + " "
            + Fingerprint.of(key)
            + (origin.isEmpty() ? "" : " " + origin));
  }

  /** Says which method comes next, once. */
  void method(String name) {
    if (!name.equals(method) && !name.equals("none")) {
      log.debug(1, "Next authentication method: " + name);
    }
    method = name;
  }

  /** Whether the peer has said what it is. */
  boolean metPeer() {
    return metPeer;
  }
}
