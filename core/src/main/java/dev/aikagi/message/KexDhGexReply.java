package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.math.BigInteger;

/** SSH_MSG_KEX_DH_GEX_REPLY (RFC 4419 section 3). */
public record KexDhGexReply(Bytes hostKey, BigInteger f, Bytes signature) implements KexMessage {
  public static final int NUMBER = 33;

  public static KexDhGexReply read(WireReader r) throws MalformedException {
    KexDhGexReply m = new KexDhGexReply(r.readBytes(), r.readMpint(), r.readBytes());
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
    w.writeString(hostKey);
    w.writeMpint(f);
    w.writeString(signature);
  }
}
