package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** SSH_MSG_KEX_DH_GEX_REQUEST (RFC 4419 section 3): sizes of the prime in bits. */
public record KexDhGexRequest(long min, long n, long max) implements KexMessage {
  public static final int NUMBER = 34;

  public KexDhGexRequest {
    MessageChecks.uint32("min", min);
    MessageChecks.uint32("n", n);
    MessageChecks.uint32("max", max);
  }

  public static KexDhGexRequest read(WireReader r) throws MalformedException {
    KexDhGexRequest m = new KexDhGexRequest(r.readUint32(), r.readUint32(), r.readUint32());
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
    w.writeUint32(min);
    w.writeUint32(n);
    w.writeUint32(max);
  }
}
