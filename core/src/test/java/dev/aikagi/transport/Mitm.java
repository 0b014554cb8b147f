package dev.aikagi.transport;

import dev.aikagi.kex.Role;
import dev.aikagi.message.NewKeys;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.FutureTask;

/**
 * Somebody on the line between a client and a server, who sees packets in clear before NEWKEYS and
 * their lengths afterwards (AES-GCM leaves them in clear), and puts in or takes out what it likes.
 */
final class Mitm {
  /** What to do with the packets of one direction. */
  interface Plan {
    /** Payloads to send in clear in place of this one, which is the index-th of the sender. */
    List<byte[]> plain(Role sender, int index, byte[] payload);

    /** Whether to send on this encrypted packet, the index-th after NEWKEYS. */
    default boolean keep(Role sender, int index) {
      return true;
    }
  }

  private static final int GCM_TAG = 16;

  private final MemoryStream.Pair toClient = MemoryStream.pair();
  private final MemoryStream.Pair toServer = MemoryStream.pair();
  private final FutureTask<Void> up;
  private final FutureTask<Void> down;

  Mitm(Plan plan) {
    up = Ends.start(() -> run(plan, Role.CLIENT, toClient.server(), toServer.client()));
    down = Ends.start(() -> run(plan, Role.SERVER, toServer.client(), toClient.server()));
  }

  ByteStream client() {
    return toClient.client();
  }

  ByteStream server() {
    return toServer.server();
  }

  private static Void run(Plan plan, Role sender, ByteStream in, ByteStream out) {
    try {
      pass(plan, sender, in, out);
    } catch (IOException e) {
      // One side is gone: the other learns it below.
    } finally {
      in.close();
      out.close();
    }
    return null;
  }

  private static void pass(Plan plan, Role sender, ByteStream in, ByteStream out)
      throws IOException {
    int b;
    do {
      b = read(in, 1)[0];
      out.write(new byte[] {(byte) b}, 0, 1);
    } while (b != '\n');
    boolean encrypted = false;
    for (int index = 0; !encrypted; index++) {
      byte[] head = read(in, 4);
      byte[] body = read(in, length(head));
      byte[] payload = java.util.Arrays.copyOfRange(body, 1, body.length - body[0]);
      encrypted = payload[0] == NewKeys.NUMBER;
      for (byte[] p : plan.plain(sender, index, payload)) {
        write(out, p);
      }
    }
    for (int index = 0; ; index++) {
      byte[] head = read(in, 4);
      byte[] body = read(in, length(head) + GCM_TAG);
      if (plan.keep(sender, index)) {
        out.write(head, 0, 4);
        out.write(body, 0, body.length);
      }
    }
  }

  private static int length(byte[] head) {
    return java.nio.ByteBuffer.wrap(head).getInt();
  }

  private static void write(ByteStream out, byte[] payload) throws IOException {
    int padding = 8 - (5 + payload.length) % 8;
    padding = padding < 4 ? padding + 8 : padding;
    byte[] packet = new byte[5 + payload.length + padding];
    packet[2] = (byte) ((packet.length - 4) >> 8);
    packet[3] = (byte) (packet.length - 4);
    packet[4] = (byte) padding;
    System.arraycopy(payload, 0, packet, 5, payload.length);
    out.write(packet, 0, packet.length);
  }

  private static byte[] read(ByteStream in, int count) throws IOException {
    byte[] out = new byte[count];
    int done = 0;
    while (done < count) {
      int n = in.read(out, done, count - done);
      if (n < 0) {
        throw new IOException("end");
      }
      done += n;
    }
    return out;
  }

  /** Waits until the line is dead. */
  void finish() throws Exception {
    toClient.client().close();
    toServer.server().close();
    var _ = Ends.await(up);
    var _ = Ends.await(down);
  }
}
