package dev.aikagi.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Files whose names are bytes, through the kernel and with what the calling thread may do there. A
 * name is resolved from a folder that is open ({@link OpenFile}); an absolute one needs none.
 *
 * <p>One thread at a time: the calls and the files opened here share native memory, so that no call
 * has to get any. What is opened here is closed before this object is. Calls wait in the kernel,
 * for a slow disk at the most: use platform threads.
 */
public final class FileCalls implements AutoCloseable {
  /** PATH_MAX, with the NUL at the end. */
  public static final int MAX_PATH = 4096;

  /** More than this is not moved by one call. */
  public static final int MAX_TRANSFER = 256 * 1024;

  private static final int O_CLOEXEC = 0x80000;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int RENAME_NOREPLACE = 1;
  private static final int RESOLVE_NO_MAGICLINKS = 0x02;
  private static final int RESOLVE_IN_ROOT = 0x10;
  private static final int OPEN_HOW_SIZE = 24;

  /** openat2(2) gives up when something was renamed while it walked through "..". */
  private static final int TRIES = 128;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(4, 4);
  private final MemorySegment record = arena.allocate(FileStatus.SIZE, 8);
  private final MemorySegment name = arena.allocate(MAX_PATH);
  private final MemorySegment otherName = arena.allocate(MAX_PATH);
  private MemorySegment transfer = MemorySegment.NULL;

  /** Gets some native memory, until {@link #close}. */
  public FileCalls() {}

  /**
   * Opens a file.
   *
   * @param flags of {@link OpenFlags}
   * @param mode of a file that is made, less the umask
   */
  public OpenFile open(OpenFile from, byte[] path, int flags, int mode) throws PosixException {
    long at = name(path);
    long fd = checked("open", Libc.OPENAT, from.number(), at, flags | OpenFlags.ALWAYS, mode, 0, 0);
    return new OpenFile(this, (int) fd);
  }

  /**
   * Opens a file below a folder as if that were the root of all: neither "..", nor a symbolic link,
   * nor anybody who moves folders about meanwhile leads out of it.
   *
   * @throws PosixException with {@link Errno#ENOSYS} before Linux 5.6. There is no other way then:
   *     a walk in steps of our own would have to refuse every symbolic link
   */
  public OpenFile openInRoot(OpenFile root, byte[] path, int flags, int mode)
      throws PosixException {
    long at = name(path);
    int all = flags | ((flags & OpenFlags.PATH_ONLY) == 0 ? OpenFlags.ALWAYS : O_CLOEXEC);
    // The kernel refuses a mode for a file that is not to be made, and bits that a mode has not.
    long permissions = (flags & OpenFlags.CREATE) == 0 ? 0 : mode & 07777;
    record.set(ValueLayout.JAVA_LONG, 0, all);
    record.set(ValueLayout.JAVA_LONG, 8, permissions);
    record.set(ValueLayout.JAVA_LONG, 16, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
    for (int tries = 1; ; tries++) {
      long fd =
          call(
              Libc.SYSCALL,
              SystemCall.OPENAT2,
              root.number(),
              at,
              record.address(),
              OPEN_HOW_SIZE,
              0);
      if (fd >= 0) {
        return new OpenFile(this, (int) fd);
      }
      if (errno() != Errno.EAGAIN || tries == TRIES) {
        throw failure("open");
      }
    }
  }

  /**
   * What a name is.
   *
   * @param path empty: the folder itself
   */
  public FileStatus status(OpenFile from, byte[] path, boolean follow) throws PosixException {
    checked(
        "stat",
        Libc.STATX,
        from.number(),
        name(path),
        flags(path, follow),
        FileStatus.WANTED,
        record.address(),
        0);
    return FileStatus.read(record);
  }

  /**
   * Changes permissions. Linux gives a symbolic link none of its own, so without following it there
   * is {@link Errno#EOPNOTSUPP}.
   *
   * @param path empty: what is open, even if {@link OpenFlags#PATH_ONLY}
   */
  public void changeMode(OpenFile from, byte[] path, int mode, boolean follow)
      throws PosixException {
    if (path.length > 0) {
      int flags = follow ? 0 : AT_SYMLINK_NOFOLLOW;
      checked("chmod", Libc.FCHMODAT, from.number(), name(path), mode, flags, 0, 0);
      return;
    }
    long empty = name(path);
    int done =
        (int)
            call(Libc.SYSCALL, SystemCall.FCHMODAT2, from.number(), empty, mode, AT_EMPTY_PATH, 0);
    if (done < 0 && errno() == Errno.ENOSYS) {
      // The link of the kernel's own leads to the open file and nowhere else.
      checked("chmod", Libc.FCHMODAT, 0, name(from.ownPath()), mode, 0, 0, 0);
    } else if (done < 0) {
      throw failure("chmod");
    }
  }

  /** Changes owner and group. */
  public void changeOwner(OpenFile from, byte[] path, int uid, int gid, boolean follow)
      throws PosixException {
    checked("chown", Libc.FCHOWNAT, from.number(), name(path), uid, gid, flags(path, follow), 0);
  }

  /** Changes the times of access and modification, in seconds since 1970. */
  public void changeTimes(OpenFile from, byte[] path, long accessed, long modified, boolean follow)
      throws PosixException {
    long times = times(accessed, modified);
    checked("utimes", Libc.UTIMENSAT, from.number(), name(path), times, flags(path, follow), 0, 0);
  }

  /** Removes a name that is not a folder's. */
  public void remove(OpenFile from, byte[] path) throws PosixException {
    checked("unlink", Libc.UNLINKAT, from.number(), name(path), 0, 0, 0, 0);
  }

  public void removeFolder(OpenFile from, byte[] path) throws PosixException {
    checked("rmdir", Libc.UNLINKAT, from.number(), name(path), AT_REMOVEDIR, 0, 0, 0);
  }

  public void makeFolder(OpenFile from, byte[] path, int mode) throws PosixException {
    checked("mkdir", Libc.MKDIRAT, from.number(), name(path), mode, 0, 0, 0);
  }

  /** Renames, and replaces what has the new name. */
  public void rename(OpenFile from, byte[] path, OpenFile to, byte[] newPath)
      throws PosixException {
    long old = name(path);
    checked("rename", Libc.RENAMEAT, from.number(), old, to.number(), otherName(newPath), 0, 0);
  }

  /**
   * Renames where nothing has the new name.
   *
   * @throws PosixException with {@link Errno#EEXIST}; with {@link Errno#EINVAL} or {@link
   *     Errno#ENOSYS} where the file system or the kernel cannot do that in one step
   */
  public void renameToNew(OpenFile from, byte[] path, OpenFile to, byte[] newPath)
      throws PosixException {
    long old = name(path);
    checked(
        "rename",
        Libc.SYSCALL,
        SystemCall.ofThisMachine().renameat2(),
        from.number(),
        old,
        to.number(),
        otherName(newPath),
        RENAME_NOREPLACE);
  }

  /** Another name for a file; a symbolic link itself gets it. */
  public void hardLink(OpenFile from, byte[] path, OpenFile to, byte[] newPath)
      throws PosixException {
    long old = name(path);
    checked("link", Libc.LINKAT, from.number(), old, to.number(), otherName(newPath), 0, 0);
  }

  /** Makes a symbolic link. */
  public void symbolicLink(byte[] target, OpenFile from, byte[] path) throws PosixException {
    long text = otherName(target);
    checked("symlink", Libc.SYMLINKAT, text, from.number(), name(path), 0, 0, 0);
  }

  /**
   * Where a symbolic link leads.
   *
   * @param path empty: the link that is open, by {@link OpenFlags#PATH_ONLY} and NO_FOLLOW
   */
  public byte[] readLink(OpenFile from, byte[] path) throws PosixException {
    int length =
        (int)
            checked(
                "readlink",
                Libc.READLINKAT,
                from.number(),
                name(path),
                otherName.address(),
                MAX_PATH,
                0,
                0);
    return otherName.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** The path of the working folder. */
  public byte[] workingFolderPath() throws PosixException {
    if (call(Libc.GETCWD, name.address(), MAX_PATH, 0, 0, 0, 0) == 0) {
      throw failure("getcwd");
    }
    int length = 0;
    while (name.get(ValueLayout.JAVA_BYTE, length) != 0) {
      length++;
    }
    return name.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public void close() {
    arena.close();
  }

  private static int flags(byte[] path, boolean follow) {
    return (path.length == 0 ? AT_EMPTY_PATH : 0) | (follow ? 0 : AT_SYMLINK_NOFOLLOW);
  }

  private long name(byte[] path) throws PosixException {
    return put(path, name);
  }

  private long otherName(byte[] path) throws PosixException {
    return put(path, otherName);
  }

  private static long put(byte[] path, MemorySegment place) throws PosixException {
    for (byte b : path) {
      if (b == 0) {
        throw new IllegalArgumentException("a NUL in a name");
      }
    }
    if (path.length >= MAX_PATH) {
      throw new PosixException("a path of " + path.length + " bytes", Errno.ENAMETOOLONG);
    }
    MemorySegment.copy(path, 0, place, ValueLayout.JAVA_BYTE, 0, path.length);
    place.set(ValueLayout.JAVA_BYTE, path.length, (byte) 0);
    return place.address();
  }

  /** Two struct timespec. */
  long times(long accessed, long modified) {
    record.set(ValueLayout.JAVA_LONG, 0, accessed);
    record.set(ValueLayout.JAVA_LONG, 8, 0);
    record.set(ValueLayout.JAVA_LONG, 16, modified);
    record.set(ValueLayout.JAVA_LONG, 24, 0);
    return record.address();
  }

  MemorySegment record() {
    return record;
  }

  /** For what is read and written; there from the first transfer on. */
  MemorySegment transfer() {
    if (transfer.byteSize() == 0) {
      transfer = arena.allocate(MAX_TRANSFER);
    }
    return transfer;
  }

  int errno() {
    return state.get(ValueLayout.JAVA_INT, 0);
  }

  PosixException failure(String what) {
    return new PosixException(what, errno());
  }

  /** Makes a call again that a signal interrupted. */
  long call(Libc function, long a, long b, long c, long d, long e, long f) {
    while (true) {
      long result = NativeFrame.call(function.address(), state, a, b, c, d, e, f);
      if (result != -1 || errno() != Errno.EINTR) {
        return result;
      }
    }
  }

  /** For close(2), which must not be made again: by then the number may be another file's. */
  int callOnce(Libc function, long a) {
    return (int) NativeFrame.call(function.address(), state, a, 0, 0);
  }

  /** Of a function that returns an int, or one that fits. */
  long checked(String what, Libc function, long a, long b, long c, long d, long e, long f)
      throws PosixException {
    while (true) {
      int result = (int) NativeFrame.call(function.address(), state, a, b, c, d, e, f);
      if (result >= 0) {
        return result;
      }
      if (errno() != Errno.EINTR) {
        throw failure(what);
      }
    }
  }
}
