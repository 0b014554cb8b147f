package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_CHANNEL_OPEN_CONFIRMATION (RFC 4254 section 5.1). */
public record ChannelOpenConfirmation(
    long recipientChannel,
    long senderChannel,
    long initialWindowSize,
    long maximumPacketSize,
    Bytes data)
    implements ConnectionMessage {
  public static final int NUMBER = 91;

  public ChannelOpenConfirmation {
    MessageChecks.uint32("recipientChannel", recipientChannel);
    MessageChecks.uint32("senderChannel", senderChannel);
    MessageChecks.uint32("initialWindowSize", initialWindowSize);
    MessageChecks.uint32("maximumPacketSize", maximumPacketSize);
  }

  public static ChannelOpenConfirmation read(WireReader r) throws MalformedException {
    ChannelOpenConfirmation m =
        new ChannelOpenConfirmation(
            r.readUint32(), r.readUint32(), r.readUint32(), r.readUint32(), r.readRest());
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
    w.writeUint32(senderChannel);
    w.writeUint32(initialWindowSize);
    w.writeUint32(maximumPacketSize);
    w.writeRaw(data);
  }
}
