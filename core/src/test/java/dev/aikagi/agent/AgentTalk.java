package dev.aikagi.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.Bytes;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.TransferredKey;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One connection to a keyring, message by message, as a client may or may not send them. */
final class AgentTalk {
  static final int FAILURE = 5;
  static final int SUCCESS = 6;
  static final int EXTENSION_FAILURE = 28;

  private final AgentVisit visit;

  AgentTalk(Keyring keyring) {
    visit = new AgentVisit(keyring);
  }

  /** The whole answer. */
  WireReader ask(WireWriter request) {
    byte[] message = request.toArray();
    return new WireReader(visit.answer(message, message.length).toArray());
  }

  int status(WireWriter request) {
    return ask(request).array()[0] & 0xff;
  }

  static WireWriter number(int number) {
    return new WireWriter().writeByte(number);
  }

  static WireWriter adding(PrivateKey key) {
    return adding(new TransferredKey.Plain(key));
  }

  static WireWriter adding(TransferredKey key) {
    WireWriter out = number(25);
    TransferredKey.write(out, key);
    return out.writeUtf8("a comment");
  }

  static WireWriter adding(PrivateKey key, DestinationConstraint... destinations) {
    WireWriter out = adding(key);
    ConstraintFields.write(out, KeyConstraints.NONE.withDestinations(List.of(destinations)));
    return out;
  }

  void add(PrivateKey key, DestinationConstraint... destinations) {
    assertEquals(SUCCESS, status(adding(key, destinations)));
  }

  void add(Certificate certificate, PrivateKey key) {
    assertEquals(SUCCESS, status(adding(new TransferredKey.Certified(certificate, key))));
  }

  /** The blobs that are listed. */
  List<Bytes> list() throws Exception {
    WireReader in = ask(number(11));
    assertEquals(12, in.readByte());
    long count = in.readUint32();
    List<Bytes> blobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blobs.add(in.readBytes());
      in.skip(in.readStringLength());
    }
    in.expectEnd();
    return blobs;
  }

  static WireWriter signing(Bytes blob, byte[] data, int flags) {
    return number(13).writeString(blob).writeString(data).writeUint32(flags);
  }

  /** Empty where it is refused. */
  Optional<Bytes> sign(Bytes blob, byte[] data, int flags) throws Exception {
    WireReader in = ask(signing(blob, data, flags));
    if (in.readByte() == FAILURE) {
      in.expectEnd();
      return Optional.empty();
    }
    Bytes signature = in.readBytes();
    in.expectEnd();
    return Optional.of(signature);
  }

  boolean signs(PrivateKey key, byte[] data) throws Exception {
    Optional<Bytes> signature = sign(key.publicKey().blob(), data, 0);
    return signature.isPresent()
        && key.publicKey().verify(key.algorithms().getLast(), data, signature.get());
  }

  int remove(Bytes blob) {
    return status(number(18).writeString(blob));
  }

  int lock(String passphrase) {
    return status(number(22).writeUtf8(passphrase));
  }

  int unlock(String passphrase) {
    return status(number(23).writeUtf8(passphrase));
  }

  int bind(SessionBinding binding) {
    return status(binding.request());
  }
}
