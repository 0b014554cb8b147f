package dev.aikagi.sftp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.aikagi.Bytes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a block costs the heap, on the transferring thread and on the reader: not its bytes. */
@Timeout(60)
class BulkAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Bytes PATH = Bytes.utf8("/f");
  private static final int BLOCK = 16 * 1024;
  private static final int FEW = 200;
  private static final int MANY = 1200;

  /** A wait for the other thread makes a node of its queue; nothing else is left. */
  private static final long SLACK = 2048;

  private static final class Nowhere implements TransferTarget {
    @Override
    public void write(ByteBuffer buffer, long position) {
      buffer.position(buffer.limit());
    }

    @Override
    public void truncate(long size) {}

    @Override
    public long size() {
      return 0;
    }

    @Override
    public void setAttributes(FileAttributes attributes) {}

    @Override
    public void sync() {}

    @Override
    public void close() {}
  }

  private record Zeros(long size) implements TransferSource {
    @Override
    public int read(ByteBuffer buffer, long position) {
      int n = (int) Math.min(buffer.remaining(), size - position);
      buffer.position(buffer.position() + n);
      return n > 0 ? n : -1;
    }

    @Override
    public FileAttributes attributes() {
      return FileAttributes.NONE.withSize(size);
    }

    @Override
    public void close() {}
  }

  private interface Run {
    void transfer(Transfer transfer, long size) throws IOException;
  }

  private static void measure(Run run) throws IOException {
    AtomicReference<@Nullable Thread> reader = new AtomicReference<>();
    SftpClientOptions options =
        FakePeer.options()
            .withMaxBlock(BLOCK)
            .withThreads(
                task -> {
                  Thread t = Thread.ofPlatform().daemon().unstarted(task);
                  reader.set(t);
                  return t;
                });
    FakeFiles files =
        new FakeFiles() {
          @Override
          @Nullable SftpReply instead(SftpRequest request) {
            // It keeps nothing, so that a large file is as good as a small one.
            return request instanceof SftpRequest.Write
                ? FakePeer.status(request, SftpStatus.OK)
                : null;
          }
        };
    try (FakePeer peer = FakePeer.start(FakePeer.version(), options, files)) {
      Transfer transfer = peer.client().transfer(TransferOptions.DEFAULTS);
      Thread other = java.util.Objects.requireNonNull(reader.get());
      long[] taken = new long[2];
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 2; i++) {
          int blocks = i == 0 ? FEW : MANY;
          files.files.put(PATH, new byte[blocks * BLOCK]);
          long before = allocated(other);
          run.transfer(transfer, (long) blocks * BLOCK);
          taken[i] = allocated(other) - before;
        }
      }
      long each = (taken[1] - taken[0]) / (MANY - FEW);
      assertTrue(each < SLACK, each + " bytes for each block");
    }
  }

  private static long allocated(Thread other) {
    return THREADS.getCurrentThreadAllocatedBytes()
        + THREADS.getThreadAllocatedBytes(other.threadId());
  }

  @Test
  void downloading() throws IOException {
    measure((transfer, _) -> transfer.download(PATH, _ -> new Nowhere()));
  }

  @Test
  void uploading() throws IOException {
    measure((transfer, size) -> transfer.upload(new Zeros(size), PATH));
  }
}
