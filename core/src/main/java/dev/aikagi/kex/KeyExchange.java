package dev.aikagi.kex;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyRefusal;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.Signer;
import dev.aikagi.message.Message;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key exchange after the negotiation: runs the agreed method, proves or verifies the host key.
 * What all methods share; the methods are beside it, one file per family.
 */
public final class KeyExchange {
  private final Transcript transcript;
  private final Algorithms algorithms;
  private final KexIo io;
  // A client has the first two, a server the others.
  private final @Nullable HostKeyCheck hostKeyCheck;
  private final int requiredRsaBits;
  private final @Nullable HostKey hostKey;
  private final Moduli moduli;
  private @Nullable Bytes hostKeyBlob;
  private Bytes hostKeySignature = Bytes.EMPTY;
  private @Nullable Agreement agreed;

  KeyExchange(
      Transcript transcript,
      Algorithms algorithms,
      KexIo io,
      @Nullable HostKeyCheck hostKeyCheck,
      int requiredRsaBits,
      @Nullable HostKey hostKey,
      Moduli moduli) {
    this.transcript = transcript;
    this.algorithms = algorithms;
    this.io = io;
    this.hostKeyCheck = hostKeyCheck;
    this.requiredRsaBits = requiredRsaBits;
    this.hostKey = hostKey;
    this.moduli = moduli;
  }

  public static KexResult client(
      Transcript transcript,
      Algorithms algorithms,
      KexIo io,
      HostKeyCheck hostKeyCheck,
      int requiredRsaBits)
      throws IOException {
    KeyExchange x =
        new KeyExchange(
            transcript, algorithms, io, hostKeyCheck, requiredRsaBits, null, Moduli.BUILT_IN);
    return x.run(algorithms.kexMethod().exchange()::client);
  }

  public static KexResult server(
      Transcript transcript, Algorithms algorithms, KexIo io, HostKey hostKey, Moduli moduli)
      throws IOException {
    KeyExchange x = new KeyExchange(transcript, algorithms, io, null, 0, hostKey, moduli);
    return x.run(algorithms.kexMethod().exchange()::server);
  }

  /** One side of a method. */
  interface Side {
    Agreement run(KeyExchange x) throws IOException;
  }

  /** Whatever ends it after K is known (a signature, the peer, a refusal), K is wiped here. */
  KexResult run(Side side) throws IOException {
    boolean done = false;
    try {
      KexResult result = result(side.run(this));
      done = true;
      return result;
    } finally {
      if (!done && agreed != null) {
        agreed.close();
      }
    }
  }

  private KexResult result(Agreement agreement) {
    if (hostKeyBlob == null) {
      throw new IllegalStateException("a method that proved no host key");
    }
    return new KexResult(algorithms, agreement, hostKeyBlob, hostKeySignature);
  }

  KexMethod method() {
    return algorithms.kexMethod();
  }

  Moduli moduli() {
    return moduli;
  }

  void send(Message message) throws IOException {
    io.send(message);
  }

  WireReader receive(int number) throws IOException {
    return io.receive(number);
  }

  /** The start of what is hashed: both versions, both KEXINITs, the host key. */
  WireWriter hashInput(Bytes hostKeyBlob) {
    WireWriter w = new WireWriter(8 * 1024);
    transcript.write(w);
    w.writeString(hostKeyBlob);
    return w;
  }

  /** K as an mpint, from unsigned big-endian bytes: for every method but the hybrid ones. */
  static SecretBytes mpint(SecretBytes k) {
    WireWriter w = new WireWriter(k.length() + 5);
    w.writeUnsignedMpint(k.expose());
    SecretBytes out = SecretBytes.taking(w.toArray());
    w.wipe();
    return out;
  }

  /** K as a string: the hybrid methods. */
  static SecretBytes string(byte[] k) {
    WireWriter w = new WireWriter(k.length + 4);
    w.writeString(k);
    SecretBytes out = SecretBytes.taking(w.toArray());
    w.wipe();
    return out;
  }

  /** Hashes what {@link #hashInput} began and the method went on with, and K last. */
  Agreement agree(WireWriter hashInput, SecretBytes encodedK) {
    MessageDigest digest = method().digest();
    digest.update(hashInput.array(), 0, hashInput.length());
    digest.update(encodedK.expose());
    Agreement agreement = new Agreement(method(), encodedK, Bytes.of(digest.digest()));
    agreed = agreement;
    return agreement;
  }

  /** A server's host key blob. */
  Bytes hostKey() {
    Bytes blob = shown().blob();
    hostKeyBlob = blob;
    return blob;
  }

  /** A server's signature of the exchange hash. */
  Bytes sign(Agreement agreement) throws IOException {
    Signer signer = shown().signer();
    SignatureAlgorithm algorithm = algorithms.hostKeyAlgorithm().signature();
    hostKeySignature =
        signer.signChecked(algorithm, agreement.exchangeHash().toArray(), requiredRsaBits);
    return hostKeySignature;
  }

  private HostKey shown() {
    if (hostKey == null) {
      throw new IllegalStateException("a client has no host key");
    }
    return hostKey;
  }

  /**
   * The client's side of it: the key has the type that was agreed, signed this exchange with the
   * agreed algorithm, and is one that the caller accepts; in this order, so that nobody is asked
   * about a key that the server does not hold, and nothing is parsed that was not agreed on
   * (CVE-2026-39829).
   */
  Agreement verified(Agreement agreement, Bytes blob, Bytes signature) throws IOException {
    verify(agreement, blob, signature);
    hostKeyBlob = blob;
    hostKeySignature = signature;
    return agreement;
  }

  private void verify(Agreement agreement, Bytes blob, Bytes signature) throws IOException {
    PublicKeyAlgorithm algorithm = algorithms.hostKeyAlgorithm();
    Optional<KeyType> type = KeyType.ofBlob(blob);
    if (type.isEmpty() || type.get() != algorithm.keyType()) {
      throw failed("the host key is not of the type that was agreed, " + algorithm.keyType());
    }
    if (hostKeyCheck == null) {
      throw new IllegalStateException("a server checks no host key");
    }
    HostKeyVerdict verdict;
    if (algorithm.keyType().certificate()) {
      Certificate certificate = Certificate.parse(blob);
      prove(certificate.publicKey(), agreement, signature);
      verdict = hostKeyCheck.check(certificate, algorithm.signature());
    } else {
      PublicKey key = PublicKey.parse(blob);
      prove(key, agreement, signature);
      verdict = hostKeyCheck.check(key, algorithm.signature());
    }
    verdict.require();
  }

  /** The server holds the private half: it signed this exchange. */
  private void prove(PublicKey key, Agreement agreement, Bytes signature) throws IOException {
    Optional<KeyRefusal> refusal = key.refusal(requiredRsaBits);
    if (refusal.isPresent()) {
      throw new HostKeyRefusedException(refusal.get());
    }
    SignatureAlgorithm algorithm = algorithms.hostKeyAlgorithm().signature();
    byte[] hash = agreement.exchangeHash().toArray();
    if (!key.verify(algorithm, hash, signature, requiredRsaBits)) {
      throw failed("incorrect signature of the host key");
    }
  }

  /** What a peer did wrong in a key exchange. */
  static DisconnectException failed(String what) {
    return new DisconnectException(DisconnectReason.KEY_EXCHANGE_FAILED, what);
  }
}
