package dev.aikagi.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names in a folder, in the file system's order, "." and ".." among them; a piece of the list
 * at a time, however many there are.
 */
public final class OpenFolder implements AutoCloseable {
  private static final int PIECE = 32 * 1024;

  /** Within struct linux_dirent64: where its length is, and where the name. */
  private static final int LENGTH = 16;

  private static final int NAME = 19;

  private final OpenFile file;
  private byte[] entries = {};
  private int position;

  /**
   * Reads this folder, and closes it in the end.
   *
   * @param file opened to be read, not {@link OpenFlags#PATH_ONLY}
   */
  public OpenFolder(OpenFile file) {
    this.file = file;
  }

  /** The folder, as one that names are resolved from. */
  public OpenFile file() {
    return file;
  }

  /** The next name, or null when there are no more. */
  public byte @Nullable [] next() throws PosixException {
    if (position == entries.length) {
      entries = read();
      position = 0;
      if (entries.length == 0) {
        return null;
      }
    }
    int length =
        (entries[position + LENGTH] & 0xff) | ((entries[position + LENGTH + 1] & 0xff) << 8);
    int from = position + NAME;
    int to = from;
    while (entries[to] != 0) {
      to++;
    }
    position += length;
    return Arrays.copyOfRange(entries, from, to);
  }

  private byte[] read() throws PosixException {
    FileCalls calls = file.calls();
    MemorySegment buffer = calls.transfer();
    long n =
        calls.checked(
            "readdir",
            Libc.SYSCALL,
            SystemCall.ofThisMachine().getdents64(),
            file.number(),
            buffer.address(),
            PIECE,
            0,
            0);
    return buffer.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public void close() {
    file.close();
  }
}
