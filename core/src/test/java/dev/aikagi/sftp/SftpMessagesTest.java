package dev.aikagi.sftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record of both directions: round trip, every truncation, trailing bytes, lies. */
class SftpMessagesTest {
  private static final int SAMPLES = 40;

  static Stream<Class<?>> messages() {
    return SftpSamples.records(SftpMessage.class).stream();
  }

  static Stream<Class<?>> extended() {
    return SftpSamples.records(ExtendedRequest.class).stream();
  }

  @Test
  void theFamiliesAreWhole() {
    assertEquals(2 + 19 + 6, messages().count());
    assertEquals(SftpExtension.values().length + 1, extended().count());
  }

  @Test
  void noTwoMessagesHaveOneNumber() {
    Set<Integer> seen = new HashSet<>();
    messages()
        .forEach(
            type -> {
              SftpMessage m = (SftpMessage) new SftpSamples(1).make(type);
              assertTrue(seen.add(m.number()), type.toString());
              assertEquals(m.number(), encode(m)[0] & 0xff);
            });
  }

  @ParameterizedTest
  @MethodSource("messages")
  void message(Class<?> type) throws Exception {
    SftpSamples samples = new SftpSamples(type.getName().hashCode());
    for (int i = 0; i < SAMPLES; i++) {
      check((SftpMessage) samples.make(type));
    }
  }

  @ParameterizedTest
  @MethodSource("extended")
  void extendedRequest(Class<?> type) throws Exception {
    SftpSamples samples = new SftpSamples(type.getName().hashCode());
    for (int i = 0; i < SAMPLES; i++) {
      check(new SftpRequest.Extended(i, (ExtendedRequest) samples.make(type)));
    }
  }

  /** Their last field is whatever is left, or pairs of which one may be missing. */
  private static boolean openEnded(SftpMessage m) {
    return m instanceof SftpMessage.Init
        || m instanceof SftpMessage.Version
        || m instanceof SftpReply.ExtendedReply
        || (m instanceof SftpRequest.Extended e && e.request() instanceof ExtendedRequest.Unknown);
  }

  private static void check(SftpMessage m) throws MalformedException {
    byte[] encoded = encode(m);
    SftpMessage back = SftpMessageReader.read(encoded);
    assertEquals(m, back);
    assertArrayEquals(encoded, encode(back));
    for (int length = 0; length < encoded.length; length++) {
      refusedOrExact(Arrays.copyOf(encoded, length), openEnded(m));
    }
    refusedOrExact(Arrays.copyOf(encoded, encoded.length + 1), openEnded(m));
    byte[] trailing = Arrays.copyOf(encoded, encoded.length + 5);
    Arrays.fill(trailing, encoded.length, trailing.length, (byte) 0x55);
    refusedOrExact(trailing, openEnded(m));
    for (int at = 1; at + 4 <= encoded.length; at++) {
      for (int lie : new int[] {0, 1, 0x1000, 1 << 24, Integer.MAX_VALUE, -1}) {
        refusedOrRead(with(encoded, at, lie));
      }
    }
  }

  private static byte[] with(byte[] encoded, int at, int lie) {
    byte[] out = encoded.clone();
    out[at] = (byte) (lie >> 24);
    out[at + 1] = (byte) (lie >> 16);
    out[at + 2] = (byte) (lie >> 8);
    out[at + 3] = (byte) lie;
    return out;
  }

  private static void refusedOrExact(byte[] bytes, boolean openEnded) {
    if (!openEnded) {
      assertThrows(MalformedException.class, () -> SftpMessageReader.read(bytes));
      return;
    }
    try {
      assertArrayEquals(bytes, encode(SftpMessageReader.read(bytes)));
    } catch (MalformedException e) {
      assertTrue(e.getMessage() != null);
    }
  }

  /** Anything but a refusal or a message is an error: it would end up where nobody expects it. */
  private static void refusedOrRead(byte[] bytes) {
    try {
      assertTrue(SftpMessageReader.read(bytes) != null);
    } catch (MalformedException e) {
      assertTrue(e.getMessage() != null);
    }
  }

  private static byte[] encode(SftpMessage m) {
    WireWriter w = new WireWriter();
    m.write(w);
    return w.toArray();
  }

  @Test
  void theBulkHeadersAreThoseOfTheRecords() {
    Bytes handle = Bytes.utf8("handle");
    byte[] data = {1, 2, 3};
    byte[] out = new byte[100];
    int end = BulkHeader.read(out, 0, 0xffff_fff0L, handle, 1L << 40, 261_120);
    assertEquals(BulkHeader.readLength(handle), end);
    assertArrayEquals(
        framed(new SftpRequest.Read(0xffff_fff0L, handle, 1L << 40, 261_120)),
        Arrays.copyOf(out, end));
    end = BulkHeader.write(out, 0, 7, handle, 1L << 33, data.length);
    assertEquals(BulkHeader.writeLength(handle), end);
    System.arraycopy(data, 0, out, end, data.length);
    assertArrayEquals(
        framed(new SftpRequest.Write(7, handle, 1L << 33, Bytes.of(data))),
        Arrays.copyOf(out, end + data.length));
    end = BulkHeader.data(out, 0, 9, data.length);
    assertEquals(BulkHeader.DATA, end);
    System.arraycopy(data, 0, out, end, data.length);
    assertArrayEquals(
        framed(new SftpReply.Data(9, Bytes.of(data))), Arrays.copyOf(out, end + data.length));
  }

  private static byte[] framed(SftpMessage m) {
    WireWriter w = new WireWriter();
    m.writeFramed(w);
    return w.toArray();
  }

  @Test
  @Tag("F4")
  void positionsBeyondEveryFileAreRefused() {
    byte[] read = encode(new SftpRequest.Read(1, Bytes.EMPTY, 0, 1));
    read[1 + 4 + 4] = (byte) 0x80;
    assertThrows(MalformedException.class, () -> SftpMessageReader.read(read));
  }

  @Test
  void aHandleHasALimit() {
    byte[] close = encode(new SftpRequest.Close(1, Bytes.of(new byte[257])));
    assertThrows(MalformedException.class, () -> SftpMessageReader.read(close));
  }

  @Test
  void extendedAttributesAreReadOver() throws MalformedException {
    WireWriter w = new WireWriter().writeUint32(0x8000_0004L).writeUint32(0100644).writeUint32(2);
    w.writeUtf8("a").writeUtf8("b").writeUtf8("c").writeUtf8("d");
    WireReader r = new WireReader(w.toArray());
    assertEquals(FileAttributes.NONE.withPermissions(0100644), FileAttributes.read(r));
    r.expectEnd();
    WireWriter lie = new WireWriter().writeUint32(0x8000_0000L).writeUint32(0xffff_ffffL);
    assertThrows(
        MalformedException.class, () -> FileAttributes.read(new WireReader(lie.toArray())));
  }

  @Test
  void repliesOfExtensionsRoundTrip() throws MalformedException {
    SftpSamples samples = new SftpSamples(3);
    Limits limits = (Limits) samples.make(Limits.class);
    WireWriter w = new WireWriter();
    limits.write(w);
    assertEquals(limits, Limits.read(new WireReader(w.toArray())));
    FileSystemStatistics statistics =
        (FileSystemStatistics) samples.make(FileSystemStatistics.class);
    WireWriter s = new WireWriter();
    statistics.write(s);
    assertEquals(statistics, FileSystemStatistics.read(new WireReader(s.toArray())));
    UsersGroups names = (UsersGroups) samples.make(UsersGroups.class);
    WireWriter n = new WireWriter();
    names.write(n);
    assertEquals(names, UsersGroups.read(new WireReader(n.toArray())));
  }

  @Test
  void unknownStatusCodesAreFailures() {
    assertEquals(SftpStatus.FAILURE, SftpStatus.of(11));
    assertEquals(SftpStatus.FAILURE, SftpStatus.of(0xffff_ffffL));
    assertEquals(SftpStatus.OP_UNSUPPORTED, SftpStatus.of(8));
  }
}
