package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Which connection an agent is used for, as the server of that connection proves it: {@code
 * session-bind@openssh.com} (PROTOCOL.agent of OpenSSH). Agents hold keys that are restricted to
 * destinations, and lend them to nobody who does not say where he is going.
 *
 * <p>A client sends one before it signs a login, and one before it hands a connection to the agent
 * on to the server, as the first message on it: the other end of it is somebody else's then.
 *
 * @param hostKey the server's host key as it was shown in the first key exchange: a key or a
 *     certificate
 * @param signature of the session identifier, made with that key in the first key exchange
 * @param forwarding whether the agent is handed on to the server; else it is used to log in there
 */
public record SessionBinding(Bytes hostKey, Bytes sessionId, Bytes signature, boolean forwarding) {
  /** As in OpenSSH; the longest hash in use has half of it. */
  static final int MAX_SESSION_ID = 128;

  /** The same connection, with the agent handed on to the server. */
  public SessionBinding forForwarding() {
    return new SessionBinding(hostKey, sessionId, signature, true);
  }

  /** What came of it. */
  public enum Outcome {
    BOUND,
    /** The agent knows no session-bind, and so has no key that needs one. */
    UNKNOWN,
    /** The agent has seen through it, or has bound the connection otherwise already. */
    REFUSED
  }

  /**
   * Sends it over a fresh connection to an agent and waits for the answer, which no person has to
   * give. For whoever hands the streams on: nothing but the answer is read.
   *
   * @throws IOException where the agent does not answer, or something else
   */
  public Outcome announce(InputStream in, OutputStream out) throws IOException {
    AgentFrames.write(out, request());
    byte[] reply = AgentFrames.read(in);
    if (reply == null) {
      throw new AgentException(new AgentFailure.StreamEnded());
    }
    return switch (reply[0]) {
      case AgentNumbers.SUCCESS -> Outcome.BOUND;
      case AgentNumbers.FAILURE -> Outcome.UNKNOWN;
      case AgentNumbers.EXTENSION_FAILURE -> Outcome.REFUSED;
      default -> throw new AgentException(new AgentFailure.BadReply("reply " + (reply[0] & 0xff)));
    };
  }

  WireWriter request() {
    return new WireWriter(1024)
        .writeByte(AgentNumbers.EXTENSION)
        .writeUtf8(AgentNumbers.SESSION_BIND)
        .writeString(hostKey)
        .writeString(sessionId)
        .writeString(signature)
        .writeBoolean(forwarding);
  }

  /** What follows the extension's name. */
  static SessionBinding read(WireReader in) throws dev.aikagi.MalformedException {
    SessionBinding read =
        new SessionBinding(
            in.readBytes(),
            Bytes.of(in.readString(MAX_SESSION_ID)),
            in.readBytes(),
            in.readBoolean());
    in.expectEnd();
    return read;
  }
}
