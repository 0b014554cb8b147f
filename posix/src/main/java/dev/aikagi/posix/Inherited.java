package dev.aikagi.posix;

import java.io.IOException;
import java.nio.channels.Channel;
import org.jspecify.annotations.Nullable;

/** What this process was started with as its standard streams, where they are a connection. */
public final class Inherited {
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int O_RDWR_CLOEXEC = 2 | 0x80000;
  private static final int INPUT = 0;
  private static final int OUTPUT = 1;
  private static final int ERRORS = 2;

  private Inherited() {}

  /**
   * The socket that is descriptor 0; null where it is none. The runtime puts /dev/null in the place
   * of all three streams then, though a log may go to the third: that one is put back.
   */
  public static @Nullable Channel socket() throws IOException {
    try (NativeFrame frame = new NativeFrame()) {
      int errors = frame.callInt(Libc.FCNTL, ERRORS, F_DUPFD_CLOEXEC, 3);
      try {
        return System.inheritedChannel();
      } finally {
        if (errors >= 0) {
          frame.callInt(Libc.DUP2, errors, ERRORS);
          frame.callInt(Libc.CLOSE, errors);
        }
      }
    }
  }

  /** Descriptor 0, with /dev/null in its place from now on, and non-blocking. */
  public static Descriptor input() throws PosixException {
    return taken(INPUT);
  }

  /** Descriptor 1 likewise: what is printed by mistake is not said to the peer. */
  public static Descriptor output() throws PosixException {
    return taken(OUTPUT);
  }

  private static Descriptor taken(int number) throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      int moved = frame.check("fcntl", frame.callInt(Libc.FCNTL, number, F_DUPFD_CLOEXEC, 3));
      Descriptor descriptor = Descriptor.owning(moved);
      long path = frame.string("/dev/null").address();
      int nothing = frame.check("open", frame.callInt(Libc.OPEN, path, O_RDWR_CLOEXEC));
      frame.check("dup2", frame.callInt(Libc.DUP2, nothing, number));
      frame.check("close", frame.callInt(Libc.CLOSE, nothing));
      return descriptor;
    }
  }
}
