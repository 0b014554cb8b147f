package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_DEBUG (RFC 4253 section 11.3). */
public record Debug(boolean alwaysDisplay, String message, String languageTag)
    implements TransportMessage {
  public static final int NUMBER = 4;

  public static Debug read(WireReader r) throws MalformedException {
    Debug m = new Debug(r.readBoolean(), r.readText(), r.readText());
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
    w.writeBoolean(alwaysDisplay);
    w.writeUtf8(message);
    w.writeUtf8(languageTag);
  }
}
