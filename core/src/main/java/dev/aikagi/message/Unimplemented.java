package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/**
 * SSH_MSG_UNIMPLEMENTED (RFC 4253 section 11.4): the sequence number of the packet that was not
 * understood.
 */
public record Unimplemented(long sequenceNumber) implements TransportMessage {
  public static final int NUMBER = 3;

  public Unimplemented {
    MessageChecks.uint32("sequenceNumber", sequenceNumber);
  }

  public static Unimplemented read(WireReader r) throws MalformedException {
    Unimplemented m = new Unimplemented(r.readUint32());
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
    w.writeUint32(sequenceNumber);
  }
}
