package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_USERAUTH_REQUEST (RFC 4252 section 5). */
public record UserauthRequest(String userName, String serviceName, UserauthMethod method)
    implements UserauthMessage {
  public static final int NUMBER = 50;

  public static UserauthRequest read(WireReader r) throws MalformedException {
    UserauthRequest m = new UserauthRequest(r.readUtf8(), r.readName(), UserauthMethod.read(r));
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
    w.writeUtf8(userName);
    w.writeUtf8(serviceName);
    w.writeUtf8(method.methodName());
    method.writeFields(w);
  }
}
