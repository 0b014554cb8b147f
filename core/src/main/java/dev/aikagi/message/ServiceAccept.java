package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_SERVICE_ACCEPT (RFC 4253 section 10). */
public record ServiceAccept(String serviceName) implements TransportMessage {
  public static final int NUMBER = 6;

  public static ServiceAccept read(WireReader r) throws MalformedException {
    ServiceAccept m = new ServiceAccept(r.readName());
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
    w.writeUtf8(serviceName);
  }
}
