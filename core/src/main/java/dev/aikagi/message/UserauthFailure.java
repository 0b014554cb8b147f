package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.List;

/** SSH_MSG_USERAUTH_FAILURE (RFC 4252 section 5.1). */
public record UserauthFailure(List<String> methods, boolean partialSuccess)
    implements UserauthMessage {
  public static final int NUMBER = 51;

  public UserauthFailure {
    methods = List.copyOf(methods);
  }

  public static UserauthFailure read(WireReader r) throws MalformedException {
    UserauthFailure m = new UserauthFailure(r.readNameList(), r.readBoolean());
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
    w.writeNameList(methods);
    w.writeBoolean(partialSuccess);
  }
}
