package dev.aikagi.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A folder of 200,000 names: no more of them are held than one reply has, and one. */
@Timeout(60)
class LargeFolderTest {
  private static final int NAMES = 200_000;

  private int made;
  private int named;
  private boolean over;

  private final ServedFolder folder =
      new ServedFolder() {
        @Override
        public @Nullable Entry next() {
          if (made == NAMES) {
            return null;
          }
          made++;
          return new Entry(
              Bytes.utf8("a-file-with-a-usual-name-" + made),
              FileAttributes.NONE.withSize(made).withPermissions(0100644).withTimes(1, 2),
              1,
              Bytes.utf8("user"),
              Bytes.utf8("group"));
        }

        @Override
        public void close() {}
      };

  private final ServedFiles files =
      new NowhereFiles() {
        @Override
        public ServedFolder openFolder(Bytes path) {
          return folder;
        }
      };

  /** Asks for more names as long as there are some. */
  private final InputStream in =
      new InputStream() {
        private byte[] next = said(true);
        private int position;

        @Override
        public int read() {
          throw new AssertionError("byte by byte");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
          if (position == next.length) {
            if (over) {
              return -1;
            }
            next = said(false);
            position = 0;
          }
          int n = Math.min(length, next.length - position);
          System.arraycopy(next, position, target, offset, n);
          position += n;
          return n;
        }
      };

  private static byte[] said(boolean first) {
    WireWriter w = new WireWriter();
    if (first) {
      new SftpMessage.Init(3, List.of()).writeFramed(w);
      new SftpRequest.Opendir(1, Bytes.utf8(".")).writeFramed(w);
    }
    new SftpRequest.Readdir(2, ServerTalk.FIRST_HANDLE).writeFramed(w);
    return w.toArray();
  }

  private final OutputStream out =
      new OutputStream() {
        @Override
        public void write(int b) {
          throw new AssertionError("byte by byte");
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
          WireReader r = new WireReader(source, offset, length);
          while (r.remaining() > 0) {
            SftpMessage reply = SftpMessageReader.read(r.readNested());
            if (reply instanceof SftpReply.Name names) {
              named += names.entries().size();
            }
            over |= reply instanceof SftpReply.Status;
          }
          assertTrue(made - named <= 1, made + " made, " + named + " named");
        }
      };

  @Test
  void namesAreNotHeld() throws IOException {
    new SftpServer(files, SftpServerOptions.DEFAULT).serve(in, out);
    assertEquals(NAMES, named);
  }
}
