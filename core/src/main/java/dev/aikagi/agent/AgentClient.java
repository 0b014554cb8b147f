package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.Signer;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks an agent, over any pair of streams: the socket of {@link AgentSocket}, or a channel. Safe
 * for several threads; one request at a time is on the way.
 *
 * <p>A request waits as long as the agent does, which may ask a person. {@link #close}, from any
 * thread, ends the wait.
 */
public final class AgentClient implements Closeable {
  /** As in OpenSSH. Larger replies are not read. */
  public static final int MAX_FRAME = 256 * 1024;

  /** As in OpenSSH. */
  public static final int MAX_IDENTITIES = 2048;

  private static final int FAILURE = 5;
  private static final int SUCCESS = 6;
  private static final int REQUEST_IDENTITIES = 11;
  private static final int IDENTITIES_ANSWER = 12;
  private static final int SIGN_REQUEST = 13;
  private static final int SIGN_RESPONSE = 14;
  private static final int EXTENSION = 27;
  private static final int EXTENSION_FAILURE = 28;
  private static final int RSA_SHA2_256 = 2;
  private static final int RSA_SHA2_512 = 4;

  private final InputStream in;
  private final OutputStream out;
  private final Closeable closer;
  private final Object turn = new Object();

  /**
   * Takes over the streams.
   *
   * @param closer ends both; must wake a reader
   */
  public AgentClient(InputStream in, OutputStream out, Closeable closer) {
    this.in = in;
    this.out = out;
    this.closer = closer;
  }

  /** All keys that the agent shows, and all certificates. */
  public AgentIdentities identities() throws AgentException {
    WireReader r =
        ask(new WireWriter().writeByte(REQUEST_IDENTITIES), IDENTITIES_ANSWER, "list identities");
    try {
      long count = r.readUint32();
      // Each identity has two lengths at least: a count that lies must not spin (CVE-2026-55199).
      if (count > MAX_IDENTITIES || count > r.remaining() / 8) {
        throw new MalformedException(count + " identities");
      }
      List<AgentIdentity> usable = new ArrayList<>();
      List<AgentFailure.KeyNotUsable> skipped = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        identity(r.readBytes(), new String(r.readString(), java.nio.charset.StandardCharsets.UTF_8))
            .sort(usable, skipped);
      }
      r.expectEnd();
      return new AgentIdentities(usable, skipped);
    } catch (MalformedException e) {
      throw bad(e);
    }
  }

  /** One listed key: usable or not. */
  private sealed interface Listed {
    record Usable(AgentIdentity identity) implements Listed {}

    record Skipped(AgentFailure.KeyNotUsable reason) implements Listed {}

    default void sort(List<AgentIdentity> usable, List<AgentFailure.KeyNotUsable> skipped) {
      switch (this) {
        case Usable u -> usable.add(u.identity());
        case Skipped s -> skipped.add(s.reason());
      }
    }
  }

  private static Listed identity(Bytes blob, String comment) {
    String type = "?";
    try {
      type = new WireReader(blob).readName();
      if (KeyType.named(type).filter(KeyType::certificate).isPresent()) {
        return new Listed.Usable(new AgentIdentity(Certificate.parse(blob), comment));
      }
      return new Listed.Usable(new AgentIdentity(PublicKey.parse(blob), comment));
    } catch (MalformedException e) {
      return new Listed.Skipped(
          new AgentFailure.KeyNotUsable(comment, type, String.valueOf(e.getMessage())));
    }
  }

  /**
   * Signs with a key of the agent's, for a certificate with the key in it; valid as long as this
   * client is open.
   */
  public Signer signer(AgentIdentity identity) {
    return new AgentSigner(this, identity);
  }

  /**
   * Has it sign.
   *
   * @param blob what it lists the key by: the key's, or that of a certificate
   */
  Bytes sign(Bytes blob, SignatureAlgorithm algorithm, byte[] data) throws AgentException {
    int flags =
        switch (algorithm) {
          case RSA_SHA2_256 -> RSA_SHA2_256;
          case RSA_SHA2_512 -> RSA_SHA2_512;
          default -> 0;
        };
    WireWriter request =
        new WireWriter(data.length + 512)
            .writeByte(SIGN_REQUEST)
            .writeString(blob)
            .writeString(data)
            .writeUint32(flags);
    WireReader r = ask(request, SIGN_RESPONSE, "sign");
    try {
      Bytes signature = r.readBytes();
      r.expectEnd();
      return signature;
    } catch (MalformedException e) {
      throw bad(e);
    }
  }

  /**
   * Tells the agent which connection it is used for: {@code session-bind@openssh.com}
   * (PROTOCOL.agent of OpenSSH). Agents bind keys to destinations by it, and refuse others to
   * forwarded connections.
   *
   * @param hostKey the server's host key blob
   * @param signature the server's signature over the session identifier's exchange hash
   * @param forwarding whether the agent is about to be forwarded over that connection
   * @return false where the agent does not know the extension
   */
  public boolean bindSession(Bytes hostKey, Bytes sessionId, Bytes signature, boolean forwarding)
      throws AgentException {
    WireWriter request =
        new WireWriter()
            .writeByte(EXTENSION)
            .writeUtf8("session-bind@openssh.com")
            .writeString(hostKey)
            .writeString(sessionId)
            .writeString(signature)
            .writeBoolean(forwarding);
    byte[] reply = exchange(request);
    return switch (reply[0]) {
      case SUCCESS -> true;
      // Agents that do not know any extension answer with the plain failure.
      case FAILURE, EXTENSION_FAILURE -> false;
      default -> throw unexpected(reply[0] & 0xff);
    };
  }

  private WireReader ask(WireWriter request, int wanted, String what) throws AgentException {
    byte[] reply = exchange(request);
    int number = reply[0] & 0xff;
    if (number == FAILURE || number == EXTENSION_FAILURE) {
      throw new AgentException(new AgentFailure.Refused(what));
    }
    if (number != wanted) {
      throw unexpected(number);
    }
    return new WireReader(reply, 1, reply.length - 1);
  }

  private byte[] exchange(WireWriter request) throws AgentException {
    if (request.length() > MAX_FRAME) {
      throw new AgentException(new AgentFailure.Refused("a request of that size"));
    }
    synchronized (turn) {
      try {
        WireWriter frame = new WireWriter(request.length() + 4).writeString(request);
        out.write(frame.array(), 0, frame.length());
        out.flush();
        long length = new WireReader(in.readNBytes(4)).readUint32();
        if (length < 1 || length > MAX_FRAME) {
          throw new AgentException(new AgentFailure.BadReply("a reply of " + length + " bytes"));
        }
        byte[] reply = in.readNBytes((int) length);
        if (reply.length < length) {
          throw new AgentException(new AgentFailure.StreamEnded());
        }
        return reply;
      } catch (AgentException e) {
        // What follows in the stream belongs to no request any more.
        close();
        throw e;
      } catch (IOException e) {
        close();
        throw new AgentException(new AgentFailure.StreamEnded(), e);
      }
    }
  }

  private static AgentException unexpected(int number) {
    return new AgentException(new AgentFailure.BadReply("reply " + number));
  }

  private static AgentException bad(MalformedException e) {
    return new AgentException(new AgentFailure.BadReply(String.valueOf(e.getMessage())), e);
  }

  /** Ends the connection to the agent, not the agent; errors of that are of no use to anybody. */
  @Override
  public void close() {
    try {
      closer.close();
    } catch (IOException e) {
      System.getLogger("dev.aikagi.agent").log(System.Logger.Level.DEBUG, "closing", e);
    }
  }
}
