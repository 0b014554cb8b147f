package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_USERAUTH_GSSAPI_MIC (RFC 4462 section 3.5). */
public record UserauthGssapiMic(Bytes mic) implements UserauthMessage {
  public static final int NUMBER = 66;

  public static UserauthGssapiMic read(WireReader r) throws MalformedException {
    UserauthGssapiMic m = new UserauthGssapiMic(r.readBytes());
    r.expectEnd();
    return m;
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(WireWriter w) {
    w.writeByte(NUMBER).writeString(mic);
  }
}
