package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.math.BigInteger;

/** SSH_MSG_KEX_DH_GEX_INIT (RFC 4419 section 3). */
public record KexDhGexInit(BigInteger e) implements KexMessage {
  public static final int NUMBER = 32;

  public static KexDhGexInit read(WireReader r) throws MalformedException {
    KexDhGexInit m = new KexDhGexInit(r.readMpint());
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
    w.writeMpint(e);
  }
}
