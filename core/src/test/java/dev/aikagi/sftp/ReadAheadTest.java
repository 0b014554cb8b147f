package dev.aikagi.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReadAheadTest {
  private static final int BLOCK = 1024;
  private static final int BLOCKS = 500;

  /** So long that sixteen are in flight from the start. */
  private static final long FAR = 30_000_000;

  @TempDir private Path root;

  private final AtomicInteger writes = new AtomicInteger();

  private final class Counted extends FilterOutputStream {
    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      writes.incrementAndGet();
      out.write(source, offset, length);
    }
  }

  private void serve(InputStream in, OutputStream out) {
    try {
      new SftpServer(new NioServedFiles(root), SftpServerOptions.DEFAULT).serve(in, out);
    } catch (IOException e) {
      // The client went away; what it still waits for is its timeout's to tell.
      return;
    }
  }

  /** Each write wakes the server's processes, so there is none for a single place that is free. */
  @Test
  void severalPiecesAreAskedForAtATime() throws IOException {
    Files.write(root.resolve("file"), new byte[BLOCKS * BLOCK]);
    MemoryPipe up = new MemoryPipe();
    MemoryPipe down = new MemoryPipe();
    Thread.ofPlatform().daemon().start(() -> serve(up.in(), down.out()));
    try (InputStream in = down.in();
        OutputStream out = new Counted(up.out())) {
      Requests requests = new Requests(in, out, out, Duration.ofSeconds(20));
      requests.start(Thread.ofPlatform().daemon().factory());
      Bytes path = Bytes.utf8("file");
      Bytes handle =
          requests
              .ask(
                  "open",
                  path,
                  i -> new SftpRequest.Open(i, path, Set.of(OpenFlag.READ), FileAttributes.NONE))
              .handle();
      TransferWindow window = new TransferWindow(BLOCK, 64, FAR, System.nanoTime());
      ReadAhead ahead =
          new ReadAhead(requests, handle, path, 0, BLOCKS * BLOCK, true, window, null);
      int before = writes.get();
      int pieces = 0;
      for (Block b = ahead.next(); b != null; b = ahead.next()) {
        pieces++;
        ahead.release(b);
      }
      assertEquals(BLOCKS, pieces);
      int asked = writes.get() - before;
      assertTrue(asked <= BLOCKS / 2, asked + " writes for " + BLOCKS + " pieces");
    }
  }
}
