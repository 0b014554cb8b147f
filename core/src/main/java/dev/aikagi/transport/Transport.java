package dev.aikagi.transport;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.message.Message;
import java.io.Closeable;
import java.io.IOException;

/**
 * What the layers above see of a transport: messages, no packets. Key exchange, rekeying,
 * compression and the messages 1 to 49, 192 and 193 stay below, except SERVICE_REQUEST and
 * SERVICE_ACCEPT, which belong to the phases above.
 */
public interface Transport extends Closeable {
  /**
   * Waits for the next message that is not the transport's own business. Only the reader's thread
   * calls it; the payload is overwritten by the next call.
   *
   * @throws dev.aikagi.ConnectionEndedException when the peer disconnected or this side closed
   */
  Payload receive() throws IOException;

  /** Sends a message; any thread. Waits while a key exchange runs or the peer does not read. */
  void send(Message message) throws IOException;

  /**
   * CHANNEL_DATA of at most the channel's maximum packet size, without a record in between; any
   * thread.
   */
  void sendData(long recipientChannel, byte[] data, int offset, int length) throws IOException;

  /** CHANNEL_EXTENDED_DATA, as {@link #sendData}. */
  void sendExtendedData(
      long recipientChannel, long dataTypeCode, byte[] data, int offset, int length)
      throws IOException;

  /** The exchange hash of the first key exchange (RFC 4253 section 7.2). */
  Bytes sessionId();

  /** Says goodbye if the peer still reads, within a bounded time, and closes. */
  void disconnect(DisconnectReason reason, String text);

  /**
   * The one catch site's tool: turns what was thrown into how the connection ended, tells the peer
   * what it may know, and closes. The first call decides; later ones return the same.
   */
  Termination end(Throwable cause);

  /** Closes without a word; wakes every waiter. */
  @Override
  void close();
}
