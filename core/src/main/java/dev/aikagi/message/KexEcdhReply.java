package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_KEX_ECDH_REPLY (RFC 5656 section 4). */
public record KexEcdhReply(Bytes hostKey, Bytes serverPublic, Bytes signature)
    implements KexMessage {
  public static final int NUMBER = 31;

  public static KexEcdhReply read(WireReader r) throws MalformedException {
    KexEcdhReply m = new KexEcdhReply(r.readBytes(), r.readBytes(), r.readBytes());
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
    w.writeString(serverPublic);
    w.writeString(signature);
  }
}
