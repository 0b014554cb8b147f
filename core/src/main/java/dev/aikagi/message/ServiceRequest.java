package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_SERVICE_REQUEST (RFC 4253 section 10). */
public record ServiceRequest(String serviceName) implements TransportMessage {
  public static final int NUMBER = 5;

  public static ServiceRequest read(WireReader r) throws MalformedException {
    ServiceRequest m = new ServiceRequest(r.readName());
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
