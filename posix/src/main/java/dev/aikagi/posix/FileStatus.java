package dev.aikagi.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What statx(2) says of a file. Ids are unsigned 32-bit numbers in an int, times seconds since
 * 1970.
 *
 * @param mode type and permissions, as st_mode
 * @param device and inode: together they are the file, whatever its name
 */
public record FileStatus(
    int mode,
    long links,
    int uid,
    int gid,
    long size,
    long accessed,
    long modified,
    long device,
    long inode) {
  /** struct statx is the same on every machine, which struct stat is not. */
  static final int SIZE = 256;

  /** STATX_BASIC_STATS. */
  static final int WANTED = 0x7ff;

  private static final int TYPE = 0xf000;
  private static final int REGULAR = 0x8000;
  private static final int FOLDER = 0x4000;
  private static final int PIPE = 0x1000;
  private static final int SYMBOLIC_LINK = 0xa000;

  static FileStatus read(MemorySegment statx) {
    return new FileStatus(
        statx.get(ValueLayout.JAVA_SHORT, 28) & 0xffff,
        statx.get(ValueLayout.JAVA_INT, 16) & 0xffff_ffffL,
        statx.get(ValueLayout.JAVA_INT, 20),
        statx.get(ValueLayout.JAVA_INT, 24),
        statx.get(ValueLayout.JAVA_LONG, 40),
        statx.get(ValueLayout.JAVA_LONG, 64),
        statx.get(ValueLayout.JAVA_LONG, 112),
        ((long) statx.get(ValueLayout.JAVA_INT, 136) << 32)
            | (statx.get(ValueLayout.JAVA_INT, 140) & 0xffff_ffffL),
        statx.get(ValueLayout.JAVA_LONG, 32));
  }

  public boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  public boolean isFolder() {
    return (mode & TYPE) == FOLDER;
  }

  public boolean isSymbolicLink() {
    return (mode & TYPE) == SYMBOLIC_LINK;
  }

  public boolean isPipe() {
    return (mode & TYPE) == PIPE;
  }

  /** Whether both are of one file. */
  public boolean isSameFile(FileStatus other) {
    return device == other.device && inode == other.inode;
  }
}
