package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_USERAUTH_GSSAPI_ERROR (RFC 4462 section 3.8): what the server tells of its failure. */
public record UserauthGssapiError(
    long majorStatus, long minorStatus, String message, String languageTag)
    implements UserauthMessage {
  public static final int NUMBER = 64;

  public static UserauthGssapiError read(WireReader r) throws MalformedException {
    UserauthGssapiError m =
        new UserauthGssapiError(r.readUint32(), r.readUint32(), r.readUtf8(), r.readUtf8());
    r.expectEnd();
    return m;
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(WireWriter w) {
    w.writeByte(NUMBER).writeUint32(majorStatus).writeUint32(minorStatus);
    w.writeUtf8(message).writeUtf8(languageTag);
  }
}
