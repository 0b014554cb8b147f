package dev.aikagi.dist;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a client of sftp says in a short visit (draft-ietf-secsh-filexfer-02): looks around, writes
 * a file, reads it and removes it. Nothing is heard, so the handles are those that the server will
 * give: a place and a number, from the start on.
 */
final class SftpDialogue {
  private static final int INIT = 1;
  private static final int OPEN = 3;
  private static final int CLOSE = 4;
  private static final int READ = 5;
  private static final int WRITE = 6;
  private static final int LSTAT = 7;
  private static final int FSTAT = 8;
  private static final int FSETSTAT = 10;
  private static final int OPENDIR = 11;
  private static final int READDIR = 12;
  private static final int REMOVE = 13;
  private static final int REALPATH = 16;
  private static final int STAT = 17;
  private static final int EXTENDED = 200;
  private static final int READ_WRITE_CREATE = 1 | 2 | 8;
  private static final int PERMISSIONS = 4;
  private static final int MODE = 0600;
  private static final int PIECE = 32 * 1024;

  private final ByteArrayOutputStream all = new ByteArrayOutputStream();
  private int id;

  private SftpDialogue() {}

  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  static byte[] bytes() throws IOException {
    SftpDialogue d = new SftpDialogue();
    d.frame(
        INIT,
        out -> {
          out.writeInt(3);
        });
    d.request(EXTENDED, out -> string(out, "limits@openssh.com"));
    d.request(REALPATH, out -> string(out, "."));
    d.request(OPENDIR, out -> string(out, "."));
    for (int i = 0; i < 2; i++) {
      d.request(READDIR, out -> handle(out, 0, 1));
    }
    d.request(CLOSE, out -> handle(out, 0, 1));
    d.request(STAT, out -> string(out, "sftp-file"));
    d.request(
        OPEN,
        out -> {
          string(out, "sftp-file");
          out.writeInt(READ_WRITE_CREATE);
          out.writeInt(PERMISSIONS);
          out.writeInt(MODE);
        });
    for (int i = 0; i < 64; i++) {
      d.transfer(WRITE, i);
      d.transfer(READ, i);
    }
    d.request(FSTAT, out -> handle(out, 0, 2));
    d.request(
        FSETSTAT,
        out -> {
          handle(out, 0, 2);
          out.writeInt(PERMISSIONS);
          out.writeInt(MODE);
        });
    d.request(CLOSE, out -> handle(out, 0, 2));
    d.request(LSTAT, out -> string(out, "sftp-file"));
    d.request(REMOVE, out -> string(out, "sftp-file"));
    return d.all.toByteArray();
  }

  private void transfer(int type, int piece) throws IOException {
    request(
        type,
        out -> {
          handle(out, 0, 2);
          out.writeLong((long) piece * PIECE);
          out.writeInt(PIECE);
          if (type == WRITE) {
            out.write(new byte[PIECE]);
          }
        });
  }

  private void request(int type, Body body) throws IOException {
    int number = ++id;
    frame(
        type,
        out -> {
          out.writeInt(number);
          body.write(out);
        });
  }

  private void frame(int type, Body body) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(message);
    out.writeByte(type);
    body.write(out);
    new DataOutputStream(all).writeInt(message.size());
    message.writeTo(all);
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void handle(DataOutputStream out, int place, int number) throws IOException {
    out.writeInt(Long.BYTES);
    out.writeInt(place);
    out.writeInt(number);
  }
}
