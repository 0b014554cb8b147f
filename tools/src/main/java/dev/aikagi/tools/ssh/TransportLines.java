package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.Printable;
import dev.aikagi.kex.Algorithms;
import dev.aikagi.message.KexInit;
import dev.aikagi.transport.TransportEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the transport does, as the lines of ssh -v. */
final class TransportLines {
  private static final int LIMIT = 1024;

  private final Log log;
  private final long rekeyBytes;
  private @Nullable KexInit ownProposal;
  private int blockOut = 16;
  private int blockIn = 16;
  private boolean replySeen;
  private String kex = "";

  TransportLines(Log log, long rekeyBytes) {
    this.log = log;
    this.rekeyBytes = rekeyBytes;
  }

  void on(TransportEvent event) {
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
      case TransportEvent.HostKeyChecked _ -> {}
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
  }

  private void peerVersion(TransportEvent.PeerVersion e) {
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
}
