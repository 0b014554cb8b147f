package dev.aikagi.transport;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.message.Message;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

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

  /**
   * As {@link #receive()}; before this thread waits for the peer, or for anything else, it runs
   * what its caller has put off while one packet followed the other: that must not wait itself.
   */
  default Payload receive(Runnable beforeWaiting) throws IOException {
    beforeWaiting.run();
    return receive();
  }

  /**
   * Sends a message; any thread. Waits while a key exchange runs or the peer does not read. Called
   * by the thread that receives, once {@link #authenticated}, it does not wait: the message is
   * queued, in order with other messages of that thread, and another thread writes it. So a
   * dispatcher may answer, and never deadlocks with a peer that does the same.
   */
  void send(Message message) throws IOException;

  /**
   * CHANNEL_DATA without a record in between, in messages of at most maximum bytes of data, written
   * together: a caller with much data hands over as much as the window allows. Any thread but the
   * one that receives; waits as {@link #send} does, and the data is free for reuse afterwards.
   */
  void sendData(long recipientChannel, byte[] data, int offset, int length, int maximum)
      throws IOException;

  /** The same as one message: the caller obeys the channel's maximum packet size. */
  default void sendData(long recipientChannel, byte[] data, int offset, int length)
      throws IOException {
    sendData(recipientChannel, data, offset, length, Math.max(1, length));
  }

  /** One CHANNEL_EXTENDED_DATA, as {@link #sendData}. */
  void sendExtendedData(
      long recipientChannel, long dataTypeCode, byte[] data, int offset, int length)
      throws IOException;

  /** The peer's identification string (RFC 4253 section 4.2), without the end of its line. */
  default String peerVersion() {
    return "";
  }

  /** The exchange hash of the first key exchange (RFC 4253 section 7.2). */
  Bytes sessionId();

  /** The server's host key as it was proven, for hostbound authentication and host key updates. */
  Bytes hostKeyBlob();

  /**
   * What the peer's EXT_INFO said so far (RFC 8308), names and values: {@code server-sig-algs},
   * {@code publickey-hostbound@openssh.com}, ...
   */
  Map<String, Bytes> peerExtensions();

  /**
   * Authentication has succeeded. Called on the thread that receives, by a server right after it
   * sent USERAUTH_SUCCESS, by a client right after it received it: the limits of the phases before
   * end, the messages of the connection protocol become legal and delayed compression starts.
   */
  void authenticated() throws IOException;

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
