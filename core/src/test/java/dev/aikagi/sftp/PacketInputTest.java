package dev.aikagi.sftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireWriter;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketInputTest {
  private static PacketInput over(byte[] stream, int capacity) {
    return new PacketInput(new ByteArrayInputStream(stream), capacity);
  }

  private static byte[] random(int length) {
    byte[] out = new byte[length];
    new Random(length).nextBytes(out);
    return out;
  }

  /** All three ways of taking, over packets that are smaller and larger than the buffer. */
  @Test
  void packetsComeThroughInEveryWay() throws IOException {
    int[] lengths = {1, 2, 13, 100, 64, 63, 5000, 7, 256 * 1024, 3};
    WireWriter w = new WireWriter();
    for (int length : lengths) {
      w.writeString(random(length));
    }
    for (int way = 0; way < 3; way++) {
      PacketInput in = over(w.toArray(), 64);
      for (int length : lengths) {
        assertEquals(length, in.next());
        byte[] wanted = random(length);
        if (way == 1) {
          assertEquals(wanted[0] & 0xff, in.readByte());
          byte[] got = new byte[length];
          in.readFully(got, 1, length - 1);
          got[0] = wanted[0];
          assertArrayEquals(wanted, got);
        } else if (way == 2) {
          assertArrayEquals(wanted, in.rest().readRaw(length));
        }
      }
      assertEquals(-1, in.next());
    }
  }

  @Test
  void lengthsAreChecked() {
    for (int length : new int[] {0, 256 * 1024 + 1, -1, Integer.MIN_VALUE}) {
      byte[] stream = new WireWriter().writeUint32(length & 0xffff_ffffL).toArray();
      assertThrows(MalformedException.class, () -> over(stream, 64).next());
    }
  }

  @Test
  void nothingIsTakenBeyondThePacket() throws IOException {
    PacketInput in = over(new WireWriter().writeString(random(3)).writeUint32(9).toArray(), 64);
    assertEquals(3, in.next());
    assertThrows(MalformedException.class, in::readUint32);
    assertThrows(MalformedException.class, () -> in.readFully(new byte[4], 0, 4));
  }

  @Test
  void anEndInsideAPacketIsNoEnd() throws IOException {
    byte[] whole = new WireWriter().writeString(random(9)).toArray();
    for (int length = 1; length < whole.length; length++) {
      PacketInput in = over(Arrays.copyOf(whole, length), 64);
      assertThrows(
          EOFException.class,
          () -> {
            in.next();
            in.rest();
          });
    }
  }
}
