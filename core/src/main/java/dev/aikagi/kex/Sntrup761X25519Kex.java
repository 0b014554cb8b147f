package dev.aikagi.kex;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.crypto.Encapsulation;
import dev.aikagi.crypto.Sntrup761;
import dev.aikagi.crypto.X25519;
import dev.aikagi.message.KexEcdhInit;
import dev.aikagi.message.KexEcdhReply;
import java.io.IOException;

/**
 * draft-ietf-sshm-ntruprime-ssh: Streamlined NTRU Prime and X25519, both of which must be broken.
 */
final class Sntrup761X25519Kex implements Exchange {
  @Override
  public Agreement client(KeyExchange x) throws IOException {
    X25519 curve = X25519.generate();
    try (Sntrup761 kem = Sntrup761.generate()) {
      KexEcdhInit init = new KexEcdhInit(Hybrid.joined(kem.publicValue(), curve.publicValue()));
      x.send(init);
      KexEcdhReply reply = KexEcdhReply.read(x.receive(KexEcdhReply.NUMBER));
      Hybrid.Parts parts =
          Hybrid.parts(reply.serverPublic(), Sntrup761.CIPHERTEXT_LENGTH, X25519.LENGTH);
      Agreement agreement;
      try (SecretBytes first = kem.decapsulate(parts.kem().toArray());
          SecretBytes second = curve.agree(parts.curve().toArray())) {
        agreement =
            Hybrid.agree(
                x, reply.hostKey(), init.clientPublic(), reply.serverPublic(), first, second);
      }
      return x.verified(agreement, reply.hostKey(), reply.signature());
    }
  }

  @Override
  public Agreement server(KeyExchange x) throws IOException {
    KexEcdhInit init = KexEcdhInit.read(x.receive(KexEcdhInit.NUMBER));
    Hybrid.Parts parts =
        Hybrid.parts(init.clientPublic(), Sntrup761.PUBLIC_KEY_LENGTH, X25519.LENGTH);
    X25519 curve = X25519.generate();
    Agreement agreement;
    Bytes serverPublic;
    try (Encapsulation made = Sntrup761.encapsulate(parts.kem().toArray());
        SecretBytes second = curve.agree(parts.curve().toArray())) {
      serverPublic = Hybrid.joined(made.ciphertext(), curve.publicValue());
      agreement =
          Hybrid.agree(x, x.hostKey(), init.clientPublic(), serverPublic, made.secret(), second);
    }
    x.send(new KexEcdhReply(x.hostKey(), serverPublic, x.sign(agreement)));
    return agreement;
  }
}
