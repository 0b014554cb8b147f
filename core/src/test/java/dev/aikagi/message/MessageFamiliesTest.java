package dev.aikagi.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record of every sealed family: round trip, every truncation, trailing bytes. */
class MessageFamiliesTest {
  private static final int SAMPLES = 40;

  /** Their last field is whatever is left, in a form that another field or layer gives it. */
  private static final Set<Class<?>> OPEN_ENDED =
      Set.of(
          ChannelOpen.class,
          ChannelOpenConfirmation.class,
          ChannelRequest.class,
          GlobalRequest.class,
          RequestSuccess.class,
          UserauthMethod.Unknown.class,
          ChannelRequestData.Unknown.class);

  static Stream<Class<?>> messages() {
    return Samples.records(Message.class).stream();
  }

  static Stream<Class<?>> methods() {
    return Samples.records(UserauthMethod.class).stream();
  }

  static Stream<Class<?>> requestData() {
    return Samples.records(ChannelRequestData.class).stream();
  }

  @Test
  void theFamiliesAreNotEmpty() {
    assertTrue(messages().count() >= 40, "messages");
    assertEquals(8, methods().count());
    assertTrue(requestData().count() >= 11, "channel request data");
  }

  /** No two messages of one family have the same number, but for those that go by context. */
  @Test
  void numbersAreThoseOfTheirFamily() {
    Samples samples = new Samples(1);
    for (Class<?> type : messages().toList()) {
      Message m = (Message) samples.make(type);
      int n = m.number();
      boolean fits =
          switch (m) {
            case TransportMessage t -> (n >= 1 && n <= 29) || n == 192 || n == 193;
            case KexMessage k -> n >= 30 && n <= 49;
            case UserauthMessage u -> n >= 50 && n <= 79;
            case ConnectionMessage c -> n >= 80 && n <= 127;
          };
      assertTrue(fits, type + " has number " + n);
      assertEquals(n, payload(m)[0] & 0xff, type.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void message(Class<?> type) throws Exception {
    Samples samples = new Samples(type.getName().hashCode());
    for (int i = 0; i < SAMPLES; i++) {
      Message m = (Message) samples.make(type);
      check(payload(m), 1, bytes -> payload(read(type, bytes)), openEnded(m));
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void method(Class<?> type) throws Exception {
    Samples samples = new Samples(type.getName().hashCode());
    for (int i = 0; i < SAMPLES; i++) {
      UserauthRequest m =
          new UserauthRequest("user", "ssh-connection", (UserauthMethod) samples.make(type));
      check(payload(m), 1, bytes -> payload(read(UserauthRequest.class, bytes)), openEnded(m));
    }
  }

  @ParameterizedTest
  @MethodSource("requestData")
  void channelRequestData(Class<?> type) throws Exception {
    Samples samples = new Samples(type.getName().hashCode());
    for (int i = 0; i < SAMPLES; i++) {
      ChannelRequestData data = (ChannelRequestData) samples.make(type);
      check(
          data.toBytes().toArray(),
          0,
          bytes ->
              ChannelRequestData.of(
                      new ChannelRequest(7, data.requestType(), true, Bytes.of(bytes)))
                  .toBytes()
                  .toArray(),
          OPEN_ENDED.contains(type));
    }
  }

  private static boolean openEnded(Message m) {
    return OPEN_ENDED.contains(m.getClass())
        || (m instanceof UserauthRequest r && OPEN_ENDED.contains(r.method().getClass()));
  }

  /** Decodes and encodes again. */
  private interface RoundTrip {
    byte[] of(byte[] encoded) throws Exception;
  }

  private static void check(byte[] encoded, int head, RoundTrip trip, boolean openEnded)
      throws Exception {
    assertArrayEquals(encoded, trip.of(encoded));
    for (int length = head; length < encoded.length; length++) {
      refusedOrExact(Arrays.copyOf(encoded, length), trip, openEnded);
    }
    refusedOrExact(Arrays.copyOf(encoded, encoded.length + 1), trip, openEnded);
    byte[] trailing = Arrays.copyOf(encoded, encoded.length + 5);
    Arrays.fill(trailing, encoded.length, trailing.length, (byte) 0x55);
    refusedOrExact(trailing, trip, openEnded);
  }

  private static void refusedOrExact(byte[] bytes, RoundTrip trip, boolean openEnded)
      throws Exception {
    if (!openEnded) {
      assertThrows(MalformedException.class, () -> trip.of(bytes));
      return;
    }
    try {
      assertArrayEquals(bytes, trip.of(bytes));
    } catch (MalformedException e) {
      assertTrue(e.getMessage() != null);
    }
  }

  private static byte[] payload(Message m) {
    WireWriter w = new WireWriter();
    m.write(w);
    return w.toArray();
  }

  /** Through the record's own static read, after the message number. */
  private static Message read(Class<?> type, byte[] payload) throws Exception {
    try {
      return (Message)
          type.getMethod("read", WireReader.class)
              .invoke(null, new WireReader(payload, 1, payload.length - 1));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Names with bytes that no name has are refused wherever a name stands. */
  @Test
  void namesAreNames() {
    for (String bad : List.of("a b", "a,b", "a\u0001", "ü", "a\u007f")) {
      byte[] payload = payload(new ServiceRequest(bad));
      assertThrows(
          MalformedException.class,
          () -> ServiceRequest.read(new WireReader(payload, 1, payload.length - 1)),
          bad);
    }
  }
}
