package dev.aikagi.posix;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Properties of this process and its machine. */
public final class ThisProcess {
  private static final int PR_SET_DUMPABLE = 4;
  private static final int RLIMIT_CORE = 4;
  private static final int RLIMIT_NOFILE = 7;
  private static final int CLOCK_BOOTTIME = 7;
  private static final int SIG_SETMASK = 2;
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;
  private static final int SIGSET_SIZE = 128;

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

  /** No core dump, whatever else says that there may be one. */
  public static void forbidCoreDumps() throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment none = frame.allocate(16);
      frame.check("setrlimit", frame.callInt(Libc.SETRLIMIT, RLIMIT_CORE, none.address()));
    }
  }

  /**
   * Nanoseconds since the machine was started, those included in which it slept: a lifetime of an
   * hour is over after a night with the lid closed.
   */
  public static long nanosSinceBoot() {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment time = frame.allocate(16);
      if (frame.callInt(Libc.CLOCK_GETTIME, CLOCK_BOOTTIME, time.address()) < 0) {
        throw new UnsupportedOperationException("this system has no CLOCK_BOOTTIME");
      }
      return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
          + time.get(ValueLayout.JAVA_LONG, 8);
    }
  }

  /**
   * The environment that this process was started with, its values as they were: the runtime's own
   * are text, and in the C locale not even that. Empty where the system does not tell.
   */
  public static Map<String, Bytes> environment() throws IOException {
    Map<String, Bytes> variables = new LinkedHashMap<>();
    byte[] all = Files.readAllBytes(Path.of("/proc/self/environ"));
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == 0) {
        int equals = start;
        while (equals < i && all[equals] != '=') {
          equals++;
        }
        if (equals < i) {
          String name = new String(all, start, equals - start, StandardCharsets.UTF_8);
          variables.put(name, Bytes.of(all, equals + 1, i - equals - 1));
        }
        start = i + 1;
      }
    }
    return variables;
  }

  /**
   * Becomes another program (execvp(3)): the process, its standard streams and its terminal stay,
   * and nothing of this program does, but for the descriptors that it was started with itself.
   *
   * @param arguments the first names the program, which PATH is searched for where it has no slash
   * @param variables set in its environment beside those that are there
   * @throws PosixException where it cannot be; else this does not return
   */
  public static void become(List<Bytes> arguments, Map<String, String> variables)
      throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      for (Map.Entry<String, String> variable : variables.entrySet()) {
        long name = frame.string(variable.getKey()).address();
        long value = frame.string(variable.getValue()).address();
        frame.check("setenv", frame.callInt(Libc.SETENV, name, value, 1));
      }
      closeOwnFiles(frame);
      // The runtime keeps some signals from its threads; the program would never see them.
      MemorySegment none = frame.allocate(SIGSET_SIZE);
      frame.callInt(Libc.SIGEMPTYSET, none.address());
      frame.callInt(Libc.PTHREAD_SIGMASK, SIG_SETMASK, none.address(), 0);
      List<byte[]> words = arguments.stream().map(Bytes::toArray).toList();
      long program = frame.string(words.getFirst()).address();
      frame.callInt(Libc.EXECVP, program, frame.strings(words).address());
      throw frame.failure(arguments.getFirst().utf8());
    }
  }

  /**
   * What this process was started with is the program's too, such as a lock; what the runtime
   * opened for itself is not, and it does not say so of all of it.
   */
  private static void closeOwnFiles(NativeFrame frame) {
    String home = System.getProperty("java.home", "");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : files) {
        String target = linkTarget(file);
        boolean own =
            target.startsWith(home + "/")
                || target.equals("/dev/random")
                || target.equals("/dev/urandom");
        int number = Integer.parseInt(file.getFileName().toString());
        if (own && number > 2) {
          frame.callInt(Libc.FCNTL, number, F_SETFD, FD_CLOEXEC);
        }
      }
    } catch (IOException e) {
      // A file more that is open harms nobody.
      return;
    }
  }

  private static String linkTarget(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      // The folder's own, which is closed by now.
      return "";
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
