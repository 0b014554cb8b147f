package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_USERAUTH_BANNER (RFC 4252 section 5.4). */
public record UserauthBanner(String message, String languageTag) implements UserauthMessage {
  public static final int NUMBER = 53;

  public static UserauthBanner read(WireReader r) throws MalformedException {
    UserauthBanner m = new UserauthBanner(r.readText(), r.readText());
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
    w.writeUtf8(message);
    w.writeUtf8(languageTag);
  }
}
