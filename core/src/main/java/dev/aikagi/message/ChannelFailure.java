package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_CHANNEL_FAILURE (RFC 4254 section 5.4). */
public record ChannelFailure(long recipientChannel) implements ConnectionMessage {
  public static final int NUMBER = 100;

  public ChannelFailure {
    MessageChecks.uint32("recipientChannel", recipientChannel);
  }

  public static ChannelFailure read(WireReader r) throws MalformedException {
    ChannelFailure m = new ChannelFailure(r.readUint32());
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
