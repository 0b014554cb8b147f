package dev.aikagi.message;

import dev.aikagi.wire.WireWriter;

/**
 * One decoded SSH message. Each record has a static {@code read(WireReader)} that starts after the
 * message number, refuses every malformed field and every trailing byte, and a public constant
 * NUMBER.
 */
public sealed interface Message
    permits TransportMessage, KexMessage, UserauthMessage, ConnectionMessage {
  /** The message number, the first byte of the payload. */
  int number();

  /** Appends the whole payload, from the message number on. */
  void write(WireWriter w);
}
