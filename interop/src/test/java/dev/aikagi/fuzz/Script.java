package dev.aikagi.fuzz;

import dev.aikagi.Bytes;
import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.message.Message;
import dev.aikagi.transport.Payload;
import dev.aikagi.transport.Transport;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;

/**
 * A transport whose peer has said everything beforehand: messages, each behind two bytes of its
 * length. What is answered is counted, and kept by nobody.
 */
final class Script implements Transport {
  /** More would only be slower. */
  private static final int MAX_MESSAGES = 32;

  private final ArrayDeque<byte[]> arriving = new ArrayDeque<>();
  private final Payload payload = new Payload();
  private int sent;
  private boolean authenticated;

  static Script of(byte[] data) {
    Script script = new Script();
    for (int at = 0; at + 2 < data.length && script.arriving.size() < MAX_MESSAGES; ) {
      int length = Math.max(1, ((data[at] & 0xff) << 8) | (data[at + 1] & 0xff));
      int end = Math.min(data.length, at + 2 + length);
      script.arriving.add(Arrays.copyOfRange(data, at + 2, end));
      at = end;
    }
    return script;
  }

  /** Before all that was said. */
  Script first(byte... message) {
    arriving.addFirst(message);
    return this;
  }

  int sent() {
    return sent;
  }

  boolean isAuthenticated() {
    return authenticated;
  }

  @Override
  public Payload receive() throws ConnectionEndedException {
    byte[] next = arriving.poll();
    if (next == null) {
      throw new ConnectionEndedException(new Termination.Lost("the end of the script", null));
    }
    return payload.at(next, 0, next.length);
  }

  @Override
  public void send(Message message) {
    Found.sayNothing(message);
    sent++;
  }

  @Override
  public void sendData(long channel, byte[] data, int offset, int length, int maximum) {
    throw new IllegalStateException("data before anybody is logged in");
  }

  @Override
  public void sendExtendedData(long channel, long code, byte[] data, int offset, int length) {
    throw new IllegalStateException("data before anybody is logged in");
  }

  @Override
  public Bytes sessionId() {
    return Bytes.utf8("the session identifier of both");
  }

  @Override
  public Bytes hostKeyBlob() {
    return Found.AUTHORITY.publicKey().blob();
  }

  @Override
  public Map<String, Bytes> peerExtensions() {
    return Map.of();
  }

  @Override
  public void authenticated() {
    authenticated = true;
  }

  @Override
  public void disconnect(DisconnectReason reason, String text) {
    sent++;
  }

  @Override
  public Termination end(Throwable cause) {
    return new Termination.Lost(String.valueOf(cause), cause);
  }

  @Override
  public void close() {
    arriving.clear();
  }
}
