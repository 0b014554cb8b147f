package dev.aikagi.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages on a stream. */
class AgentServerTest {
  private static final AgentServer SERVER = new AgentServer(new Keyring(KeyringOptions.defaults()));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private List<Integer> serve(byte[] in) throws Exception {
    SERVER.serve(new ByteArrayInputStream(in), out);
    WireReader answers = new WireReader(out.toByteArray());
    List<Integer> numbers = new ArrayList<>();
    while (answers.remaining() > 0) {
      numbers.add(answers.readNested().readByte());
    }
    return numbers;
  }

  private static WireWriter frame(WireWriter all, int... message) {
    WireWriter one = new WireWriter();
    for (int octet : message) {
      one.writeByte(octet);
    }
    return all.writeString(one);
  }

  @Test
  void everyRequestHasOneAnswer() throws Exception {
    WireWriter in = new WireWriter();
    frame(frame(frame(frame(in, 11), 200, 1, 2), 13, 0), 11);
    assertEquals(List.of(12, 5, 5, 12), serve(in.toArray()));
  }

  @Test
  void aStreamMayEndBetweenMessages() throws Exception {
    assertEquals(List.of(), serve(new byte[0]));
  }

  @ParameterizedTest
  @Tag("G3")
  @ValueSource(longs = {0, 256 * 1024 + 1, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL})
  void aLengthThatNoMessageHasEndsTheConnection(long length) {
    byte[] in = frame(new WireWriter().writeUint32(length), 11).toArray();
    assertThrows(IOException.class, () -> serve(in));
    assertEquals(0, out.size());
  }

  @Test
  @Tag("G3")
  void theLongestMessageIsAnswered() throws Exception {
    WireWriter longest = new WireWriter();
    longest.writeString(new byte[256 * 1024]);
    assertEquals(List.of(5), serve(longest.toArray()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 6})
  void aStreamThatEndsWithinAMessageIsAFault(int length) {
    byte[] in = java.util.Arrays.copyOf(frame(new WireWriter(), 11, 11, 11).toArray(), length);
    assertThrows(IOException.class, () -> serve(in));
  }

  /** A length alone costs nothing: the memory grows with what comes. */
  @Test
  @Tag("G3")
  void aLengthIsNotAllocated() {
    List<Integer> asked = new ArrayList<>();
    InputStream in =
        new InputStream() {
          private int sent;

          @Override
          public int read() {
            return new byte[] {0, 3, -1, 0}[sent++] & 0xff;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            asked.add(target.length);
            return -1;
          }
        };
    assertThrows(IOException.class, () -> SERVER.serve(in, out));
    assertEquals(List.of(4096), asked);
  }

  @Test
  void theMessageIsWipedWhenItIsAnswered() throws Exception {
    List<byte[]> buffers = new ArrayList<>();
    byte[] message = frame(new WireWriter(), 22, 0, 0, 0, 2, 's', 's').toArray();
    InputStream given = new ByteArrayInputStream(message);
    InputStream in =
        new InputStream() {
          @Override
          public int read() throws IOException {
            return given.read();
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            buffers.add(target);
            return given.read(target, offset, length);
          }
        };
    new AgentServer(new Keyring(KeyringOptions.defaults())).serve(in, out);
    assertTrue(buffers.size() == 1);
    assertArrayEquals(new byte[buffers.getFirst().length], buffers.getFirst());
  }
}
