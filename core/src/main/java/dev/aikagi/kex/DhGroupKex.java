package dev.aikagi.kex;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.crypto.DhGroup;
import dev.aikagi.message.KexdhInit;
import dev.aikagi.message.KexdhReply;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.math.BigInteger;

/** RFC 4253 section 8 with a fixed group. */
final class DhGroupKex implements Exchange {
  private final DhGroup group;

  DhGroupKex(DhGroup group) {
    this.group = group;
  }

  @Override
  public Agreement client(KeyExchange x) throws IOException {
    DhGroup.KeyAgreementKey own = group.generate();
    x.send(new KexdhInit(own.publicValue()));
    KexdhReply reply = KexdhReply.read(x.receive(KexdhReply.NUMBER));
    Agreement agreement;
    try (SecretBytes k = own.agree(reply.f())) {
      agreement = agree(x, reply.hostKey(), own.publicValue(), reply.f(), k);
    }
    return x.verified(agreement, reply.hostKey(), reply.signature());
  }

  @Override
  public Agreement server(KeyExchange x) throws IOException {
    KexdhInit init = KexdhInit.read(x.receive(KexdhInit.NUMBER));
    DhGroup.KeyAgreementKey own = group.generate();
    Agreement agreement;
    try (SecretBytes k = own.agree(init.e())) {
      agreement = agree(x, x.hostKey(), init.e(), own.publicValue(), k);
    }
    x.send(new KexdhReply(x.hostKey(), own.publicValue(), x.sign(agreement)));
    return agreement;
  }

  private static Agreement agree(
      KeyExchange x, Bytes hostKey, BigInteger e, BigInteger f, SecretBytes k) {
    WireWriter w = x.hashInput(hostKey);
    w.writeMpint(e);
    w.writeMpint(f);
    return x.agree(w, KeyExchange.mpint(k));
  }
}
