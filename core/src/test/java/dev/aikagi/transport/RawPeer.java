package dev.aikagi.transport;

import dev.aikagi.Bytes;
import dev.aikagi.crypto.PacketCiphers;
import dev.aikagi.crypto.PacketOpener;
import dev.aikagi.crypto.PacketSealer;
import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.KexMethod;
import dev.aikagi.kex.KexResult;
import dev.aikagi.kex.Role;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.Signer;
import dev.aikagi.message.Disconnect;
import dev.aikagi.message.KexInit;
import dev.aikagi.message.Message;
import dev.aikagi.message.NewKeys;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A peer that can send anything in any state. It knows how to shake hands, and nothing forbids it
 * to do something else instead; what it reads is not checked by {@link MessageRules}.
 */
// A test that asks for what has not come yet may well fail with a null pointer.
@SuppressWarnings("NullAway.Init")
final class RawPeer implements AutoCloseable {
  private static final String VERSION = "SSH-2.0-RawPeer";

  private final Role role;
  private final ByteStream stream;
  private final PacketReader reader;
  private KexParty party;
  private String theirs = "";
  private PacketSealer sealer = PacketCiphers.plainSealer();
  private int sequence;
  private boolean strict = true;
  private UnaryOperator<PacketOpener> tap = UnaryOperator.identity();
  private Proposal own;
  private Proposal peer;
  private Bytes sessionId = Bytes.EMPTY;
  private KexResult result;
  private Payload lastRead;
  private int corkedBytes = -1;
  private final WireWriter corked = new WireWriter();

  RawPeer(Role role, ByteStream stream, AlgorithmPreferences preferences) {
    this.role = role;
    this.stream = stream;
    this.reader = new PacketReader(stream);
    this.party = party(preferences, HostKeys.DEFAULT);
  }

  private KexParty party(AlgorithmPreferences preferences, List<Signer> hostKeys) {
    return role == Role.CLIENT
        ? KexParty.client(TransportOptions.client().withPreferences(preferences))
        : KexParty.server(TransportOptions.server().withPreferences(preferences), hostKeys);
  }

  /** For the key exchanges to come. */
  void preferences(AlgorithmPreferences preferences) {
    party = party(preferences, HostKeys.DEFAULT);
    tellVersions();
  }

  /** Shown in place of the host key from the next exchange on; no other algorithm is offered. */
  void certificate(Certificate certificate) {
    party =
        KexParty.server(
            TransportOptions.server()
                .withPreferences(
                    quick().withHostKeyAlgorithms(List.of(PublicKeyAlgorithm.SSH_ED25519_CERT)))
                .withHostCertificates(List.of(certificate)),
            HostKeys.DEFAULT);
    tellVersions();
  }

  /** For the key exchanges to come, of a server. */
  void hostKey(Signer key) {
    party = party(quick(), List.of(key));
    tellVersions();
  }

  /** With the cheapest method. */
  RawPeer(Role role, ByteStream stream) {
    this(role, stream, quick());
  }

  static AlgorithmPreferences quick() {
    return AlgorithmPreferences.client()
        .withKexMethods(List.of(KexMethod.CURVE25519_SHA256))
        .withCiphers(List.of(dev.aikagi.algorithm.CipherAlgorithm.AES128_GCM));
  }

  void sendRaw(byte[] bytes) throws IOException {
    stream.write(bytes, 0, bytes.length);
  }

  void sendVersion() throws IOException {
    sendRaw((VERSION + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  void readVersion() throws IOException {
    theirs = VersionExchange.read(reader, role).version();
    tellVersions();
  }

  private void tellVersions() {
    boolean client = role == Role.CLIENT;
    party.versions(client ? VERSION : theirs, client ? theirs : VERSION);
  }

  /** The bytes of a packet, which is then counted as sent. */
  byte[] packet(byte[] payload) {
    int block = sealer.blockSize();
    int counted = (sealer.lengthApart() ? 1 : 5) + payload.length;
    int padding = block - counted % block;
    if (padding < 4) {
      padding += block;
    }
    int packetLength = 1 + payload.length + padding;
    byte[] out = new byte[4 + packetLength + sealer.macLength()];
    out[0] = (byte) (packetLength >> 24);
    out[1] = (byte) (packetLength >> 16);
    out[2] = (byte) (packetLength >> 8);
    out[3] = (byte) packetLength;
    out[4] = (byte) padding;
    System.arraycopy(payload, 0, out, 5, payload.length);
    sealer.seal(sequence++, out, 0, packetLength);
    return out;
  }

  void sendPayload(byte... payload) throws IOException {
    byte[] packet = packet(payload);
    if (corkedBytes >= 0) {
      corked.writeRaw(packet);
    } else {
      sendRaw(packet);
    }
  }

  /** Collects what is sent, for one write. */
  void cork() {
    corkedBytes = 0;
  }

  void uncork() throws IOException {
    corkedBytes = -1;
    sendRaw(corked.toArray());
    corked.reset();
  }

  void send(Message message) throws IOException {
    sendPayload(bytes(message));
  }

  static byte[] bytes(Message message) {
    WireWriter w = new WireWriter();
    message.write(w);
    return w.toArray();
  }

  Payload read() throws IOException {
    lastRead = reader.next();
    return lastRead;
  }

  /** Reads until a message of this number comes. */
  Payload readUntil(int number) throws IOException {
    while (true) {
      Payload p = read();
      if (p.number() == number) {
        return p;
      }
      if (p.number() == Disconnect.NUMBER) {
        throw new IOException("disconnected: " + Disconnect.read(p.reader()));
      }
    }
  }

  /** Everything until the end of the stream; the numbers. */
  List<Integer> readToEnd() {
    List<Integer> numbers = new ArrayList<>();
    try {
      while (true) {
        numbers.add(read().number());
      }
    } catch (IOException e) {
      return numbers;
    }
  }

  void readProposal() throws IOException {
    peer = Proposal.read(readUntil(KexInit.NUMBER).copy());
  }

  /** The side under test began a key exchange with the message just read: this side joins in. */
  void answerProposal() throws IOException {
    peer = Proposal.read(last().copy());
    sendProposal();
    runMethod();
    sendNewKeys();
    readNewKeys();
  }

  private Payload last() {
    return java.util.Objects.requireNonNull(lastRead);
  }

  void sendProposal() throws IOException {
    boolean first = sessionId.isEmpty();
    own = party.propose(first);
    sendPayload(own.payload().toArray());
  }

  /** Sends this KEXINIT in place of an honest one. */
  void sendProposal(KexInit message) throws IOException {
    own = Proposal.of(message);
    sendPayload(own.payload().toArray());
  }

  KexInit honestProposal() {
    return party.propose(sessionId.isEmpty()).message();
  }

  /** What stands before the opener of every later key, to watch it. */
  void tap(UnaryOperator<PacketOpener> value) {
    tap = value;
  }

  /** Of the last exchange. */
  Bytes exchangeHash() {
    return result.exchangeHash();
  }

  void strict(boolean value) {
    strict = value;
  }

  /** The method, up to the point where this side would send NEWKEYS. */
  void runMethod() throws IOException {
    party.strict(strict);
    result = party.run(own, peer, sessionId.isEmpty(), new Io(), HostKeys.ANY);
    if (sessionId.isEmpty()) {
      sessionId = result.exchangeHash();
    }
  }

  void sendNewKeys() throws IOException {
    send(new NewKeys());
    sealer = result.sealer(role, sessionId);
    if (strict) {
      sequence = 0;
    }
  }

  void readNewKeys() throws IOException {
    var _ = readUntil(NewKeys.NUMBER);
    reader.newKeys(tap.apply(result.opener(role, sessionId)), strict);
  }

  /** From the versions to both NEWKEYS. */
  void shake() throws IOException {
    sendVersion();
    readVersion();
    rekey();
  }

  /** From KEXINIT to both NEWKEYS. */
  void rekey() throws IOException {
    sendProposal();
    readProposal();
    runMethod();
    sendNewKeys();
    readNewKeys();
  }

  Role role() {
    return role;
  }

  PacketReader reader() {
    return reader;
  }

  void authenticated() {
    reader.authenticated();
  }

  private final class Io implements GuessSkippingIo {
    @Override
    public void send(Message message) throws IOException {
      RawPeer.this.send(message);
    }

    @Override
    public WireReader receive(int number) throws IOException {
      return readUntil(number).reader();
    }

    @Override
    public void skipGuess() throws IOException {
      var _ = read();
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
