package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.message.Message;
import dev.aikagi.transport.Payload;
import dev.aikagi.transport.Transport;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A transport whose peer has said everything beforehand: any bytes at all. Records what is sent.
 * Everything happens on one thread, so ten thousand connections take a second.
 */
final class ScriptedTransport implements Transport {
  static final Bytes SESSION = Bytes.utf8("the session identifier of both");
  static final Bytes HOST_KEY = Bytes.utf8("the host key blob");

  private final ArrayDeque<byte[]> arriving = new ArrayDeque<>();
  private final List<byte[]> sent = new ArrayList<>();
  private final Map<String, Bytes> extensions = new HashMap<>();
  private final Payload payload = new Payload();
  private boolean authenticated;
  private String version = "";

  ScriptedTransport peer(Message... messages) {
    for (Message m : messages) {
      peer(encoded(m));
    }
    return this;
  }

  ScriptedTransport peer(byte[] bytes) {
    arriving.add(bytes);
    return this;
  }

  ScriptedTransport extension(String name, String value) {
    extensions.put(name, Bytes.utf8(value));
    return this;
  }

  ScriptedTransport version(String line) {
    version = line;
    return this;
  }

  @Override
  public String peerVersion() {
    return version;
  }

  static byte[] encoded(Message m) {
    WireWriter w = new WireWriter();
    m.write(w);
    return w.toArray();
  }

  List<byte[]> sent() {
    return sent;
  }

  /** The numbers of what was sent, in order. */
  List<Integer> numbers() {
    return sent.stream().map(b -> b[0] & 0xff).toList();
  }

  /** Reader of a sent message's fields. */
  WireReader reader(int index) {
    byte[] b = sent.get(index);
    return new WireReader(b, 1, b.length - 1);
  }

  boolean isAuthenticated() {
    return authenticated;
  }

  int unread() {
    return arriving.size();
  }

  @Override
  public Payload receive() throws ConnectionEndedException {
    byte[] next = arriving.poll();
    if (next == null) {
      throw new ConnectionEndedException(new Termination.Lost("end of script", null));
    }
    return payload.at(next, 0, next.length);
  }

  @Override
  public void send(Message message) {
    sent.add(encoded(message));
  }

  @Override
  public void sendData(long channel, byte[] data, int offset, int length, int maximum) {
    throw new AssertionError("channel data during authentication");
  }

  @Override
  public void sendExtendedData(long channel, long code, byte[] data, int offset, int length) {
    throw new AssertionError("channel data during authentication");
  }

  @Override
  public Bytes sessionId() {
    return SESSION;
  }

  @Override
  public Bytes hostKeyBlob() {
    return HOST_KEY;
  }

  @Override
  public Map<String, Bytes> peerExtensions() {
    return extensions;
  }

  @Override
  public void authenticated() {
    authenticated = true;
  }

  @Override
  public void disconnect(DisconnectReason reason, String text) {}

  @Override
  public Termination end(Throwable cause) {
    return new Termination.Lost(String.valueOf(cause), cause);
  }

  @Override
  public void close() {}
}
