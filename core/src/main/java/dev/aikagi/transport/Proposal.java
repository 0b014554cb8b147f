package dev.aikagi.transport;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.message.KexInit;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/** A KEXINIT with its exact bytes, which the exchange hash covers. */
record Proposal(KexInit message, Bytes payload) {
  static Proposal of(KexInit message) {
    WireWriter w = new WireWriter(2048);
    message.write(w);
    return new Proposal(message, w.toBytes());
  }

  static Proposal read(Bytes payload) throws MalformedException {
    WireReader r = new WireReader(payload);
    r.skip(1);
    return new Proposal(KexInit.read(r), payload);
  }
}
