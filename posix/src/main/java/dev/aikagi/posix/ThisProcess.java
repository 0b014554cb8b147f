package dev.aikagi.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;

/** Properties of this process and its machine. */
public final class ThisProcess {
  private static final int PR_SET_DUMPABLE = 4;
  private static final int RLIMIT_NOFILE = 7;

  private ThisProcess() {}

  public static int pid() {
    try (NativeFrame frame = new NativeFrame()) {
      return frame.callInt(Libc.GETPID);
    }
  }

  public static String hostname() throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment name = frame.allocate(256);
      frame.check("gethostname", frame.callInt(Libc.GETHOSTNAME, name.address(), 255));
      return name.getString(0);
    }
  }

  /**
   * No core dump of this process, and no debugger of an ordinary user may attach: its memory holds
   * keys. For sshd and the agent.
   */
  public static void hideMemory() throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      frame.check("prctl", frame.callInt(Libc.PRCTL, PR_SET_DUMPABLE, 0, 0, 0));
    }
  }

  /** The soft limit of open files. */
  public static long openFilesLimit() throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment limit = frame.allocate(16);
      frame.check("getrlimit", frame.callInt(Libc.GETRLIMIT, RLIMIT_NOFILE, limit.address()));
      return limit.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  /** Lifts the soft limit of open files to the hard one. */
  public static void liftOpenFilesLimit() throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment limit = frame.allocate(16);
      frame.check("getrlimit", frame.callInt(Libc.GETRLIMIT, RLIMIT_NOFILE, limit.address()));
      limit.set(ValueLayout.JAVA_LONG, 0, limit.get(ValueLayout.JAVA_LONG, 8));
      frame.check("setrlimit", frame.callInt(Libc.SETRLIMIT, RLIMIT_NOFILE, limit.address()));
    }
  }

  /**
   * Sets the mask of file modes of the whole process.
   *
   * @return what it was
   */
  public static int umask(int mask) {
    try (NativeFrame frame = new NativeFrame()) {
      return frame.callInt(Libc.UMASK, mask);
    }
  }

  /**
   * Gives this process, with all its threads, the groups of a user. The C library does it thread by
   * thread and aborts when one of them has other credentials.
   */
  public static void initGroups(User user) throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      long name = frame.string(user.name()).address();
      frame.check("initgroups", frame.callInt(Libc.INITGROUPS, name, user.gid()));
    }
  }

  /** The supplementary groups. */
  public static List<Integer> groups() throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      int count = frame.check("getgroups", frame.callInt(Libc.GETGROUPS, 0, 0));
      MemorySegment list = frame.allocate(4L * Math.max(1, count));
      int got = frame.check("getgroups", frame.callInt(Libc.GETGROUPS, count, list.address()));
      return IntStream.range(0, got)
          .mapToObj(i -> list.getAtIndex(ValueLayout.JAVA_INT, i))
          .toList();
    }
  }
}
