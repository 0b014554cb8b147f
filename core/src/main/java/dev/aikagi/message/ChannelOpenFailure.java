package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_CHANNEL_OPEN_FAILURE (RFC 4254 section 5.1). */
public record ChannelOpenFailure(
    long recipientChannel, long reasonCode, String description, String languageTag)
    implements ConnectionMessage {
  public static final int NUMBER = 92;

  public ChannelOpenFailure {
    MessageChecks.uint32("recipientChannel", recipientChannel);
    MessageChecks.uint32("reasonCode", reasonCode);
  }

  public static ChannelOpenFailure read(WireReader r) throws MalformedException {
    ChannelOpenFailure m =
        new ChannelOpenFailure(r.readUint32(), r.readUint32(), r.readText(), r.readText());
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
    w.writeUint32(recipientChannel);
    w.writeUint32(reasonCode);
    w.writeUtf8(description);
    w.writeUtf8(languageTag);
  }
}
