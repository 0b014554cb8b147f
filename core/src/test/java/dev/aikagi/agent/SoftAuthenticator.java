package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.SshException;
import dev.aikagi.key.Ed25519PublicKey;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.SkEd25519PublicKey;
import dev.aikagi.key.TransferredKey;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An authenticator in software, which says of each signature what it is told to say. */
final class SoftAuthenticator implements SecurityKeys {
  private final PrivateKey inside = KeyGenerator.ed25519();
  private final int said;
  private final List<Request> asked = new ArrayList<>();
  private Runnable meanwhile = () -> {};

  /**
   * @param said flags of its signatures: 1 for touched, 4 for verified
   */
  SoftAuthenticator(int said) {
    this.said = said;
  }

  List<Request> asked() {
    return asked;
  }

  /** What happens while somebody is waited for. */
  void meanwhile(Runnable what) {
    meanwhile = what;
  }

  /**
   * A key in it.
   *
   * @param flags that the key has: what it demands
   */
  TransferredKey.OnDevice key(String application, int flags) {
    Bytes point = ((Ed25519PublicKey) inside.publicKey()).point();
    SkEd25519PublicKey key = new SkEd25519PublicKey(point, application);
    return new TransferredKey.OnDevice(
        new SecurityKeyPrivateKey(
            key, flags, SecretBytes.copyOf(Bytes.utf8("handle").toArray()), Bytes.EMPTY),
        Optional.empty());
  }

  @Override
  public Bytes sign(Request request) throws SshException {
    asked.add(request);
    // As somebody else does it.
    Thread thread = Thread.ofVirtual().start(meanwhile);
    try {
      if (!thread.join(Duration.ofSeconds(20))) {
        throw new AssertionError("nothing can be done while an authenticator waits");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (!request.key().keyHandle().matches(Bytes.utf8("handle").toArray())) {
      throw new SshException("not a key of this authenticator");
    }
    byte[] application = request.key().publicKey().application().getBytes(StandardCharsets.UTF_8);
    WireWriter signed = new WireWriter().writeRaw(sha256(application));
    signed.writeByte(said).writeUint32(9).writeRaw(sha256(request.data().toArray()));
    WireReader inner =
        new WireReader(inside.sign(SignatureAlgorithm.SSH_ED25519, signed.toArray()));
    var _ = inner.readName();
    WireWriter out = new WireWriter().writeUtf8(request.algorithm().wireName());
    return out.writeString(inner.readString()).writeByte(said).writeUint32(9).toBytes();
  }

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
