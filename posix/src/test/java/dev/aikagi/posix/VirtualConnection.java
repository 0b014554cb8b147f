package dev.aikagi.posix;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** CTAPHID (CTAP 2.1 §11.2): packets of 64 bytes to and from a {@link VirtualAuthenticator}. */
final class VirtualConnection {
  private static final int REPORT = 64;
  private static final int MESSAGE = 0x03;
  private static final int INIT = 0x06;
  private static final int CBOR = 0x10;
  private static final int CANCEL = 0x11;
  private static final int KEEPALIVE = 0x3b;
  private static final int KEEPALIVE_CANCEL = 0x2d;

  final VirtualAuthenticator authenticator;
  private final VirtualU2f u2f;
  private final boolean fido2;
  private final LinkedBlockingQueue<byte[]> packets = new LinkedBlockingQueue<>();
  private ByteBuffer message = ByteBuffer.allocate(0);
  private int command;
  private int channel;
  private byte[] waiting = {};

  VirtualConnection(VirtualAuthenticator authenticator, boolean fido2)
      throws GeneralSecurityException {
    this.authenticator = authenticator;
    this.fido2 = fido2;
    this.u2f = new VirtualU2f(authenticator);
  }

  static VirtualConnection to(VirtualAuthenticator authenticator) throws GeneralSecurityException {
    return new VirtualConnection(authenticator, true);
  }

  void begin() {
    packets.clear();
    waiting = new byte[0];
  }

  void write(byte[] report) throws GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(report);
    channel = in.getInt();
    if (report[4] < 0) {
      command = in.get() & 0x7f;
      message = ByteBuffer.allocate(in.getShort());
    } else {
      in.get();
    }
    int length = Math.min(message.remaining(), in.remaining());
    message.put(report, in.position(), length);
    if (!message.hasRemaining()) {
      received(message.array());
    }
  }

  private void received(byte[] data) throws GeneralSecurityException {
    switch (command) {
      case INIT -> {
        ByteBuffer out = ByteBuffer.allocate(17).put(data).putInt(0x01020304);
        send(INIT, out.put(new byte[] {2, 5, 4, 3, (byte) (fido2 ? 4 : 0)}).array());
      }
      case CANCEL -> {
        if (waiting.length > 0) {
          authenticator.cancelled++;
          waiting = new byte[0];
          send(CBOR, VirtualAuthenticator.error(KEEPALIVE_CANCEL));
        }
      }
      case MESSAGE -> send(MESSAGE, u2f.answer(data));
      case CBOR -> asked(data);
      default -> send(0x3f, new byte[] {1});
    }
  }

  private void asked(byte[] data) throws GeneralSecurityException {
    boolean works = data[0] == 4;
    switch (works ? VirtualAuthenticator.Fault.NONE : authenticator.fault) {
      case SILENT -> waiting = new byte[0];
      case GARBAGE -> {
        byte[] garbage = new byte[300];
        Arrays.fill(garbage, 1, garbage.length, (byte) 0xa5);
        send(CBOR, garbage);
      }
      case TOO_LONG -> {
        byte[] packet = packet(CBOR, 0xffff);
        Arrays.fill(packet, 7, REPORT, (byte) 0xff);
        packets.add(packet);
      }
      default -> {
        if (authenticator.waits(data)) {
          waiting = data;
        } else {
          send(CBOR, authenticator.answer(data));
        }
      }
    }
  }

  private byte[] packet(int kind, int length) {
    byte[] packet = new byte[REPORT];
    ByteBuffer.wrap(packet).putInt(channel).put((byte) (kind | 0x80)).putShort((short) length);
    return packet;
  }

  private void send(int kind, byte[] data) {
    byte[] packet = packet(kind, data.length);
    int at = Math.min(data.length, REPORT - 7);
    System.arraycopy(data, 0, packet, 7, at);
    packets.add(packet);
    for (byte sequence = 0; at < data.length; sequence++) {
      byte[] next = new byte[REPORT];
      ByteBuffer.wrap(next).putInt(channel).put(sequence);
      int length = Math.min(data.length - at, REPORT - 5);
      System.arraycopy(data, at, next, 5, length);
      packets.add(next);
      at += length;
    }
  }

  /** Empty where nothing comes in that time. */
  byte[] read(int milliseconds) throws InterruptedException {
    byte[] packet = packets.poll(waiting.length > 0 ? 5 : milliseconds, TimeUnit.MILLISECONDS);
    if (packet != null) {
      return packet;
    }
    if (waiting.length == 0 || milliseconds <= 50) {
      return new byte[0];
    }
    // "I wait for a touch".
    byte[] keepalive = packet(KEEPALIVE, 1);
    keepalive[7] = 2;
    return keepalive;
  }
}
