package dev.aikagi.sftp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.aikagi.Bytes;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** READ and WRITE, however many, make no objects but the status of each WRITE. */
@Timeout(60)
class ServerAllocationTest {
  private static final int ROUNDS = 20_000;
  private static final int LENGTH = 32 * 1024;

  private static final class Endless extends NowhereFiles {
    @Override
    public ServedFile open(Bytes path, Set<OpenFlag> flags, int mode) {
      return new ServedFile() {
        @Override
        public int read(long offset, byte[] target, int at, int length) {
          return length;
        }

        @Override
        public void write(long offset, byte[] source, int from, int length) {}

        @Override
        public FileAttributes attributes() {
          return FileAttributes.NONE;
        }

        @Override
        public void change(FileAttributes changes) {}

        @Override
        public void sync() {}

        @Override
        public FileSystemStatistics statistics() {
          return new FileSystemStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public Object identity() {
          return this;
        }

        @Override
        public void copyTo(long offset, ServedFile target, long targetOffset, long length) {}

        @Override
        public void close() {}
      };
    }
  }

  /** The same requests over and over. */
  private static InputStream repeated(byte[] first, byte[] then, int times) {
    return new InputStream() {
      private byte[] now = first;
      private int position;
      private int left = times;

      @Override
      public int read() {
        throw new AssertionError("byte by byte");
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        if (position == now.length) {
          if (left-- == 0) {
            return -1;
          }
          now = then;
          position = 0;
        }
        int n = Math.min(length, now.length - position);
        System.arraycopy(now, position, target, offset, n);
        position += n;
        return n;
      }
    };
  }

  private static long allocated(SftpRequest request, int times) throws IOException {
    WireWriter first = new WireWriter();
    new SftpMessage.Init(3, List.of()).writeFramed(first);
    ServerTalk.open("x", OpenFlag.READ, OpenFlag.WRITE).writeFramed(first);
    WireWriter then = new WireWriter();
    request.writeFramed(then);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    SftpServer server = new SftpServer(new Endless(), SftpServerOptions.DEFAULT);
    InputStream in = repeated(first.toArray(), then.toArray(), times);
    long before = threads.getCurrentThreadAllocatedBytes();
    server.serve(in, OutputStream.nullOutputStream());
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void readsMakeNoObjects() throws IOException {
    SftpRequest read = new SftpRequest.Read(1, ServerTalk.FIRST_HANDLE, 0, LENGTH);
    allocated(read, 10);
    long bytes = allocated(read, ROUNDS);
    assertTrue(bytes < 2_000_000, bytes + " bytes for " + ROUNDS + " reads");
  }

  @Test
  void writesMakeOneSmallObject() throws IOException {
    SftpRequest write =
        new SftpRequest.Write(1, ServerTalk.FIRST_HANDLE, 0, Bytes.of(new byte[LENGTH]));
    allocated(write, 10);
    long bytes = allocated(write, ROUNDS);
    assertTrue(bytes < 2_000_000 + ROUNDS * 128L, bytes + " bytes for " + ROUNDS + " writes");
  }
}
