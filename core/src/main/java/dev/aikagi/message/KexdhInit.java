package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.math.BigInteger;

/** SSH_MSG_KEXDH_INIT (RFC 4253 section 8). */
public record KexdhInit(BigInteger e) implements KexMessage {
  public static final int NUMBER = 30;

  public static KexdhInit read(WireReader r) throws MalformedException {
    KexdhInit m = new KexdhInit(r.readMpint());
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
