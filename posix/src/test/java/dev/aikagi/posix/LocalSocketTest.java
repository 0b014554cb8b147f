package dev.aikagi.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@SuppressWarnings("try") // One end is closed on purpose before the other.
class LocalSocketTest {
  private static void send(LocalSocket to, String text, List<Descriptor> files) throws Exception {
    byte[] bytes = text.getBytes(UTF_8);
    to.send(bytes, 0, bytes.length, files, 5_000);
  }

  private static String receive(LocalSocket from, int most) throws Exception {
    byte[] room = new byte[most];
    int n = from.receive(room, 0, most, 5_000);
    return n < 0 ? "(end)" : new String(room, 0, n, UTF_8);
  }

  @Test
  void oneDirectionEndsAndTheOtherGoesOn() throws Exception {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket one = pair.one();
        LocalSocket other = pair.other()) {
      one.send(new byte[] {7}, 0, 1, List.of(), 5_000);
      one.endOutput();
      byte[] heard = new byte[2];
      assertEquals(1, other.receive(heard, 0, 2, 5_000));
      assertEquals(-1, other.receive(heard, 0, 2, 5_000));
      other.send(new byte[] {8}, 0, 1, List.of(), 5_000);
      assertEquals(1, one.receive(heard, 0, 2, 5_000));
      assertEquals(8, heard[0]);
    }
  }

  @Test
  void bytesGoBothWaysUntilOneEndCloses() throws Exception {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket one = pair.one();
        LocalSocket other = pair.other()) {
      send(one, "there", List.of());
      send(other, "back", List.of());
      assertEquals("there", receive(other, 10));
      assertEquals("back", receive(one, 10));
      one.close();
      assertEquals("(end)", receive(other, 10));
    }
  }

  @Test
  void aFileArrivesWithItsMessageAndWorksThere() throws Exception {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket one = pair.one();
        LocalSocket other = pair.other();
        Pipes pipes = Pipes.open()) {
      send(one, "before", List.of());
      send(one, "files", pipes.childEnds());
      pipes.closeChildEnds();
      assertEquals("before", receive(other, 6));
      assertEquals(Optional.empty(), other.takeFile());
      assertEquals("files", receive(other, 10));
      List<Descriptor> got = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        got.add(other.takeFile().orElseThrow());
      }
      assertEquals(Optional.empty(), other.takeFile());
      ChildProcess child =
          Spawn.of("/bin/sh", List.of("sh", "-c", "cat; echo err >&2; exit 5"), Map.of())
              .onFiles(got);
      got.forEach(Descriptor::close);
      pipes.input().write("through".getBytes(UTF_8), 0, 7);
      pipes.input().close();
      assertEquals("through", all(pipes.output()));
      assertEquals("err\n", all(pipes.errors()));
      assertEquals(new ExitStatus.Exited(5), child.waitFor());
    }
  }

  private static String all(Descriptor from) throws Exception {
    StringBuilder text = new StringBuilder();
    byte[] room = new byte[100];
    for (int n; (n = from.read(room, 0, room.length)) >= 0; ) {
      text.append(new String(room, 0, n, UTF_8));
    }
    return text.toString();
  }

  @Test
  void whatNobodyTakesEndsAtTheDeadline() throws Exception {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket one = pair.one();
        LocalSocket other = pair.other()) {
      byte[] much = new byte[8 << 20];
      assertThrows(
          InterruptedIOException.class, () -> one.send(much, 0, much.length, List.of(), 50));
      assertThrows(InterruptedIOException.class, () -> one.receive(new byte[1], 0, 1, 50));
      assertTrue(receive(other, 10).startsWith("\0"));
    }
  }

  @Test
  void closingWakesWhoeverWaits() throws Exception {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket one = pair.one();
        LocalSocket other = pair.other()) {
      Thread closer = Thread.ofPlatform().start(one::close);
      assertThrows(ClosedDescriptorException.class, () -> one.receive(new byte[1], 0, 1, -1));
      closer.join();
      assertEquals("(end)", receive(other, 1));
    }
  }

  @Test
  void aHangUpIsNotTheEndOfOneDirection() throws Exception {
    LocalSocket.Pair pair = LocalSocket.pair();
    LocalSocket.Pair until = LocalSocket.pair();
    try (LocalSocket one = pair.one();
        LocalSocket other = pair.other();
        LocalSocket stop = until.one();
        LocalSocket far = until.other()) {
      send(other, "more", List.of());
      other.endOutput();
      assertFalse(one.awaitHangUp(stop, 0));
      send(far, "x", List.of());
      assertFalse(one.awaitHangUp(stop, -1));
      assertEquals("x", receive(stop, 1));
      Thread closer = Thread.ofPlatform().start(other::close);
      assertTrue(one.awaitHangUp(stop, -1));
      closer.join();
      assertEquals("more", receive(one, 4));
      stop.close();
      assertThrows(ClosedDescriptorException.class, () -> one.awaitHangUp(stop, -1));
    }
  }

  @Test
  void tooManyFilesAreRefusedBeforeAnythingIsSent() throws Exception {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket one = pair.one();
        LocalSocket other = pair.other();
        Pipes pipes = Pipes.open()) {
      List<Descriptor> many = new ArrayList<>();
      for (int i = 0; i <= LocalSocket.MAX_FILES; i++) {
        many.add(pipes.input());
      }
      assertThrows(IllegalArgumentException.class, () -> send(one, "x", many));
      one.close();
      pipes.closeChildEnds();
      assertEquals("(end)", receive(other, 1));
    }
  }
}
