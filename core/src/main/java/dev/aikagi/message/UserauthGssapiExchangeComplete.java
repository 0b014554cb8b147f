package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_USERAUTH_GSSAPI_EXCHANGE_COMPLETE (RFC 4462 section 3.6). */
public record UserauthGssapiExchangeComplete() implements UserauthMessage {
  public static final int NUMBER = 63;

  public static UserauthGssapiExchangeComplete read(WireReader r) throws MalformedException {
    r.expectEnd();
    return new UserauthGssapiExchangeComplete();
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(WireWriter w) {
    w.writeByte(NUMBER);
  }
}
