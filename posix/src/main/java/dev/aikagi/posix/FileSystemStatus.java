package dev.aikagi.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What statvfs(3) says of a file system, in its order and units: blocks are of {@code fragmentSize}
 * bytes.
 *
 * @param available blocks for who is not root
 * @param availableFiles for who is not root
 */
public record FileSystemStatus(
    long blockSize,
    long fragmentSize,
    long blocks,
    long free,
    long available,
    long files,
    long freeFiles,
    long availableFiles,
    long id,
    long flags,
    long longestName) {
  /** struct statvfs of 64-bit systems: eleven longs and some room. */
  static final int SIZE = 128;

  static FileSystemStatus read(MemorySegment statvfs) {
    long[] f = new long[11];
    for (int i = 0; i < f.length; i++) {
      f[i] = statvfs.getAtIndex(ValueLayout.JAVA_LONG, i);
    }
    return new FileSystemStatus(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9], f[10]);
  }
}
