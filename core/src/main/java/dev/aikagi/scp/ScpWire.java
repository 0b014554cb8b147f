package dev.aikagi.scp;

import dev.aikagi.Bytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** Lines, replies and contents on the two streams. */
final class ScpWire {
  /** What is taken: a name of the greatest length, as vis(3) writes it, is a quarter of that. */
  static final int MAX_LINE = 4096;

  /** What is said: OpenSSH takes replies of 2048 bytes. */
  private static final int MAX_SAID = 2000;

  private static final int BUFFER = 64 * 1024;

  /** What begins a complaint, so that a person sees who complains. */
  private static final String NAME = "scp: ";

  private final BufferedInputStream in;
  private final OutputStream out;
  private final ScpListener listener;

  ScpWire(InputStream in, OutputStream out, ScpListener listener) {
    this.in = new BufferedInputStream(in, BUFFER);
    this.out = out;
    this.listener = listener;
  }

  /** The other side is gone: whatever was to be moved is not there. */
  private ScpException lost(IOException cause) {
    listener.lost();
    return new ScpException("lost connection", cause);
  }

  private ScpException lost() {
    listener.lost();
    return new ScpException("lost connection");
  }

  /** The next byte; -1 at the end. */
  private int next() throws ScpException {
    try {
      return in.read();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** A line without its line feed; empty at the end of the stream. */
  Optional<Bytes> line() throws ScpException {
    int first = next();
    return first < 0 ? Optional.empty() : Optional.of(line(first));
  }

  private Bytes line(int first) throws ScpException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = first; b != '\n'; b = next()) {
      if (b < 0) {
        throw lost();
      }
      if (line.size() == MAX_LINE) {
        throw protocolError("line too long");
      }
      line.write(b);
    }
    return Bytes.of(line.toByteArray());
  }

  /**
   * Whether the other side agrees. What it says against it is told to the listener.
   *
   * @throws ScpException if it says that it cannot go on, or something that is no reply: OpenSSH
   *     takes that for the output of a shell
   */
  boolean agreed() throws ScpException {
    int reply = next();
    if (reply < 0) {
      throw lost();
    }
    if (reply == 0) {
      return true;
    }
    Bytes line = line(reply);
    boolean complaint = reply == 1 || reply == 2;
    listener.peerFailed(complaint ? Bytes.of(line.toArray(), 1, line.length() - 1) : line);
    if (reply != 1) {
      throw new ScpException("the other side ended it");
    }
    return false;
  }

  void agree() throws ScpException {
    send(new byte[] {0}, 1);
  }

  void send(ScpRecord record) throws ScpException {
    byte[] line = record.line().toArray();
    send(line, line.length);
  }

  /** Tells both sides what failed. */
  void complain(Bytes text) throws ScpException {
    listener.failed(text);
    tell(text);
  }

  /** Tells the other side what failed. */
  void tell(Bytes text) throws ScpException {
    // A line feed would begin another record.
    String line = NAME + ScpNames.oneLine(ScpRecord.text(text));
    line = line.substring(0, Math.min(line.length(), MAX_SAID));
    send(new ScpRecord.Complaint(false, ScpRecord.bytes(line)));
  }

  /** The other side does not keep to the protocol: it is told, and that is the end. */
  ScpException protocolError(String why) throws ScpException {
    complain(Bytes.utf8("protocol error: " + why));
    return new ScpException("protocol error: " + why);
  }

  void send(byte[] data, int length) throws ScpException {
    try {
      out.write(data, 0, length);
      out.flush();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Reads all of it. */
  void receive(byte[] target, int length) throws ScpException {
    try {
      if (in.readNBytes(target, 0, length) == length) {
        return;
      }
    } catch (IOException e) {
      throw lost(e);
    }
    throw lost();
  }
}
