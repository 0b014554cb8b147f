package dev.aikagi.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

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
}
