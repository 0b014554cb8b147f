package dev.aikagi.transport;

import dev.aikagi.kex.KexIo;
import java.io.IOException;

/** A {@link KexIo} that can drop a packet which the peer sent on a wrong guess. */
interface GuessSkippingIo extends KexIo {
  /** The next message of the method is dropped unread (RFC 4253 section 7). */
  void skipGuess() throws IOException;
}
