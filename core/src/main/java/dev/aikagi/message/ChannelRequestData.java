package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/**
 * What the channel requests of a session carry after want reply (RFC 4254 section 6, RFC 4335,
 * OpenSSH).
 */
public sealed interface ChannelRequestData {
  String requestType();

  void writeFields(WireWriter w);

  default Bytes toBytes() {
    WireWriter w = new WireWriter();
    writeFields(w);
    return w.toBytes();
  }

  /** RFC 4254 section 6.2; sizes in characters and pixels, modes as section 8 encodes them. */
  record PtyReq(
      String term, long columns, long rows, long widthPixels, long heightPixels, Bytes modes)
      implements ChannelRequestData {
    public static final String TYPE = "pty-req";

    @Override
    public String requestType() {
      return TYPE;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeUtf8(term).writeUint32(columns).writeUint32(rows);
      w.writeUint32(widthPixels).writeUint32(heightPixels).writeString(modes);
    }
  }

  /** RFC 4254 section 6.4. */
  record Env(String name, Bytes value) implements ChannelRequestData {
    public static final String TYPE = "env";

    @Override
    public String requestType() {
      return TYPE;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeUtf8(name).writeString(value);
    }
  }

  /** RFC 4254 section 6.5. */
  record Shell() implements ChannelRequestData {
    public static final String TYPE = "shell";

    @Override
    public String requestType() {
      return TYPE;
    }

    @Override
    public void writeFields(WireWriter w) {}
  }

  /** RFC 4254 section 6.5; bytes, since a command line has no encoding. */
  record Exec(Bytes command) implements ChannelRequestData {
    public static final String TYPE = "exec";

    @Override
    public String requestType() {
      return TYPE;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeString(command);
    }
  }

  /** RFC 4254 section 6.5. */
  record Subsystem(String name) implements ChannelRequestData {
    public static final String TYPE = "subsystem";

    @Override
    public String requestType() {
      return TYPE;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeUtf8(name);
    }
  }

  /** RFC 4254 section 6.7. */
  record WindowChange(long columns, long rows, long widthPixels, long heightPixels)
      implements ChannelRequestData {
    public static final String TYPE = "window-change";

    @Override
    public String requestType() {
      return TYPE;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeUint32(columns).writeUint32(rows).writeUint32(widthPixels).writeUint32(heightPixels);
    }
  }

  /** RFC 4254 section 6.9; the name without SIG. */
  record Signal(String name) implements ChannelRequestData {
    public static final String TYPE = "signal";

    @Override
    public String requestType() {
      return TYPE;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeUtf8(name);
    }
  }

  /** RFC 4335; the length in milliseconds, 0 for the receiver's choice. */
  record Break(long milliseconds) implements ChannelRequestData {
    public static final String TYPE = "break";

    @Override
    public String requestType() {
      return TYPE;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeUint32(milliseconds);
    }
  }

  /** RFC 4254 section 6.10. */
  record ExitStatus(long status) implements ChannelRequestData {
    public static final String TYPE = "exit-status";

    @Override
    public String requestType() {
      return TYPE;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeUint32(status);
    }
  }

  /** RFC 4254 section 6.10; the signal's name without SIG. */
  record ExitSignal(String name, boolean coreDumped, String message, String languageTag)
      implements ChannelRequestData {
    public static final String TYPE = "exit-signal";

    @Override
    public String requestType() {
      return TYPE;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeUtf8(name).writeBoolean(coreDumped).writeUtf8(message).writeUtf8(languageTag);
    }
  }

  /**
   * The agent of the client may be asked for over this connection.
   *
   * @param standard whether by the name of RFC 9987, which OpenSSH has since 10.1
   */
  record AuthAgentReq(boolean standard) implements ChannelRequestData {
    public static final String TYPE = "auth-agent-req@openssh.com";
    public static final String STANDARD_TYPE = "agent-req";

    @Override
    public String requestType() {
      return standard ? STANDARD_TYPE : TYPE;
    }

    @Override
    public void writeFields(WireWriter w) {}
  }

  /** eow@openssh.com: the sender reads no more from this channel. */
  record EndOfWrite() implements ChannelRequestData {
    public static final String TYPE = "eow@openssh.com";

    @Override
    public String requestType() {
      return TYPE;
    }

    @Override
    public void writeFields(WireWriter w) {}
  }

  /** A request that is not known here, such as keepalive@openssh.com or one of the future. */
  record Unknown(String requestType, Bytes fields) implements ChannelRequestData {
    @Override
    public void writeFields(WireWriter w) {
      w.writeRaw(fields);
    }
  }

  /** Decodes the data of a channel request; trailing bytes are refused. */
  static ChannelRequestData of(ChannelRequest request) throws MalformedException {
    WireReader r = new WireReader(request.data());
    ChannelRequestData data =
        switch (request.requestType()) {
          case PtyReq.TYPE ->
              new PtyReq(
                  r.readUtf8(),
                  r.readUint32(),
                  r.readUint32(),
                  r.readUint32(),
                  r.readUint32(),
                  r.readBytes());
          case Env.TYPE -> new Env(r.readUtf8(), r.readBytes());
          case Shell.TYPE -> new Shell();
          case Exec.TYPE -> new Exec(r.readBytes());
          case Subsystem.TYPE -> new Subsystem(r.readUtf8());
          case WindowChange.TYPE ->
              new WindowChange(r.readUint32(), r.readUint32(), r.readUint32(), r.readUint32());
          case Signal.TYPE -> new Signal(r.readUtf8());
          case Break.TYPE -> new Break(r.readUint32());
          case ExitStatus.TYPE -> new ExitStatus(r.readUint32());
          case ExitSignal.TYPE ->
              new ExitSignal(r.readUtf8(), r.readBoolean(), r.readText(), r.readText());
          case AuthAgentReq.TYPE -> new AuthAgentReq(false);
          case AuthAgentReq.STANDARD_TYPE -> new AuthAgentReq(true);
          case EndOfWrite.TYPE -> new EndOfWrite();
          default -> new Unknown(request.requestType(), r.readRest());
        };
    r.expectEnd();
    return data;
  }
}
