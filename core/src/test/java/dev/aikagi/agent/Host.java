package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.agent.DestinationConstraint.Hop;
import dev.aikagi.agent.DestinationConstraint.HopKey;
import dev.aikagi.key.Certified;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.wire.WireWriter;
import java.util.List;

/** A host with a key, and perhaps with an authority that certifies it. */
record Host(String name, PrivateKey key, Bytes shown) {
  static Host named(String name) {
    PrivateKey key = KeyGenerator.ed25519();
    return new Host(name, key, key.publicKey().blob());
  }

  static Host certified(String name, PrivateKey authority) throws Exception {
    PrivateKey key = KeyGenerator.ed25519();
    Certified certificate = Certified.of(key.publicKey()).principals(name);
    return new Host(name, key, certificate.blob(authority));
  }

  /** A session with it. */
  static Bytes session(int number) {
    return Bytes.of((byte) number, (byte) 7, (byte) 7);
  }

  SessionBinding binding(Bytes sessionId, boolean forwarding) throws Exception {
    Bytes signature = key.sign(key.algorithms().getFirst(), sessionId.toArray());
    return new SessionBinding(shown, sessionId, signature, forwarding);
  }

  Hop hop() {
    return hop("");
  }

  Hop hop(String user) {
    return new Hop(user, name, List.of(new HopKey(key.publicKey(), false)));
  }

  static Hop certifiedHop(String name, PrivateKey authority) {
    return new Hop("", name, List.of(new HopKey(authority.publicKey(), true)));
  }

  /** From the agent's own machine. */
  DestinationConstraint direct() {
    return new DestinationConstraint(Hop.ORIGIN, hop());
  }

  DestinationConstraint behind(Host from) {
    return new DestinationConstraint(from.hop(), hop());
  }

  /** What is signed to log in there, in the way that does not name the host key. */
  static byte[] login(Bytes sessionId, String user, PrivateKey key) {
    return request(sessionId, user, "publickey", key).toArray();
  }

  /** The same, and names the host key. */
  byte[] hostbound(Bytes sessionId, String user, PrivateKey key) {
    return request(sessionId, user, "publickey-hostbound-v00@openssh.com", key)
        .writeString(shown)
        .toArray();
  }

  static WireWriter request(Bytes sessionId, String user, String method, PrivateKey key) {
    return request(
        sessionId, user, method, key.algorithms().getFirst().wireName(), key.publicKey().blob());
  }

  static WireWriter request(
      Bytes sessionId, String user, String method, String algorithm, Bytes blob) {
    return new WireWriter()
        .writeString(sessionId)
        .writeByte(50)
        .writeUtf8(user)
        .writeUtf8("ssh-connection")
        .writeUtf8(method)
        .writeBoolean(true)
        .writeUtf8(algorithm)
        .writeString(blob);
  }
}
