package dev.aikagi.kex;

import dev.aikagi.message.Message;
import dev.aikagi.wire.WireReader;
import java.io.IOException;

/** What a key exchange method needs of the transport: one message out, one message in. */
public interface KexIo {
  void send(Message message) throws IOException;

  /**
   * The fields of the next message, which must have this number: every other one ends the
   * connection. Valid until the next call.
   */
  WireReader receive(int number) throws IOException;
}
