package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.math.BigInteger;

/** SSH_MSG_KEX_DH_GEX_GROUP (RFC 4419 section 3). */
public record KexDhGexGroup(BigInteger p, BigInteger g) implements KexMessage {
  public static final int NUMBER = 31;

  public static KexDhGexGroup read(WireReader r) throws MalformedException {
    KexDhGexGroup m = new KexDhGexGroup(r.readMpint(), r.readMpint());
    r.expectEnd();
    return m;
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(WireWriter w) {
    w.writeByte(NUMBER);
    w.writeMpint(p);
    w.writeMpint(g);
  }
}
