package dev.aikagi.sftp.nio;

import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.OpenFlag;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.util.Set;

/**
 * What may be done with a file. SFTP has no access(2), and a client knows neither its numbers nor
 * its groups there: so files are opened and closed again. What cannot be tried without harm
 * (writing into a folder, running a program) is said by the mode: denied only where it denies
 * everybody.
 */
final class AccessCheck {
  private static final int WRITE = 0222;
  private static final int EXECUTE = 0111;

  private AccessCheck() {}

  static void check(SftpPath path, AccessMode... modes) throws IOException {
    SftpFileSystem files = path.getFileSystem();
    FileAttributes seen = files.ask(path, (client, p) -> client.stat(p));
    for (AccessMode mode : modes) {
      switch (mode) {
        case READ -> read(path, seen);
        case WRITE -> {
          if (seen.isRegularFile()) {
            open(path, OpenFlag.WRITE);
          } else {
            byMode(path, seen, WRITE);
          }
        }
        case EXECUTE -> {
          byMode(path, seen, EXECUTE);
          if (seen.isDirectory()) {
            // Only who may search it finds what is in it.
            files.ask(path.resolve(new byte[] {'.'}), (client, p) -> client.stat(p));
          }
        }
      }
    }
  }

  private static void read(SftpPath path, FileAttributes seen) throws IOException {
    // Opening a pipe or a device would wait, or be more than a question.
    if (seen.isRegularFile()) {
      open(path, OpenFlag.READ);
    } else if (seen.isDirectory()) {
      path.getFileSystem().order(path, (client, p) -> client.list(p).close());
    }
  }

  private static void open(SftpPath path, OpenFlag flag) throws IOException {
    path.getFileSystem()
        .order(path, (client, p) -> client.open(p, Set.of(flag), FileAttributes.NONE).close());
  }

  private static void byMode(SftpPath path, FileAttributes seen, int bits) throws IOException {
    if (seen.permissions().isPresent() && (seen.permissions().getAsInt() & bits) == 0) {
      throw new AccessDeniedException(path.toString());
    }
  }
}
