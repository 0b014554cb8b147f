package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/**
 * SSH_MSG_USERAUTH_PK_OK (RFC 4252 section 7); 60 means this only while a publickey request is
 * open.
 */
public record UserauthPkOk(String algorithm, Bytes keyBlob) implements UserauthMessage {
  public static final int NUMBER = 60;

  public static UserauthPkOk read(WireReader r) throws MalformedException {
    UserauthPkOk m = new UserauthPkOk(r.readName(), r.readBytes());
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
    w.writeUtf8(algorithm);
    w.writeString(keyBlob);
  }
}
