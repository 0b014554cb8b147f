package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/**
 * SSH_MSG_KEX_ECDH_INIT (RFC 5656 section 4); the hybrid methods send their two shares in the same
 * string.
 */
public record KexEcdhInit(Bytes clientPublic) implements KexMessage {
  public static final int NUMBER = 30;

  public static KexEcdhInit read(WireReader r) throws MalformedException {
    KexEcdhInit m = new KexEcdhInit(r.readBytes());
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
    w.writeString(clientPublic);
  }
}
