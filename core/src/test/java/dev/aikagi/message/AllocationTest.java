package dev.aikagi.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Row B1: no length and no count of any message makes a reader take more memory than twice what
 * came, and a little. Each uint32 that a field could be is every number that has been an attack.
 */
@Tag("B1")
@Tag("B6")
class AllocationTest {
  private static final int SAMPLES = 3;
  private static final long SLACK = 64 * 1024;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<Class<?>> messages() {
    return Samples.records(Message.class).stream();
  }

  static Stream<Class<?>> methods() {
    return Samples.records(UserauthMethod.class).stream();
  }

  static Stream<Class<?>> requestData() {
    return Samples.records(ChannelRequestData.class).stream();
  }

  private interface Reader {
    Object read(byte[] payload) throws Exception;
  }

  @ParameterizedTest
  @MethodSource("messages")
  void message(Class<?> type) throws Exception {
    Samples samples = new Samples(type.getName().hashCode());
    for (int i = 0; i < SAMPLES; i++) {
      lie(payload((Message) samples.make(type)), bytes -> read(type, bytes));
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void method(Class<?> type) throws Exception {
    Samples samples = new Samples(type.getName().hashCode());
    for (int i = 0; i < SAMPLES; i++) {
      UserauthMethod method = (UserauthMethod) samples.make(type);
      lie(
          payload(new UserauthRequest("user", "ssh-connection", method)),
          bytes -> read(UserauthRequest.class, bytes));
    }
  }

  @ParameterizedTest
  @MethodSource("requestData")
  void channelRequestData(Class<?> type) throws Exception {
    Samples samples = new Samples(type.getName().hashCode());
    for (int i = 0; i < SAMPLES; i++) {
      ChannelRequestData data = (ChannelRequestData) samples.make(type);
      lie(
          data.toBytes().toArray(),
          bytes ->
              ChannelRequestData.of(
                  new ChannelRequest(7, data.requestType(), true, Bytes.of(bytes))));
    }
  }

  /** Long and in good order, in the forms that take the most memory for what they are. */
  static Stream<Message> longMessages() {
    return Stream.of("x", "\u3042", "\u00e9", "a\u0301", "\ud83d\udd11")
        .flatMap(unit -> texts(unit.repeat(250_000 / Bytes.utf8(unit).length())));
  }

  private static Stream<Message> texts(String text) {
    Bytes bytes = Bytes.utf8(text);
    UserauthInfoRequest.Prompt prompt =
        new UserauthInfoRequest.Prompt(text.substring(0, text.length() / 100), true);
    return Stream.of(
        new UserauthBanner(text, ""),
        new Debug(true, text, ""),
        new Disconnect(2, text, ""),
        new ChannelOpenFailure(1, 2, text, ""),
        new UserauthInfoRequest("", "", "", Collections.nCopies(100, prompt)),
        new UserauthRequest(text, "ssh-connection", new UserauthMethod.None()),
        new ChannelRequest(1, "exec", true, bytes),
        new GlobalRequest("x@test", true, bytes),
        new ChannelOpen("x@test", 1, 2, 3, bytes),
        new RequestSuccess(bytes),
        new Ignore(bytes));
  }

  @ParameterizedTest
  @MethodSource("longMessages")
  void aLongMessage(Message message) throws Exception {
    measure(payload(message), bytes -> read(message.getClass(), bytes), 0, 0);
  }

  /** No text at all, but bytes: each is replaced by a character of two. */
  @Test
  void whatIsNoTextInPlaceOfText() throws Exception {
    byte[] broken = new byte[250_000];
    Arrays.fill(broken, (byte) 0xe3);
    WireWriter w = new WireWriter().writeByte(UserauthBanner.NUMBER).writeString(broken);
    measure(w.writeUint32(0).toArray(), bytes -> read(UserauthBanner.class, bytes), 0, 0);
  }

  /** Names of one letter are the most for their bytes: each becomes an object. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 102, 103, 256})
  void manyNames(int each) throws Exception {
    byte[] names = String.join(",", Collections.nCopies(each, "x")).getBytes(US_ASCII);
    WireWriter w = new WireWriter().writeByte(KexInit.NUMBER).writeRaw(new byte[16]);
    for (int i = 0; i < 10; i++) {
      w.writeString(names);
    }
    byte[] payload = w.writeBoolean(false).writeUint32(0).toArray();
    measure(payload, bytes -> read(KexInit.class, bytes), 0, 0);
    if (each * 10 <= WireReader.MAX_NAMES_IN_ALL) {
      assertTrue(read(KexInit.class, payload) != null);
    } else {
      assertThrows(MalformedException.class, () -> read(KexInit.class, payload));
    }
  }

  private static void lie(byte[] honest, Reader reader) throws Exception {
    for (int at = 0; at + 4 <= honest.length; at++) {
      int left = honest.length - at - 4;
      for (int lie :
          new int[] {
            0,
            1,
            left - 1,
            left,
            left + 1,
            left / 4,
            left / 8,
            left / 8 + 1,
            256,
            257,
            1 << 16,
            1 << 24,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            -1
          }) {
        byte[] payload = honest.clone();
        payload[at] = (byte) (lie >> 24);
        payload[at + 1] = (byte) (lie >> 16);
        payload[at + 2] = (byte) (lie >> 8);
        payload[at + 3] = (byte) lie;
        measure(payload, reader, at, lie);
      }
    }
  }

  /** A refusal is a MalformedException: another one would end up where nobody expects it. */
  private static void measure(byte[] payload, Reader reader, int at, int lie) throws Exception {
    long limit = 2L * payload.length + SLACK;
    long taken = taken(payload, reader);
    if (taken > limit) {
      // The first time classes are loaded too.
      taken = taken(payload, reader);
    }
    assertTrue(
        taken <= limit, taken + " bytes for " + payload.length + " with " + lie + " at " + at);
  }

  private static long taken(byte[] payload, Reader reader) throws Exception {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      assertTrue(reader.read(payload) != null);
    } catch (MalformedException e) {
      assertTrue(e.getMessage() != null);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static byte[] payload(Message m) {
    WireWriter w = new WireWriter();
    m.write(w);
    return w.toArray();
  }

  private static Object read(Class<?> type, byte[] payload) throws Exception {
    try {
      return type.getMethod("read", WireReader.class)
          .invoke(null, new WireReader(payload, 1, payload.length - 1));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
