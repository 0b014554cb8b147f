package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/**
 * SSH_MSG_CHANNEL_DATA (RFC 4254 section 5.2). The bulk path reads and writes its fields in place
 * and makes no record.
 */
public record ChannelData(long recipientChannel, Bytes data) implements ConnectionMessage {
  public static final int NUMBER = 94;

  public ChannelData {
    MessageChecks.uint32("recipientChannel", recipientChannel);
  }

  public static ChannelData read(WireReader r) throws MalformedException {
    ChannelData m = new ChannelData(r.readUint32(), r.readBytes());
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
    w.writeString(data);
  }
}
