package dev.aikagi.kex;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.crypto.DhGroup;
import dev.aikagi.message.KexDhGexGroup;
import dev.aikagi.message.KexDhGexInit;
import dev.aikagi.message.KexDhGexReply;
import dev.aikagi.message.KexDhGexRequest;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.math.BigInteger;

/** RFC 4419, with the sizes of RFC 8270: the server chooses the group. */
final class DhGroupExchangeKex implements Exchange {
  /** As strong as the 128 bits of X25519; larger ones cost much and add nothing to the rest. */
  private static final int PREFERRED_BITS = 3072;

  @Override
  public Agreement client(KeyExchange x) throws IOException {
    KexDhGexRequest request =
        new KexDhGexRequest(DhGroup.MIN_BITS, PREFERRED_BITS, DhGroup.MAX_BITS);
    x.send(request);
    KexDhGexGroup chosen = KexDhGexGroup.read(x.receive(KexDhGexGroup.NUMBER));
    DhGroup group =
        DhGroup.chosenByPeer(chosen.p(), chosen.g(), DhGroup.MIN_BITS, DhGroup.MAX_BITS);
    DhGroup.KeyAgreementKey own = group.generate();
    x.send(new KexDhGexInit(own.publicValue()));
    KexDhGexReply reply = KexDhGexReply.read(x.receive(KexDhGexReply.NUMBER));
    Agreement agreement;
    try (SecretBytes k = own.agree(reply.f())) {
      agreement = agree(x, reply.hostKey(), request, group, own.publicValue(), reply.f(), k);
    }
    return x.verified(agreement, reply.hostKey(), reply.signature());
  }

  @Override
  public Agreement server(KeyExchange x) throws IOException {
    KexDhGexRequest request = KexDhGexRequest.read(x.receive(KexDhGexRequest.NUMBER));
    DhGroup group = choose(x.moduli(), request);
    x.send(new KexDhGexGroup(group.p(), group.g()));
    KexDhGexInit init = KexDhGexInit.read(x.receive(KexDhGexInit.NUMBER));
    DhGroup.KeyAgreementKey own = group.generate();
    Agreement agreement;
    try (SecretBytes k = own.agree(init.e())) {
      agreement = agree(x, x.hostKey(), request, group, init.e(), own.publicValue(), k);
    }
    x.send(new KexDhGexReply(x.hostKey(), own.publicValue(), x.sign(agreement)));
    return agreement;
  }

  private static DhGroup choose(Moduli moduli, KexDhGexRequest request) throws IOException {
    if (request.min() > request.n() || request.n() > request.max()) {
      throw KeyExchange.failed("a group request whose sizes are not in order");
    }
    if (request.min() > DhGroup.MAX_BITS) {
      // Before it is narrowed: 2^32-1 as an int is -1, which every group is above.
      throw KeyExchange.failed("no group of the size that was asked for");
    }
    int min = (int) Math.max(DhGroup.MIN_BITS, request.min());
    int max = (int) Math.min(DhGroup.MAX_BITS, request.max());
    int preferred = Math.clamp(request.n(), DhGroup.MIN_BITS, DhGroup.MAX_BITS);
    return moduli
        .choose(min, preferred, max)
        .orElseThrow(() -> KeyExchange.failed("no group of the size that was asked for"));
  }

  private static Agreement agree(
      KeyExchange x,
      Bytes hostKey,
      KexDhGexRequest request,
      DhGroup group,
      BigInteger e,
      BigInteger f,
      SecretBytes k) {
    WireWriter w = x.hashInput(hostKey);
    w.writeUint32(request.min());
    w.writeUint32(request.n());
    w.writeUint32(request.max());
    w.writeMpint(group.p());
    w.writeMpint(group.g());
    w.writeMpint(e);
    w.writeMpint(f);
    return x.agree(w, KeyExchange.mpint(k));
  }
}
