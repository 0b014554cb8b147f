package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/**
 * SSH_MSG_USERAUTH_PASSWD_CHANGEREQ (RFC 4252 section 8); 60 means this only while a password
 * request is open.
 */
public record UserauthPasswdChangereq(String prompt, String languageTag)
    implements UserauthMessage {
  public static final int NUMBER = 60;

  public static UserauthPasswdChangereq read(WireReader r) throws MalformedException {
    UserauthPasswdChangereq m = new UserauthPasswdChangereq(r.readText(), r.readText());
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
    w.writeUtf8(prompt);
    w.writeUtf8(languageTag);
  }
}
