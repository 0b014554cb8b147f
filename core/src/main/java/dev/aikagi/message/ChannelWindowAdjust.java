package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_CHANNEL_WINDOW_ADJUST (RFC 4254 section 5.2). */
public record ChannelWindowAdjust(long recipientChannel, long bytesToAdd)
    implements ConnectionMessage {
  public static final int NUMBER = 93;

  public ChannelWindowAdjust {
    MessageChecks.uint32("recipientChannel", recipientChannel);
    MessageChecks.uint32("bytesToAdd", bytesToAdd);
  }

  public static ChannelWindowAdjust read(WireReader r) throws MalformedException {
    ChannelWindowAdjust m = new ChannelWindowAdjust(r.readUint32(), r.readUint32());
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
    w.writeUint32(bytesToAdd);
  }
}
