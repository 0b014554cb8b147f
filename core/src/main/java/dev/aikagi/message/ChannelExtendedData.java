package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_CHANNEL_EXTENDED_DATA (RFC 4254 section 5.2). */
public record ChannelExtendedData(long recipientChannel, long dataTypeCode, Bytes data)
    implements ConnectionMessage {
  public static final int NUMBER = 95;

  public ChannelExtendedData {
    MessageChecks.uint32("recipientChannel", recipientChannel);
    MessageChecks.uint32("dataTypeCode", dataTypeCode);
  }

  public static ChannelExtendedData read(WireReader r) throws MalformedException {
    ChannelExtendedData m = new ChannelExtendedData(r.readUint32(), r.readUint32(), r.readBytes());
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
    w.writeUint32(dataTypeCode);
    w.writeString(data);
  }
}
