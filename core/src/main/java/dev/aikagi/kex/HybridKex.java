package dev.aikagi.kex;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.SecretBytes;
import dev.aikagi.crypto.Encapsulation;
import dev.aikagi.crypto.Kem;
import dev.aikagi.crypto.X25519;
import dev.aikagi.message.KexEcdhInit;
import dev.aikagi.message.KexEcdhReply;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A KEM that a quantum computer does not break and X25519, both of which must be broken:
 * draft-ietf-sshm-mlkem-hybrid-kex and draft-ietf-sshm-ntruprime-ssh. Two values in one string, two
 * secrets in one hash.
 */
record HybridKex(Kem kem) implements Exchange {
  @Override
  public Agreement client(KeyExchange x) throws IOException {
    try (X25519 curve = X25519.generate();
        Kem.Pair pair = kem.generate()) {
      KexEcdhInit init = new KexEcdhInit(joined(pair.publicValue(), curve.publicValue()));
      x.send(init);
      KexEcdhReply reply = KexEcdhReply.read(x.receive(KexEcdhReply.NUMBER));
      Parts parts = parts(reply.serverPublic(), kem.ciphertextLength());
      Agreement agreement;
      try (SecretBytes first = pair.decapsulate(parts.kem().toArray());
          SecretBytes second = curve.agree(parts.curve().toArray())) {
        agreement =
            agree(x, reply.hostKey(), init.clientPublic(), reply.serverPublic(), first, second);
      }
      return x.verified(agreement, reply.hostKey(), reply.signature());
    }
  }

  @Override
  public Agreement server(KeyExchange x) throws IOException {
    KexEcdhInit init = KexEcdhInit.read(x.receive(KexEcdhInit.NUMBER));
    Parts parts = parts(init.clientPublic(), kem.publicKeyLength());
    Agreement agreement;
    Bytes serverPublic;
    try (X25519 curve = X25519.generate();
        Encapsulation made = kem.encapsulate(parts.kem().toArray());
        SecretBytes second = curve.agree(parts.curve().toArray())) {
      serverPublic = joined(made.ciphertext(), curve.publicValue());
      agreement = agree(x, x.hostKey(), init.clientPublic(), serverPublic, made.secret(), second);
    }
    x.send(new KexEcdhReply(x.hostKey(), serverPublic, x.sign(agreement)));
    return agreement;
  }

  /** The two values of one side. */
  record Parts(Bytes kem, Bytes curve) {}

  private static Bytes joined(byte[] kem, byte[] curve) {
    byte[] both = Arrays.copyOf(kem, kem.length + curve.length);
    System.arraycopy(curve, 0, both, kem.length, curve.length);
    return Bytes.of(both);
  }

  static Parts parts(Bytes joined, int kemLength) throws DisconnectException {
    int expected = kemLength + X25519.LENGTH;
    if (joined.length() != expected) {
      throw KeyExchange.failed(
          "a hybrid public value of " + joined.length() + " bytes; it has " + expected);
    }
    byte[] both = joined.toArray();
    return new Parts(Bytes.of(both, 0, kemLength), Bytes.of(both, kemLength, X25519.LENGTH));
  }

  /** K is the hash of both secrets, and is hashed on as a string. */
  private static Agreement agree(
      KeyExchange x,
      Bytes hostKey,
      Bytes clientPublic,
      Bytes serverPublic,
      SecretBytes kemSecret,
      SecretBytes curveSecret) {
    MessageDigest digest = x.method().digest();
    digest.update(kemSecret.expose());
    digest.update(curveSecret.expose());
    byte[] k = digest.digest();
    WireWriter w = x.hashInput(hostKey);
    w.writeString(clientPublic);
    w.writeString(serverPublic);
    SecretBytes encoded = KeyExchange.string(k);
    Arrays.fill(k, (byte) 0);
    return x.agree(w, encoded);
  }
}
