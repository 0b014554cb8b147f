package dev.aikagi.server;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.connection.GlobalReply;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.Signer;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The server's side of hostkeys-00@openssh.com: tells its host keys, and proves them. */
final class HostKeyAnswers {
  static final String ANNOUNCE = "hostkeys-00@openssh.com";
  static final String PROVE = "hostkeys-prove-00@openssh.com";

  private final List<Signer> hostKeys;
  private final Optional<SignatureAlgorithm> negotiated;
  private final int requiredRsaBits;

  /**
   * @param negotiated the host key algorithm of the key exchange, which the client surely verifies
   * @param requiredRsaBits the smallest RSA key that may sign
   */
  HostKeyAnswers(
      List<Signer> hostKeys, Optional<SignatureAlgorithm> negotiated, int requiredRsaBits) {
    this.hostKeys = hostKeys;
    this.negotiated = negotiated;
    this.requiredRsaBits = requiredRsaBits;
  }

  Bytes announcement() {
    WireWriter w = new WireWriter();
    hostKeys.forEach(k -> w.writeString(k.publicKey().blob()));
    return w.toBytes();
  }

  /** Signatures in the order of the request; refused whole if one key is not ours. */
  GlobalReply prove(Bytes sessionId, Bytes request) throws IOException {
    WireReader r = new WireReader(request);
    WireWriter reply = new WireWriter();
    int count = 0;
    while (r.remaining() > 0) {
      Optional<Signer> signer = signerFor(r.readBytes());
      // Each costs a signature: no client has reason to ask for more than it was told of.
      if (signer.isEmpty() || ++count > hostKeys.size()) {
        return new GlobalReply.Failure();
      }
      reply.writeString(sign(signer.get(), sessionId));
    }
    return count == 0 ? new GlobalReply.Failure() : new GlobalReply.Success(reply.toBytes());
  }

  private Optional<Signer> signerFor(Bytes blob) {
    return hostKeys.stream().filter(s -> s.publicKey().blob().equals(blob)).findFirst();
  }

  private Bytes sign(Signer signer, Bytes sessionId) throws SshException {
    byte[] data =
        new WireWriter()
            .writeUtf8(PROVE)
            .writeString(sessionId)
            .writeString(signer.publicKey().blob())
            .toArray();
    return signer.signChecked(algorithm(signer), data, requiredRsaBits);
  }

  private SignatureAlgorithm algorithm(Signer signer) {
    KeyType type = signer.publicKey().type();
    return negotiated
        .filter(a -> a.keyType() == type && signer.algorithms().contains(a))
        .orElseGet(() -> signer.algorithms().getFirst());
  }
}
