package dev.aikagi.sftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TransferTest {
  @TempDir private Path dir;
  private static final Bytes PATH = Bytes.utf8("/remote");
  private static final Set<OpenFlag> WRITING = EnumSet.of(OpenFlag.WRITE, OpenFlag.CREATE);

  /** Small blocks, so that a file has many. */
  private static final int BLOCK = 1000;

  private static FakePeer start(FakeFiles files) throws IOException {
    return FakePeer.start(FakePeer.version(), FakePeer.options().withMaxBlock(BLOCK), files);
  }

  private static byte[] random(int length) {
    byte[] out = new byte[length];
    new Random(length).nextBytes(out);
    return out;
  }

  /** Memory, written only in order. */
  private static class Target implements TransferTarget {
    private byte[] content;
    private FileAttributes attributes = FileAttributes.NONE;
    private boolean synced;
    private boolean closed;

    Target(byte... content) {
      this.content = content;
    }

    @Override
    public void write(ByteBuffer buffer, long position) throws IOException {
      assertEquals(content.length, position);
      int length = content.length;
      content = Arrays.copyOf(content, length + buffer.remaining());
      buffer.get(content, length, content.length - length);
    }

    @Override
    public void truncate(long size) {
      content = Arrays.copyOf(content, (int) size);
    }

    @Override
    public long size() {
      return content.length;
    }

    @Override
    public void setAttributes(FileAttributes a) {
      attributes = a;
    }

    @Override
    public void sync() {
      synced = true;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final class Source implements TransferSource {
    private final byte[] content;
    private final FileAttributes attributes;

    Source(byte[] content, FileAttributes attributes) {
      this.content = content;
      this.attributes = attributes;
    }

    Source(byte... content) {
      this(content, FileAttributes.NONE.withSize(content.length).withPermissions(0104755));
    }

    @Override
    public FileAttributes attributes() {
      return attributes;
    }

    @Override
    public int read(ByteBuffer buffer, long position) {
      if (position >= content.length) {
        return -1;
      }
      // Less than is wanted, as a channel may.
      int n = Math.min(Math.min(buffer.remaining(), 700), content.length - (int) position);
      buffer.put(content, (int) position, n);
      return n;
    }

    @Override
    public void close() {}
  }

  private static final int[] LENGTHS = {
    0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 77 * BLOCK + 5, 300 * BLOCK
  };

  @Test
  void downloadsOfAllSizesAreWhole() throws IOException {
    for (int way = 0; way < 4; way++) {
      FakeFiles files = new FakeFiles();
      files.shuffled = (way & 1) != 0;
      files.shortReads = (way & 2) != 0;
      try (FakePeer peer = start(files)) {
        for (int length : LENGTHS) {
          byte[] content = random(length);
          files.files.put(PATH, content);
          Target target = new Target();
          Transfer transfer = peer.client().transfer(TransferOptions.DEFAULTS);
          assertEquals(length, transfer.download(PATH, a -> target));
          assertArrayEquals(content, target.content);
          assertTrue(target.closed);
        }
        assertEquals(files.count(SftpRequest.Open.class), LENGTHS.length);
      }
      assertEquals(LENGTHS.length, files.count(SftpRequest.Close.class));
    }
  }

  /** The answer that is one byte short of what was asked for says that the file has ended. */
  @Test
  void theEndOfAFileCostsNoRequest() throws IOException {
    FakeFiles files = new FakeFiles();
    try (FakePeer peer = start(files)) {
      files.files.put(PATH, random(BLOCK / 2));
      peer.client().transfer(TransferOptions.DEFAULTS).download(PATH, a -> new Target());
      assertEquals(1, files.count(SftpRequest.Read.class));
    }
  }

  @Test
  void uploadsOfAllSizesAreWhole() throws IOException {
    for (boolean shuffled : new boolean[] {false, true}) {
      FakeFiles files = new FakeFiles();
      files.shuffled = shuffled;
      try (FakePeer peer = start(files)) {
        for (int length : LENGTHS) {
          byte[] content = random(length);
          Transfer transfer = peer.client().transfer(TransferOptions.DEFAULTS);
          assertEquals(length, transfer.upload(new Source(content), PATH));
          assertArrayEquals(content, files.files.get(PATH));
        }
      }
    }
  }

  @Test
  @Tag("F2")
  void oneFailureAmongManyWritesIsTold() throws IOException {
    for (int failing : new int[] {1, 2, 30, 64}) {
      AtomicInteger writes = new AtomicInteger();
      FakeFiles files =
          new FakeFiles() {
            @Override
            @Nullable SftpReply instead(SftpRequest request) {
              return request instanceof SftpRequest.Write && writes.incrementAndGet() == failing
                  ? FakePeer.status(request, SftpStatus.FAILURE)
                  : null;
            }
          };
      files.shuffled = true;
      try (FakePeer peer = start(files)) {
        Transfer transfer = peer.client().transfer(TransferOptions.DEFAULTS);
        SftpException e =
            assertThrows(
                SftpException.class, () -> transfer.upload(new Source(random(64 * BLOCK)), PATH));
        assertEquals(SftpStatus.FAILURE, e.status());
        assertEquals("write", e.operation());
        assertEquals("said FAILURE", e.detail());
        // What is left is the start of the source, without a hole.
        peer.client().stat(PATH);
        assertEquals((failing - 1) * BLOCK, files.length(PATH));
      }
    }
  }

  @Test
  @Tag("F2")
  void aFailedWriteOfAStreamIsToldUntilItIsClosed() throws IOException {
    AtomicInteger writes = new AtomicInteger();
    FakeFiles files =
        new FakeFiles() {
          @Override
          @Nullable SftpReply instead(SftpRequest request) {
            return request instanceof SftpRequest.Write && writes.incrementAndGet() == 3
                ? FakePeer.status(request, SftpStatus.FAILURE)
                : null;
          }
        };
    try (FakePeer peer = start(files);
        SftpFile file = peer.client().open(PATH, WRITING, FileAttributes.NONE)) {
      OutputStream out = file.outputStream(0);
      byte[] block = random(BLOCK);
      assertThrows(
          SftpException.class,
          () -> {
            for (int i = 0; i < 10_000; i++) {
              out.write(block);
            }
          });
      assertThrows(SftpException.class, () -> out.write(block));
      assertThrows(SftpException.class, out::flush);
      assertThrows(SftpException.class, out::close);
      out.close();
    }
  }

  @Test
  void streamsCarryEverything() throws IOException {
    FakeFiles files = new FakeFiles();
    files.shuffled = true;
    files.shortReads = true;
    byte[] content = random(50 * BLOCK + 123);
    try (FakePeer peer = start(files);
        SftpFile file = peer.client().open(PATH, WRITING, FileAttributes.NONE)) {
      try (OutputStream out = file.outputStream(0)) {
        out.write(content[0]);
        out.write(content, 1, 5);
        out.flush();
        assertEquals(6, files.length(PATH));
        out.write(content, 6, content.length - 6);
      }
      assertArrayEquals(content, files.files.get(PATH));
      try (InputStream in = file.inputStream(0)) {
        assertEquals(content[0] & 0xff, in.read());
        assertArrayEquals(Arrays.copyOfRange(content, 1, content.length), in.readAllBytes());
        assertEquals(-1, in.read());
      }
      try (InputStream in = file.inputStream(0)) {
        // Left in the middle: what is on its way is thrown away.
        assertEquals(100, in.readNBytes(100).length);
      }
      try (InputStream in = file.inputStream(content.length - 10L)) {
        java.io.ByteArrayOutputStream rest = new java.io.ByteArrayOutputStream();
        assertEquals(10, in.transferTo(rest));
      }
    }
  }

  @Test
  void aChannelHasAPosition() throws IOException {
    FakeFiles files = new FakeFiles();
    files.shortReads = true;
    byte[] content = random(5 * BLOCK);
    try (FakePeer peer = start(files)) {
      SeekableByteChannel channel =
          peer.client().open(PATH, WRITING, FileAttributes.NONE).channel();
      assertEquals(content.length, channel.write(ByteBuffer.wrap(content)));
      assertEquals(content.length, channel.position());
      assertEquals(content.length, channel.size());
      assertEquals(-1, channel.read(ByteBuffer.allocate(1)));
      channel.position(BLOCK);
      ByteBuffer some = ByteBuffer.allocateDirect(3 * BLOCK);
      assertEquals(3 * BLOCK, channel.read(some));
      byte[] got = new byte[3 * BLOCK];
      some.flip().get(got);
      assertArrayEquals(Arrays.copyOfRange(content, BLOCK, 4 * BLOCK), got);
      channel.position(content.length - 3L);
      assertEquals(3, channel.read(ByteBuffer.allocate(BLOCK)));
      channel.truncate(10);
      assertEquals(10, channel.size());
      assertEquals(10, channel.position());
      channel.close();
      assertThrows(
          java.nio.channels.ClosedChannelException.class,
          () -> channel.read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void aDownloadResumes() throws IOException {
    byte[] content = random(20 * BLOCK);
    FakeFiles files = new FakeFiles();
    files.files.put(PATH, content);
    try (FakePeer peer = start(files)) {
      Transfer transfer =
          peer.client().transfer(TransferOptions.DEFAULTS.withResume(true).withSync(true));
      Target half = new Target(Arrays.copyOf(content, 7777));
      assertEquals(content.length - 7777, transfer.download(PATH, a -> half));
      assertArrayEquals(content, half.content);
      assertTrue(half.synced);
      Target whole = new Target(content.clone());
      assertEquals(0, transfer.download(PATH, a -> whole));
      SftpException e =
          assertThrows(
              SftpException.class,
              () -> transfer.download(PATH, a -> new Target(new byte[content.length + 1])));
      assertTrue(e.detail().contains("cannot resume"), e.detail());
    }
  }

  @Test
  void anUploadResumes() throws IOException {
    byte[] content = random(20 * BLOCK);
    FakeFiles files = new FakeFiles();
    try (FakePeer peer = start(files)) {
      Transfer transfer = peer.client().transfer(TransferOptions.DEFAULTS.withResume(true));
      files.files.put(PATH, Arrays.copyOf(content, 7777));
      assertEquals(content.length - 7777, transfer.upload(new Source(content), PATH));
      assertArrayEquals(content, files.files.get(PATH));
      assertEquals(0, transfer.upload(new Source(content), PATH));
      files.files.put(PATH, new byte[content.length + 1]);
      assertThrows(SftpException.class, () -> transfer.upload(new Source(content), PATH));
      assertEquals(content.length + 1, files.length(PATH));
    }
  }

  @Test
  void aFileThatBecameShorterIsTold() throws IOException {
    FakeFiles files =
        new FakeFiles() {
          @Override
          @Nullable SftpReply instead(SftpRequest request) {
            return request instanceof SftpRequest.Stat
                ? new SftpReply.Attrs(request.id(), FileAttributes.NONE.withSize(50 * BLOCK))
                : null;
          }
        };
    files.files.put(PATH, random(30 * BLOCK + 1));
    try (FakePeer peer = start(files)) {
      Target target = new Target();
      SftpException e =
          assertThrows(
              SftpException.class,
              () -> peer.client().transfer(TransferOptions.DEFAULTS).download(PATH, a -> target));
      assertTrue(e.detail().contains("30001 bytes of 50000"), e.detail());
      assertArrayEquals(files.files.get(PATH), target.content);
    }
  }

  @Test
  void whatIsKnownIsNotAskedForAgain() throws IOException {
    FakeFiles files = new FakeFiles();
    byte[] content = random(5 * BLOCK);
    files.files.put(PATH, content);
    Bytes local = Bytes.utf8(dir.resolve("local").toString());
    FileAttributes regular = FileAttributes.NONE.withPermissions(0100644);
    FileAttributes fifo = FileAttributes.NONE.withPermissions(0010644).withSize(0);
    try (FakePeer peer = start(files)) {
      Transfer transfer = peer.client().transfer(TransferOptions.DEFAULTS);
      transfer.download(PATH, regular.withSize(content.length), local, new PathFiles());
      assertArrayEquals(content, Files.readAllBytes(dir.resolve("local")));
      assertEquals(0, files.count(SftpRequest.Stat.class));
      // What is not known well enough, and what may have become another.
      for (FileAttributes known : List.of(regular, fifo, FileAttributes.NONE)) {
        files.seen.clear();
        transfer.download(PATH, known, local, new PathFiles());
        assertEquals(1, files.count(SftpRequest.Stat.class));
      }
    }
  }

  /** Also one that says that it has no size, as those of /proc do. */
  @Test
  void aFileThatIsLongerThanItSaidComesWhole() throws IOException {
    for (long size : new long[] {0, 1, 10 * BLOCK}) {
      FakeFiles files =
          new FakeFiles() {
            @Override
            @Nullable SftpReply instead(SftpRequest request) {
              return request instanceof SftpRequest.Stat
                  ? new SftpReply.Attrs(request.id(), FileAttributes.NONE.withSize(size))
                  : null;
            }
          };
      byte[] content = random(30 * BLOCK + 1);
      files.files.put(PATH, content);
      try (FakePeer peer = start(files)) {
        Target target = new Target();
        peer.client().transfer(TransferOptions.DEFAULTS).download(PATH, a -> target);
        assertArrayEquals(content, target.content);
      }
    }
  }

  @Test
  void whatIsNoFileIsNotOpened() throws IOException {
    FakeFiles files =
        new FakeFiles() {
          @Override
          @Nullable SftpReply instead(SftpRequest request) {
            return request instanceof SftpRequest.Stat
                ? new SftpReply.Attrs(request.id(), FileAttributes.NONE.withPermissions(0010644))
                : null;
          }
        };
    try (FakePeer peer = start(files)) {
      assertThrows(
          SftpException.class,
          () -> peer.client().transfer(TransferOptions.DEFAULTS).download(PATH, a -> new Target()));
      assertEquals(0, files.count(SftpRequest.Open.class));
    }
  }

  @Test
  void timesAndModesArePreservedButNoSpecialBits() throws IOException {
    FileAttributes attributes =
        FileAttributes.NONE.withSize(5).withPermissions(0106755).withTimes(11, 22);
    FakeFiles files =
        new FakeFiles() {
          @Override
          @Nullable SftpReply instead(SftpRequest request) {
            return request instanceof SftpRequest.Stat
                ? new SftpReply.Attrs(request.id(), attributes)
                : null;
          }
        };
    files.files.put(PATH, random(5));
    try (FakePeer peer = start(files)) {
      Target target = new Target();
      TransferOptions preserve = TransferOptions.DEFAULTS.withPreserve(true);
      peer.client().transfer(preserve).download(PATH, a -> target);
      assertEquals(FileAttributes.NONE.withPermissions(0755).withTimes(11, 22), target.attributes);
      Target special = new Target();
      peer.client().transfer(preserve.withSpecialBits(true)).download(PATH, a -> special);
      assertEquals(
          FileAttributes.NONE.withPermissions(06755).withTimes(11, 22), special.attributes);
      peer.client().transfer(preserve).upload(new Source(random(5), attributes), PATH);
    }
    List<FileAttributes> set = new ArrayList<>();
    for (SftpRequest r : files.seen) {
      if (r instanceof SftpRequest.Fsetstat s) {
        set.add(s.attrs());
      } else if (r instanceof SftpRequest.Open o && o.pflags().contains(OpenFlag.WRITE)) {
        set.add(o.attrs());
      }
    }
    assertEquals(
        List.of(
            FileAttributes.NONE.withPermissions(0755),
            FileAttributes.NONE.withPermissions(0755).withTimes(11, 22)),
        set);
  }

  @Test
  void aCancelledTransferLeavesTheConnectionUsable() throws IOException {
    FakeFiles files = new FakeFiles();
    files.files.put(PATH, random(500 * BLOCK));
    try (FakePeer peer = start(files)) {
      Cancellation cancellation = new Cancellation();
      Target target =
          new Target() {
            @Override
            public void write(ByteBuffer buffer, long position) throws IOException {
              super.write(buffer, position);
              if (position > 20 * BLOCK) {
                cancellation.cancel();
              }
            }
          };
      TransferOptions options = TransferOptions.DEFAULTS.withCancellation(cancellation);
      TransferCancelledException e =
          assertThrows(
              TransferCancelledException.class,
              () -> peer.client().transfer(options).download(PATH, a -> target));
      assertEquals(PATH, e.path());
      assertTrue(target.content.length < 100 * BLOCK);
      assertEquals(500 * BLOCK, peer.client().stat(PATH).size().orElseThrow());
      assertThrows(
          TransferCancelledException.class,
          () -> peer.client().transfer(options).upload(new Source(random(BLOCK)), PATH));
      byte[] content = random(5 * BLOCK);
      peer.client().transfer(TransferOptions.DEFAULTS).upload(new Source(content), PATH);
      assertArrayEquals(content, files.files.get(PATH));
    }
  }

  @Test
  void aCancelledWaitEndsAtOnce() throws Exception {
    Cancellation cancellation = new Cancellation();
    FakeFiles files =
        new FakeFiles() {
          @Override
          SftpReply read(SftpRequest.Read r) {
            if (r.offset() == 3 * BLOCK) {
              cancellation.cancel();
            }
            return super.read(r);
          }
        };
    files.files.put(PATH, random(4 * BLOCK));
    try (FakePeer peer = start(files)) {
      assertThrows(
          TransferCancelledException.class,
          () ->
              peer.client()
                  .transfer(TransferOptions.DEFAULTS.withCancellation(cancellation))
                  .download(PATH, a -> new Target()));
      assertEquals(4 * BLOCK, peer.client().stat(PATH).size().orElseThrow());
    }
  }

  /** A target that is slow is what the server is asked for at most, however large the file is. */
  @Test
  @Tag("B11")
  void noMoreIsInFlightThanTheWindow() throws IOException {
    FakeFiles files = new FakeFiles();
    files.files.put(PATH, random(2000 * BLOCK));
    // So few that no measured round trip makes it more.
    int most = 3;
    try (FakePeer peer =
        FakePeer.start(
            FakePeer.version(),
            FakePeer.options().withMaxBlock(BLOCK).withMaxRequests(most),
            files)) {
      Target slow =
          new Target() {
            @Override
            public void write(ByteBuffer buffer, long position) throws IOException {
              super.write(buffer, position);
              long asked = files.count(SftpRequest.Read.class);
              assertTrue(asked - position / BLOCK <= most + 1, asked + " asked for");
            }
          };
      peer.client().transfer(TransferOptions.DEFAULTS).download(PATH, a -> slow);
      assertEquals(2000 * BLOCK, slow.content.length);
    }
  }

  @Test
  void aTargetThatFailsEndsTheTransferOnly() throws IOException {
    FakeFiles files = new FakeFiles();
    files.files.put(PATH, random(100 * BLOCK));
    try (FakePeer peer = start(files)) {
      Target full =
          new Target() {
            @Override
            public void write(ByteBuffer buffer, long position) throws IOException {
              throw new IOException("No space left on device");
            }
          };
      IOException e =
          assertThrows(
              IOException.class,
              () -> peer.client().transfer(TransferOptions.DEFAULTS).download(PATH, a -> full));
      assertEquals("No space left on device", e.getMessage());
      assertEquals(100 * BLOCK, peer.client().stat(PATH).size().orElseThrow());
    }
  }

  @Test
  void progressBeginsAndEnds() throws IOException {
    FakeFiles files = new FakeFiles();
    files.files.put(PATH, random(10 * BLOCK));
    List<String> told = new ArrayList<>();
    TransferOptions options =
        TransferOptions.DEFAULTS.withProgress((bytes, total) -> told.add(bytes + "/" + total));
    try (FakePeer peer = start(files)) {
      peer.client().transfer(options).download(PATH, a -> new Target());
      assertEquals("0/10000", told.getFirst());
      assertEquals("10000/10000", told.getLast());
      told.clear();
      peer.client().transfer(options).upload(new Source(random(2500)), PATH);
      assertEquals("0/2500", told.getFirst());
      assertEquals("2500/2500", told.getLast());
    }
  }

  @Test
  void copyingWithoutTheExtensionGoesThroughTheClient() throws IOException {
    FakeFiles files = new FakeFiles();
    files.shuffled = true;
    byte[] content = random(30 * BLOCK + 7);
    files.files.put(PATH, content);
    Bytes copy = Bytes.utf8("/copy");
    try (FakePeer peer = start(files);
        SftpFile from = peer.client().open(PATH);
        SftpFile to = peer.client().open(copy, WRITING, FileAttributes.NONE)) {
      assertEquals(content.length, peer.client().copyData(from, 0, -1, to, 0));
      assertArrayEquals(content, files.files.get(copy));
      assertEquals(2000, peer.client().copyData(from, 500, 2000, to, 0));
      assertArrayEquals(
          Arrays.copyOfRange(content, 500, 2500), Arrays.copyOf(files.files.get(copy), 2000));
    }
  }

  @Test
  @Tag("F2")
  void moreDataThanAskedForEndsTheConnection() throws IOException {
    for (int extra : new int[] {1, 100}) {
      FakeFiles files =
          new FakeFiles() {
            @Override
            SftpReply read(SftpRequest.Read r) {
              return new SftpReply.Data(r.id(), Bytes.of(new byte[(int) r.len() + extra]));
            }
          };
      files.files.put(PATH, random(3 * BLOCK + BLOCK / 2));
      try (FakePeer peer = start(files)) {
        SftpException e =
            assertThrows(
                SftpException.class,
                () ->
                    peer.client()
                        .transfer(TransferOptions.DEFAULTS)
                        .download(PATH, a -> new Target()));
        assertTrue(e.detail().contains("bytes for a READ of"), e.toString());
      }
    }
  }

  /** The target may be the source by another name: without a connection it is the only copy. */
  @Test
  void withoutAConnectionWhatIsBehindIsNotCut() throws IOException {
    FakeFiles files =
        new FakeFiles() {
          @Override
          public void run(FakePeer peer) throws IOException {
            SftpRequest request = peer.request();
            while (!(request instanceof SftpRequest.Read)) {
              peer.send(usual(request));
              request = peer.request();
            }
            peer.send(usual(request));
          }
        };
    files.files.put(PATH, random(20 * BLOCK));
    byte[] old = random(30 * BLOCK);
    Path file = Files.write(dir.resolve("file"), old);
    PathFiles local = new PathFiles();
    try (FakePeer peer = start(files)) {
      assertThrows(
          SftpException.class,
          () ->
              peer.client()
                  .transfer(TransferOptions.DEFAULTS.withInPlace(true))
                  .download(PATH, Bytes.utf8(file.toString()), local));
    }
    assertEquals(old.length, Files.size(file));
  }

  /** An answer of no bytes is no progress: to ask again would never end. */
  @Test
  @Tag("F2")
  void dataWithoutBytesEndsTheConnection() throws IOException {
    FakeFiles files =
        new FakeFiles() {
          @Override
          SftpReply read(SftpRequest.Read r) {
            return new SftpReply.Data(r.id(), Bytes.EMPTY);
          }
        };
    files.files.put(PATH, random(BLOCK));
    try (FakePeer peer = start(files)) {
      assertThrows(
          SftpException.class,
          () -> peer.client().transfer(TransferOptions.DEFAULTS).download(PATH, a -> new Target()));
    }
  }
}
