package dev.aikagi.transport;

import dev.aikagi.Bytes;
import dev.aikagi.kex.Algorithms;
import dev.aikagi.kex.KexResult;
import dev.aikagi.key.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the peer and of the keys; replaced as a whole.
 *
 * @param strict whether both sides announced strict key exchange (CVE-2023-48795)
 * @param hostKeySignature of the session identifier, made with the host key
 */
record PeerFacts(
    String peerVersion,
    boolean strict,
    @Nullable Algorithms algorithms,
    Bytes sessionId,
    Bytes hostKeyBlob,
    Bytes hostKeySignature,
    @Nullable PublicKey hostKey) {
  static final PeerFacts NONE =
      new PeerFacts("", false, null, Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY, null);

  PeerFacts version(String version) {
    return new PeerFacts(
        version, strict, algorithms, sessionId, hostKeyBlob, hostKeySignature, hostKey);
  }

  PeerFacts strict(boolean agreed) {
    return new PeerFacts(
        peerVersion, agreed, algorithms, sessionId, hostKeyBlob, hostKeySignature, hostKey);
  }

  PeerFacts hostKey(PublicKey key) {
    return new PeerFacts(
        peerVersion, strict, algorithms, sessionId, hostKeyBlob, hostKeySignature, key);
  }

  /** The session identifier is the first exchange hash, and stays (RFC 4253 section 7.2). */
  PeerFacts exchanged(KexResult r) {
    boolean first = sessionId.isEmpty();
    Bytes id = first ? r.exchangeHash() : sessionId;
    Bytes signature = first ? r.hostKeySignature() : hostKeySignature;
    return new PeerFacts(
        peerVersion, strict, r.algorithms(), id, r.hostKeyBlob(), signature, hostKey);
  }
}
