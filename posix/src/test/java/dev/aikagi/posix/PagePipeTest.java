package dev.aikagi.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // it waits in the kernel
class PagePipeTest {
  private static final int SIZE = 310_000;

  @TempDir private Path temporary;

  private final byte[] content = new byte[SIZE];
  private FileCalls calls;
  private OpenFile file;
  private Pipes pipes;
  private OpenFile out;
  private PagePipe pages;

  @BeforeEach
  void open() throws Exception {
    new Random(1).nextBytes(content);
    Path path = Files.write(temporary.resolve("file"), content);
    calls = new FileCalls();
    file = opened(path);
    pipes = Pipes.open();
    out = OpenFile.inherited(calls, pipes.childEnds().get(1).number());
    pages = PagePipe.open(calls).orElseThrow();
  }

  @AfterEach
  void close() {
    pages.close();
    pipes.closeChildEnds();
    pipes.close();
    file.close();
    calls.close();
  }

  private OpenFile opened(Path path) throws PosixException {
    return calls.open(OpenFile.workingFolder(calls), path.toString().getBytes(UTF_8), 0, 0);
  }

  private byte[] arrived(int length) throws IOException {
    byte[] target = new byte[length];
    int done = 0;
    while (done < length) {
      int n = pipes.output().read(target, done, length - done);
      if (n < 0) {
        break;
      }
      done += n;
    }
    return Arrays.copyOf(target, done);
  }

  @Test
  void thePagesArriveFromAnyOffset() throws Exception {
    for (int offset : new int[] {0, 1, 4095, 4096, 40_000}) {
      assertEquals(FileCalls.MAX_TRANSFER, pages.take(file, offset, FileCalls.MAX_TRANSFER));
      pages.sendTo(out);
      byte[] expected = Arrays.copyOfRange(content, offset, offset + FileCalls.MAX_TRANSFER);
      assertArrayEquals(expected, arrived(FileCalls.MAX_TRANSFER));
    }
  }

  /** Nine pieces do not fit into the pipe, whose last room is smaller than a piece. */
  @Test
  void whatHasNoRoomWaits() throws Exception {
    int piece = 200_001;
    FutureTask<byte[]> reader = new FutureTask<>(() -> arrived(9 * piece));
    for (int i = 0; i < 9; i++) {
      if (i == 5) {
        Thread.ofPlatform().daemon().start(reader);
      }
      assertEquals(piece, pages.take(file, i, piece));
      pages.sendTo(out);
    }
    pipes.closeChildEnds();
    byte[] all = reader.get();
    assertEquals(9 * piece, all.length);
    for (int i = 0; i < 9; i++) {
      byte[] expected = Arrays.copyOfRange(content, i, i + piece);
      assertArrayEquals(expected, Arrays.copyOfRange(all, i * piece, (i + 1) * piece));
    }
  }

  @Test
  void atTheEndThereAreFewerAndThenNone() throws Exception {
    assertEquals(1000, pages.take(file, SIZE - 1000, 5000));
    pages.sendTo(out);
    assertArrayEquals(Arrays.copyOfRange(content, SIZE - 1000, SIZE), arrived(1000));
    assertEquals(0, pages.take(file, SIZE, 5000));
    assertEquals(0, pages.take(file, SIZE + 5L, 5000));
  }

  /** As many bytes as were taken are sent, however much shorter the file has become. */
  @Test
  void aFileThatBecomesShorterTakesNothingBack() throws Exception {
    assertEquals(200_000, pages.take(file, 0, 200_000));
    Files.write(temporary.resolve("file"), new byte[0]);
    pages.sendTo(out);
    assertEquals(200_000, arrived(200_000).length);
  }

  @Test
  void onePieceIsSentBeforeTheNextIsTaken() throws Exception {
    assertEquals(10, pages.take(file, 0, 10));
    assertThrows(IllegalStateException.class, () -> pages.take(file, 10, 10));
  }

  @Test
  void aFolderHasNoPages() throws Exception {
    try (OpenFile folder = opened(temporary)) {
      PosixException e = assertThrows(PosixException.class, () -> pages.take(folder, 0, 10));
      assertEquals(Errno.EINVAL, e.errno());
    }
  }

  @Test
  void aReaderWhoIsGoneEndsIt() throws Exception {
    pipes.close();
    assertEquals(10, pages.take(file, 0, 10));
    PosixException e = assertThrows(PosixException.class, () -> pages.sendTo(out));
    assertEquals(Errno.EPIPE, e.errno());
  }
}
