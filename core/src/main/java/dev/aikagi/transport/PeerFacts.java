package dev.aikagi.transport;

import dev.aikagi.Bytes;
import dev.aikagi.kex.Algorithms;
import dev.aikagi.kex.KexResult;
import dev.aikagi.key.PublicKey;
import org.jspecify.annotations.Nullable;

/** What is known of the peer and of the keys; replaced as a whole. */
record PeerFacts(
    String peerVersion,
    @Nullable Algorithms algorithms,
    Bytes sessionId,
    Bytes hostKeyBlob,
    @Nullable PublicKey hostKey) {
  static final PeerFacts NONE = new PeerFacts("", null, Bytes.EMPTY, Bytes.EMPTY, null);

  PeerFacts version(String version) {
    return new PeerFacts(version, algorithms, sessionId, hostKeyBlob, hostKey);
  }

  PeerFacts hostKey(PublicKey key) {
    return new PeerFacts(peerVersion, algorithms, sessionId, hostKeyBlob, key);
  }

  /** The session identifier is the first exchange hash, and stays (RFC 4253 section 7.2). */
  PeerFacts exchanged(KexResult r) {
    Bytes id = sessionId.isEmpty() ? r.exchangeHash() : sessionId;
    return new PeerFacts(peerVersion, r.algorithms(), id, r.hostKeyBlob(), hostKey);
  }
}
