package dev.aikagi.kex;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireWriter;

/**
 * What both sides have said before the method starts, exactly as it was on the wire; the exchange
 * hash covers it (RFC 4253 section 8).
 *
 * @param clientVersion without CR LF
 * @param serverVersion without CR LF
 * @param clientKexInit the whole payload
 * @param serverKexInit the whole payload
 */
public record Transcript(
    Bytes clientVersion, Bytes serverVersion, Bytes clientKexInit, Bytes serverKexInit) {

  void write(WireWriter w) {
    w.writeString(clientVersion);
    w.writeString(serverVersion);
    w.writeString(clientKexInit);
    w.writeString(serverKexInit);
  }
}
