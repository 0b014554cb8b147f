package dev.aikagi.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.message.ChannelData;
import dev.aikagi.message.ChannelOpen;
import dev.aikagi.message.ChannelOpenConfirmation;
import dev.aikagi.message.Ping;
import dev.aikagi.transport.MemoryTransport;
import dev.aikagi.wire.WireReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeystrokesTest {
  private static final String CHAFF = "*";
  private static final String EOF = "EOF";
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private static final Duration CHAFF_TIME =
      Duration.ofMillis(Keystrokes.CHAFF_MILLIS + Keystrokes.MORE_CHAFF_MILLIS / 2);

  /** Where every number is this, an interval is as long as it is called. */
  private static int half(int bound) {
    return bound / 2;
  }

  /** What went out, and when in milliseconds. */
  private record Sent(String what, long at) {}

  private final FakeClock clock = new FakeClock();
  private final List<Sent> sent = new ArrayList<>();
  private @Nullable IOException fault;
  private boolean closing;
  private final Keystrokes keys = new Keystrokes(new Line(), INTERVAL, clock, KeystrokesTest::half);

  private final class Line implements Keystrokes.Line {
    @Override
    public void data(byte[] data, int offset, int length) throws IOException {
      if (fault != null) {
        throw fault;
      }
      send(new String(data, offset, length, UTF_8));
    }

    @Override
    public boolean chaff() {
      if (!closing) {
        send(CHAFF);
      }
      return !closing;
    }

    @Override
    public void eof() {
      send(EOF);
    }
  }

  private void send(String what) {
    sent.add(new Sent(what, TimeUnit.NANOSECONDS.toMillis(clock.nanoTime())));
  }

  private List<String> whatWasSent() {
    return sent.stream().map(Sent::what).toList();
  }

  private void type(String text) throws IOException {
    keys.write(text.getBytes(UTF_8));
  }

  private void passMillis(long millis) {
    clock.pass(Duration.ofMillis(millis));
  }

  @Test
  void whatIsTypedLeavesAtIntervalsOnly() throws Exception {
    type("a");
    assertEquals(List.of(new Sent("a", 0)), sent);
    passMillis(7);
    type("b");
    passMillis(2);
    type("c");
    passMillis(31);
    assertEquals(List.of(new Sent("a", 0), new Sent("bc", 20), new Sent(CHAFF, 40)), sent);
  }

  @Test
  void aKeyTakesThePlaceOfChaff() throws Exception {
    type("a");
    for (int i = 0; i < 50; i++) {
      passMillis(19);
      if (i % 3 == 0) {
        type("x");
      }
      passMillis(1);
    }
    assertEquals(51, sent.size());
    for (int i = 0; i < sent.size(); i++) {
      assertEquals(20L * i, sent.get(i).at());
    }
    assertEquals(17, whatWasSent().stream().filter("x"::equals).count());
  }

  @Test
  void afterSomeTimeAllIsStill() throws Exception {
    type("a");
    clock.pass(CHAFF_TIME.plus(INTERVAL));
    long chaff = CHAFF_TIME.toMillis() / 20;
    assertEquals(1 + chaff, sent.size());
    assertEquals(0, clock.alarms());
    passMillis(60_000);
    assertEquals(1 + chaff, sent.size());
    type("b");
    assertEquals("b", sent.getLast().what());
  }

  @Test
  void aLaterKeyProlongsTheChaff() throws Exception {
    type("a");
    passMillis(2000);
    type("b");
    passMillis(2000);
    assertEquals(CHAFF, sent.getLast().what());
    assertEquals(1, clock.alarms());
  }

  @Test
  void aPasteIsNotSlowed() throws Exception {
    String paste = "p".repeat(100_000);
    type("a");
    type("b");
    type(paste);
    assertEquals(List.of("a", "b", paste), whatWasSent());
    assertEquals(0, clock.alarms());
    assertTrue(sent.stream().allMatch(s -> s.at() == 0));
  }

  @Test
  void aPasteInSmallPiecesIsNotHeldBackForLong() throws Exception {
    for (int i = 0; i < 1000; i++) {
      type("0123456789");
    }
    assertTrue(sent.stream().allMatch(s -> s.at() == 0));
    passMillis(20);
    assertEquals(
        10_000,
        whatWasSent().stream().filter(s -> !CHAFF.equals(s)).mapToInt(String::length).sum());
  }

  @Test
  void intervalsAreNotAllTheSame() throws Exception {
    int[] numbers = {0};
    Keystrokes fuzzy =
        new Keystrokes(new Line(), INTERVAL, clock, bound -> (int) (numbers[0]++ * 7919L % bound));
    fuzzy.write('a');
    passMillis(1000);
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < sent.size(); i++) {
      gaps.add(sent.get(i).at() - sent.get(i - 1).at());
    }
    assertTrue(gaps.stream().distinct().count() > 1, gaps::toString);
    assertTrue(gaps.stream().allMatch(g -> g >= 17 && g <= 23), gaps::toString);
  }

  @Test
  void closeSendsWhatWaitsAndStops() throws Exception {
    type("a");
    type("b");
    keys.close();
    keys.close();
    assertEquals(List.of("a", "b", EOF), whatWasSent());
    assertEquals(0, clock.alarms());
    assertThrows(IOException.class, () -> type("c"));
  }

  @Test
  void whatFailsBetweenKeysIsToldToTheNext() throws Exception {
    type("a");
    type("b");
    fault = new IOException("gone");
    passMillis(20);
    assertEquals(0, clock.alarms());
    assertEquals("gone", assertThrows(IOException.class, () -> type("c")).getMessage());
  }

  @Test
  void aChannelThatClosesEndsTheChaff() throws Exception {
    type("a");
    closing = true;
    passMillis(20);
    assertEquals(0, clock.alarms());
    assertEquals(List.of("a"), whatWasSent());
  }

  /** The messages on the wire: as many bytes for the chaff as for a key. */
  @Test
  void chaffIsAPingOfAKeysSize() throws Exception {
    assertEquals(ChannelData.NUMBER, typedTo(Map.of("ping@openssh.com", Bytes.utf8("0"))));
  }

  /** A server that knows no pings would take each for an error. */
  @Test
  void aServerWithoutPingsGetsNone() throws Exception {
    assertEquals(ChannelData.NUMBER, typedTo(Map.of()));
  }

  /** Types two keys, with some time between them; looks at the messages, returns the last's. */
  private static int typedTo(Map<String, Bytes> extensions) throws Exception {
    MemoryTransport.Pair pair = MemoryTransport.pair(64);
    pair.client().extensions(extensions);
    try (RawPeer server = RawPeer.ofClient(pair)) {
      CompletableFuture<Session> opening = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> complete(opening, server.connection::openSession));
      byte[] open = server.await(ChannelOpen.NUMBER);
      long channel = ChannelOpen.read(new WireReader(open, 1, open.length - 1)).senderChannel();
      server.send(new ChannelOpenConfirmation(channel, 9, 1 << 20, 32768, Bytes.EMPTY));
      Session session = opening.get(10, TimeUnit.SECONDS);
      try (var typing = session.keystrokes(Duration.ofMillis(2))) {
        typing.write('a');
        byte[] key = server.next();
        assertEquals(ChannelData.NUMBER, key[0]);
        if (!extensions.isEmpty()) {
          for (int i = 0; i < 5; i++) {
            byte[] chaff = server.next();
            assertEquals(Ping.NUMBER, chaff[0] & 0xff);
            assertEquals(key.length, chaff.length);
          }
        }
        typing.write('b');
        byte[] next = server.next();
        while ((next[0] & 0xff) == Ping.NUMBER && !extensions.isEmpty()) {
          next = server.next();
        }
        assertEquals(key.length, next.length);
        return next[0] & 0xff;
      }
    }
  }

  private interface Opening {
    Session open() throws IOException;
  }

  private static void complete(CompletableFuture<Session> to, Opening opening) {
    try {
      to.complete(opening.open());
    } catch (IOException e) {
      to.completeExceptionally(e);
    }
  }
}
