package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/**
 * SSH_MSG_CHANNEL_REQUEST (RFC 4254 section 5.4); data is what follows want reply, in the form of
 * the request type.
 */
public record ChannelRequest(
    long recipientChannel, String requestType, boolean wantReply, Bytes data)
    implements ConnectionMessage {
  public static final int NUMBER = 98;

  public ChannelRequest {
    MessageChecks.uint32("recipientChannel", recipientChannel);
  }

  public static ChannelRequest read(WireReader r) throws MalformedException {
    ChannelRequest m =
        new ChannelRequest(r.readUint32(), r.readName(), r.readBoolean(), r.readRest());
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
    w.writeUtf8(requestType);
    w.writeBoolean(wantReply);
    w.writeRaw(data);
  }
}
