package dev.aikagi.client;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.MalformedException;
import dev.aikagi.connection.Connection;
import dev.aikagi.connection.GlobalReply;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The client's side of hostkeys-00@openssh.com: reads the announcement, and has the server prove
 * that it holds the private halves before anybody writes them to known_hosts.
 */
final class HostKeyProof {
  static final String ANNOUNCE = "hostkeys-00@openssh.com";
  static final String PROVE = "hostkeys-prove-00@openssh.com";

  /** More than any server has; each costs a signature to check. */
  private static final int MAX_KEYS = 64;

  private HostKeyProof() {}

  /** The keys of an announcement, without those of unknown types and without repetitions. */
  static List<PublicKey> announced(Bytes data) throws MalformedException {
    WireReader r = new WireReader(data);
    List<PublicKey> keys = new ArrayList<>();
    int count = 0;
    while (r.remaining() > 0) {
      Bytes blob = r.readBytes();
      if (++count > MAX_KEYS) {
        throw new MalformedException("more than " + MAX_KEYS + " host keys");
      }
      parse(blob).filter(k -> !keys.contains(k)).ifPresent(keys::add);
    }
    return keys;
  }

  /** The same keys, each proven by a signature over this session; an exception if one is not. */
  static List<PublicKey> prove(Connection connection, List<PublicKey> keys, Duration timeout)
      throws IOException {
    WireWriter w = new WireWriter();
    keys.forEach(key -> w.writeString(key.blob()));
    if (!(connection.globalRequest(PROVE, w.toBytes(), timeout)
        instanceof GlobalReply.Success success)) {
      throw notProven("the server does not prove its host keys");
    }
    WireReader r = new WireReader(success.data());
    for (PublicKey key : keys) {
      Bytes signature = r.readBytes();
      if (!verifies(key, signed(connection.sessionId(), key), signature)) {
        throw notProven("the server does not hold the host key " + key.type().wireName());
      }
    }
    r.expectEnd();
    return List.copyOf(keys);
  }

  /** What the signature covers (OpenSSH's PROTOCOL, section 2.5). */
  static byte[] signed(Bytes sessionId, PublicKey key) {
    return new WireWriter()
        .writeUtf8(PROVE)
        .writeString(sessionId)
        .writeString(key.blob())
        .toArray();
  }

  private static boolean verifies(PublicKey key, byte[] data, Bytes signature)
      throws MalformedException {
    // The server chooses the algorithm; SHA-1 is none of the defaults.
    String name = new WireReader(signature).readName();
    Optional<SignatureAlgorithm> algorithm =
        SignatureAlgorithm.DEFAULT.stream().filter(a -> a.wireName().equals(name)).findFirst();
    return algorithm.isPresent() && key.verify(algorithm.get(), data, signature);
  }

  private static Optional<PublicKey> parse(Bytes blob) {
    try {
      return Optional.of(PublicKey.parse(blob));
    } catch (MalformedException e) {
      // A type of the future, or a certificate: not for known_hosts of this version.
      return Optional.empty();
    }
  }

  private static DisconnectException notProven(String text) {
    return new DisconnectException(DisconnectReason.HOST_KEY_NOT_VERIFIABLE, text);
  }
}
