package dev.aikagi.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.function.Function;

/** What the reentrant look-ups of getpwnam_r(3) and its kind have in common. */
final class Database {
  private static final int FIRST_BUFFER = 4096;

  /** A group with very many members needs a large one; beyond this something is wrong. */
  private static final int LAST_BUFFER = 16 << 20;

  private Database() {}

  static <T> Optional<T> look(
      NativeFrame frame, Libc function, long key, int recordSize, Function<MemorySegment, T> read)
      throws IOException {
    MemorySegment record = frame.allocate(recordSize);
    MemorySegment found = frame.allocate(8);
    for (int size = FIRST_BUFFER; size <= LAST_BUFFER; size *= 4) {
      try (NativeFrame room = new NativeFrame()) {
        long buffer = room.allocate(size).address();
        int error = room.callInt(function, key, record.address(), buffer, size, found.address());
        if (error == Errno.ERANGE) {
          continue;
        }
        if (found.get(ValueLayout.JAVA_LONG, 0) != 0) {
          return Optional.of(read.apply(record));
        }
        // The manual page lists these as ways to say "no such entry".
        return switch (error) {
          case 0, Errno.ENOENT, Errno.ESRCH, Errno.EBADF, Errno.EPERM -> Optional.empty();
          default -> throw new PosixException(function.symbol(), error);
        };
      }
    }
    throw new PosixException(function.symbol(), Errno.ERANGE);
  }
}
