package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.math.BigInteger;

/** SSH_MSG_KEXDH_REPLY (RFC 4253 section 8). */
public record KexdhReply(Bytes hostKey, BigInteger f, Bytes signature) implements KexMessage {
  public static final int NUMBER = 31;

  public static KexdhReply read(WireReader r) throws MalformedException {
    KexdhReply m = new KexdhReply(r.readBytes(), r.readMpint(), r.readBytes());
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
