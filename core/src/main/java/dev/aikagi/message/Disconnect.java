package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_DISCONNECT (RFC 4253 section 11.1). */
public record Disconnect(long reasonCode, String description, String languageTag)
    implements TransportMessage {
  public static final int NUMBER = 1;

  public Disconnect {
    MessageChecks.uint32("reasonCode", reasonCode);
  }

  public static Disconnect read(WireReader r) throws MalformedException {
    Disconnect m = new Disconnect(r.readUint32(), r.readText(), r.readText());
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
    w.writeUint32(reasonCode);
    w.writeUtf8(description);
    w.writeUtf8(languageTag);
  }
}
