package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_CHANNEL_OPEN (RFC 4254 section 5.1); data is in the form of the channel type. */
public record ChannelOpen(
    String channelType,
    long senderChannel,
    long initialWindowSize,
    long maximumPacketSize,
    Bytes data)
    implements ConnectionMessage {
  public static final int NUMBER = 90;

  public ChannelOpen {
    MessageChecks.uint32("senderChannel", senderChannel);
    MessageChecks.uint32("initialWindowSize", initialWindowSize);
    MessageChecks.uint32("maximumPacketSize", maximumPacketSize);
  }

  public static ChannelOpen read(WireReader r) throws MalformedException {
    ChannelOpen m =
        new ChannelOpen(r.readName(), r.readUint32(), r.readUint32(), r.readUint32(), r.readRest());
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
    w.writeUtf8(channelType);
    w.writeUint32(senderChannel);
    w.writeUint32(initialWindowSize);
    w.writeUint32(maximumPacketSize);
    w.writeRaw(data);
  }
}
