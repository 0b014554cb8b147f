package dev.aikagi.kex;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.crypto.EcdhKey;
import dev.aikagi.message.KexEcdhInit;
import dev.aikagi.message.KexEcdhReply;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.util.function.Supplier;

/** RFC 5656 section 4, and RFC 8731: the same messages and the same hash on another curve. */
record EcdhKex(Supplier<EcdhKey> generator) implements Exchange {
  @Override
  public Agreement client(KeyExchange x) throws IOException {
    try (EcdhKey own = generator.get()) {
      KexEcdhInit init = new KexEcdhInit(Bytes.of(own.publicValue()));
      x.send(init);
      KexEcdhReply reply = KexEcdhReply.read(x.receive(KexEcdhReply.NUMBER));
      Agreement agreement;
      try (SecretBytes k = own.agree(reply.serverPublic().toArray())) {
        agreement = agree(x, reply.hostKey(), init.clientPublic(), reply.serverPublic(), k);
      }
      return x.verified(agreement, reply.hostKey(), reply.signature());
    }
  }

  @Override
  public Agreement server(KeyExchange x) throws IOException {
    KexEcdhInit init = KexEcdhInit.read(x.receive(KexEcdhInit.NUMBER));
    Agreement agreement;
    Bytes serverPublic;
    try (EcdhKey own = generator.get();
        SecretBytes k = own.agree(init.clientPublic().toArray())) {
      serverPublic = Bytes.of(own.publicValue());
      agreement = agree(x, x.hostKey(), init.clientPublic(), serverPublic, k);
    }
    x.send(new KexEcdhReply(x.hostKey(), serverPublic, x.sign(agreement)));
    return agreement;
  }

  private static Agreement agree(
      KeyExchange x, Bytes hostKey, Bytes clientPublic, Bytes serverPublic, SecretBytes k) {
    WireWriter w = x.hashInput(hostKey);
    w.writeString(clientPublic);
    w.writeString(serverPublic);
    return x.agree(w, KeyExchange.mpint(k));
  }
}
