package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_CHANNEL_CLOSE (RFC 4254 section 5.3). */
public record ChannelClose(long recipientChannel) implements ConnectionMessage {
  public static final int NUMBER = 97;

  public ChannelClose {
    MessageChecks.uint32("recipientChannel", recipientChannel);
  }

  public static ChannelClose read(WireReader r) throws MalformedException {
    ChannelClose m = new ChannelClose(r.readUint32());
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
