package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_CHANNEL_EOF (RFC 4254 section 5.3). */
public record ChannelEof(long recipientChannel) implements ConnectionMessage {
  public static final int NUMBER = 96;

  public ChannelEof {
    MessageChecks.uint32("recipientChannel", recipientChannel);
  }

  public static ChannelEof read(WireReader r) throws MalformedException {
    ChannelEof m = new ChannelEof(r.readUint32());
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
  }
}
