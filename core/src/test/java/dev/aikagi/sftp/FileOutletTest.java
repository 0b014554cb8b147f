package dev.aikagi.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes past the server's memory stands where it belongs between the other replies. */
class FileOutletTest {
  private static final int SIZE = 100_000;

  @TempDir private Path root;

  private final byte[] content = new byte[SIZE];
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Integer> asked = new ArrayList<>();
  private byte[] taken = {};

  /** Refuses what begins in the last tenth, and fails at one offset. */
  private final FileOutlet outlet =
      new FileOutlet() {
        @Override
        public int take(ServedFile file, long offset, int length) throws IOException {
          asked.add(length);
          if (offset == 7) {
            throw new IOException("a bad block");
          }
          if (offset >= SIZE * 9 / 10 && offset < SIZE) {
            return -1;
          }
          byte[] target = new byte[length];
          int n = Math.max(0, file.read(offset, target, 0, length));
          taken = Arrays.copyOf(target, n);
          return n;
        }

        @Override
        public void send() {
          out.writeBytes(taken);
        }
      };

  @BeforeEach
  void makeFile() throws IOException {
    new Random(1).nextBytes(content);
    Files.write(root.resolve("file"), content);
  }

  private List<SftpMessage> replies(SftpMessage... requests) throws IOException {
    WireWriter said = new WireWriter();
    new SftpMessage.Init(3, List.of()).writeFramed(said);
    ServerTalk.open("file", OpenFlag.READ).writeFramed(said);
    for (SftpMessage request : requests) {
      request.writeFramed(said);
    }
    new SftpServer(new NioServedFiles(root), SftpServerOptions.DEFAULT)
        .serve(new ByteArrayInputStream(said.toArray()), out, outlet);
    List<SftpMessage> replies = new ArrayList<>();
    WireReader r = new WireReader(out.toByteArray());
    while (r.remaining() > 0) {
      replies.add(SftpMessageReader.read(r.readNested()));
    }
    return replies.subList(2, replies.size());
  }

  private static SftpRequest.Read read(int id, long offset, int length) {
    return new SftpRequest.Read(id, ServerTalk.FIRST_HANDLE, offset, length);
  }

  private SftpReply.Data data(int id, int from, int to) {
    return new SftpReply.Data(id, Bytes.of(Arrays.copyOfRange(content, from, to)));
  }

  @Test
  void largePiecesStandBetweenTheOtherReplies() throws IOException {
    assertEquals(
        List.of(
            data(1, 0, 10),
            data(2, 10, 50_010),
            data(3, 20, 30),
            data(4, 60_000, SIZE),
            data(5, 95_000, SIZE)),
        replies(
            read(1, 0, 10),
            read(2, 10, 50_000),
            read(3, 20, 10),
            read(4, 60_000, 50_000),
            read(5, 95_000, 50_000)));
    assertEquals(List.of(50_000, 50_000, 50_000), asked, "small pieces are read");
  }

  @Test
  void theEndAndAFailureAreStatuses() throws IOException {
    List<SftpMessage> replies =
        replies(read(1, SIZE, 50_000), read(2, 7, 50_000), read(3, 8, 40_000));
    assertEquals(SftpStatus.EOF, ServerTalk.status(replies.get(0)));
    assertEquals(SftpStatus.FAILURE, ServerTalk.status(replies.get(1)));
    assertEquals(data(3, 8, 40_008), replies.get(2));
  }

  /** Pages are no copy: what is written behind a READ would come as its answer. */
  @Test
  void nothingIsTakenWhileAFileIsOpenForWriting() throws IOException {
    Bytes second = ServerTalk.handle(1, 2);
    List<SftpMessage> replies =
        replies(
            read(1, 0, 50_000),
            ServerTalk.open("file", OpenFlag.WRITE),
            read(2, 0, 50_000),
            new SftpRequest.Close(3, second),
            read(4, 0, 50_000));
    assertEquals(List.of(50_000, 50_000), asked);
    assertEquals(data(2, 0, 50_000), replies.get(2));
    assertEquals(data(4, 0, 50_000), replies.get(4));
  }

  /** It is the server that knows what may be read at all. */
  @Test
  void whatWasNotOpenedForReadingIsNotTaken() throws IOException {
    WireWriter said = new WireWriter();
    new SftpMessage.Init(3, List.of()).writeFramed(said);
    ServerTalk.open("file", OpenFlag.WRITE).writeFramed(said);
    read(1, 0, 50_000).writeFramed(said);
    new SftpServer(new NioServedFiles(root), SftpServerOptions.DEFAULT)
        .serve(new ByteArrayInputStream(said.toArray()), out, outlet);
    assertEquals(List.of(), asked);
  }
}
