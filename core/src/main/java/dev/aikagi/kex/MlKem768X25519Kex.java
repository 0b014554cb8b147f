package dev.aikagi.kex;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.crypto.Encapsulation;
import dev.aikagi.crypto.MlKem768;
import dev.aikagi.crypto.X25519;
import dev.aikagi.message.KexEcdhInit;
import dev.aikagi.message.KexEcdhReply;
import java.io.IOException;

/** draft-ietf-sshm-mlkem-hybrid-kex: ML-KEM-768 and X25519, both of which must be broken. */
final class MlKem768X25519Kex implements Exchange {
  @Override
  public Agreement client(KeyExchange x) throws IOException {
    MlKem768 kem = MlKem768.generate();
    X25519 curve = X25519.generate();
    KexEcdhInit init = new KexEcdhInit(Hybrid.joined(kem.publicValue(), curve.publicValue()));
    x.send(init);
    KexEcdhReply reply = KexEcdhReply.read(x.receive(KexEcdhReply.NUMBER));
    Hybrid.Parts parts =
        Hybrid.parts(reply.serverPublic(), MlKem768.CIPHERTEXT_LENGTH, X25519.LENGTH);
    Agreement agreement;
    try (SecretBytes first = kem.decapsulate(parts.kem().toArray());
        SecretBytes second = curve.agree(parts.curve().toArray())) {
      agreement =
          Hybrid.agree(
              x, reply.hostKey(), init.clientPublic(), reply.serverPublic(), first, second);
    }
    return x.verified(agreement, reply.hostKey(), reply.signature());
  }

  @Override
  public Agreement server(KeyExchange x) throws IOException {
    KexEcdhInit init = KexEcdhInit.read(x.receive(KexEcdhInit.NUMBER));
    Hybrid.Parts parts =
        Hybrid.parts(init.clientPublic(), MlKem768.PUBLIC_KEY_LENGTH, X25519.LENGTH);
    X25519 curve = X25519.generate();
    Agreement agreement;
    Bytes serverPublic;
    try (Encapsulation made = MlKem768.encapsulate(parts.kem().toArray());
        SecretBytes second = curve.agree(parts.curve().toArray())) {
      serverPublic = Hybrid.joined(made.ciphertext(), curve.publicValue());
      agreement =
          Hybrid.agree(x, x.hostKey(), init.clientPublic(), serverPublic, made.secret(), second);
    }
    x.send(new KexEcdhReply(x.hostKey(), serverPublic, x.sign(agreement)));
    return agreement;
  }
}
