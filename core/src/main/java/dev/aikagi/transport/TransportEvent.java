package dev.aikagi.transport;

import dev.aikagi.Bytes;
import dev.aikagi.kex.Algorithms;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.message.KexInit;
import java.util.List;
import java.util.Map;

/** What happened in the transport. Text of the peer is raw: make it printable before showing it. */
public sealed interface TransportEvent {
  /** What is about to be sent as this side's version, without CR LF. */
  record LocalVersion(String version) implements TransportEvent {}

  /** The peer's version, and what it said before. */
  record PeerVersion(String version, List<String> linesBefore) implements TransportEvent {
    public PeerVersion {
      linesBefore = List.copyOf(linesBefore);
    }
  }

  record KexInitSent(KexInit message) implements TransportEvent {}

  record KexInitReceived(KexInit message) implements TransportEvent {}

  /**
   * The two KEXINITs go together.
   *
   * @param strict whether the strict key exchange of OpenSSH is in force (CVE-2023-48795)
   * @param first whether this is the connection's first key exchange
   */
  record Negotiated(Algorithms algorithms, boolean strict, boolean first)
      implements TransportEvent {}

  /** The server's host key was proven and checked; only a client's first exchange tells this. */
  record HostKeyChecked(PublicKey hostKey, SignatureAlgorithm algorithm, HostKeyVerdict verdict)
      implements TransportEvent {}

  /** From here on this side sends with new keys. */
  record NewKeysSent() implements TransportEvent {}

  /** From here on the peer sends with new keys. */
  record NewKeysReceived() implements TransportEvent {}

  record ExtInfoSent(Map<String, Bytes> extensions) implements TransportEvent {}

  record ExtInfoReceived(Map<String, Bytes> extensions) implements TransportEvent {}

  /** A key exchange after the first one begins. */
  record RekeyStarted(RekeyCause cause) implements TransportEvent {}

  /** Who or what asked for new keys. */
  enum RekeyCause {
    PEER,
    CALLER,
    BYTES_OR_PACKETS,
    TIME
  }

  /** SSH_MSG_DEBUG (RFC 4253 section 11.3). */
  record DebugReceived(boolean alwaysDisplay, String message) implements TransportEvent {}

  /** SSH_MSG_UNIMPLEMENTED: the peer did not understand this packet of ours. */
  record UnimplementedReceived(long sequenceNumber) implements TransportEvent {}

  record CompressionStarted(boolean outbound, boolean inbound) implements TransportEvent {}
}
