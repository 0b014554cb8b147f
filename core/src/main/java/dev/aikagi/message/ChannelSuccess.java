package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_CHANNEL_SUCCESS (RFC 4254 section 5.4). */
public record ChannelSuccess(long recipientChannel) implements ConnectionMessage {
  public static final int NUMBER = 99;

  public ChannelSuccess {
    MessageChecks.uint32("recipientChannel", recipientChannel);
  }

  public static ChannelSuccess read(WireReader r) throws MalformedException {
    ChannelSuccess m = new ChannelSuccess(r.readUint32());
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
