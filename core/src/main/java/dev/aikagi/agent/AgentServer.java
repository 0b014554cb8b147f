package dev.aikagi.agent;

import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Serves a keyring to clients of the agent protocol (RFC 9987), over any pairs of streams: a
 * socket, or a channel. Safe for several threads.
 *
 * <p>Who may connect is not its matter: whoever has a connection may use the keys.
 */
public final class AgentServer {
  private final Keyring keyring;

  public AgentServer(Keyring keyring) {
    this.keyring = keyring;
  }

  /**
   * Answers one client on the calling thread until the stream ends. Whoever closes the streams ends
   * it; no deadline does, since a client may keep a connection for as long as it likes.
   *
   * @throws IOException where the stream fails, or what comes is no message
   */
  public void serve(InputStream in, OutputStream out) throws IOException {
    AgentVisit visit = new AgentVisit(keyring);
    byte[] message;
    while ((message = AgentFrames.read(in)) != null) {
      WireWriter reply;
      try {
        reply = visit.answer(message, message.length);
      } finally {
        // A private key or a passphrase may have been in it.
        Arrays.fill(message, (byte) 0);
      }
      AgentFrames.write(out, reply);
    }
  }
}
