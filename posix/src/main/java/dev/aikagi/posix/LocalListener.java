package dev.aikagi.posix;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Unix stream socket that others connect to (unix(7)). {@link #close} from any thread wakes who
 * waits; the name in the file system stays.
 */
public final class LocalListener implements AutoCloseable {
  /** What a name may have of bytes, with the NUL behind it. */
  private static final int PATH_SIZE = 108;

  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM_CLOEXEC = 1 | 0x80000;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int BACKLOG = 128;
  private static final int PRIVATE = 0600;
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;

  private final Descriptor socket;

  private LocalListener(Descriptor socket) {
    this.socket = socket;
  }

  /** Whether a name is short enough. */
  public static boolean isPossible(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length < PATH_SIZE;
  }

  /**
   * Listens under a name that is not there yet, with mode 0600 from the first moment.
   *
   * @throws PosixException with the errno of bind(2)
   * @throws IllegalArgumentException for a name that is too long
   */
  public static LocalListener bound(Path path) throws PosixException {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    if (name.length >= PATH_SIZE) {
      throw new IllegalArgumentException("a socket's name of " + name.length + " bytes");
    }
    try (NativeFrame frame = new NativeFrame()) {
      int fd = frame.check("socket", frame.callInt(Libc.SOCKET, AF_UNIX, SOCK_STREAM_CLOEXEC, 0));
      Descriptor socket = Descriptor.owning(fd);
      MemorySegment address = frame.allocate(2 + PATH_SIZE);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
      try {
        // The name gets the mode that the socket has by then. A mask of the whole process would
        // hold for the files of other threads too.
        frame.check("fchmod", frame.callInt(Libc.FCHMOD, fd, PRIVATE));
        long length = 2L + name.length + 1;
        frame.check(path.toString(), frame.callInt(Libc.BIND, fd, address.address(), length));
        frame.check("listen", frame.callInt(Libc.LISTEN, fd, BACKLOG));
      } catch (PosixException e) {
        socket.close();
        throw e;
      }
      return new LocalListener(socket);
    }
  }

  /** One that this process was started with, and that listens already. */
  public static LocalListener inherited(int number) throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      frame.check("fcntl", frame.callInt(Libc.FCNTL, number, F_SETFD, FD_CLOEXEC));
    }
    return new LocalListener(Descriptor.owning(number));
  }

  /** One that came from another process over a {@link LocalSocket}. */
  public static LocalListener of(Descriptor listening) {
    return new LocalListener(listening);
  }

  /** To be handed to another process, which then listens too. */
  public Descriptor descriptor() {
    return socket;
  }

  /** The name that it listens under; empty where it has none. */
  public Optional<Path> name() throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment address = frame.allocate(2 + PATH_SIZE + 1);
      MemorySegment length = frame.allocate(4);
      length.set(ValueLayout.JAVA_INT, 0, 2 + PATH_SIZE);
      frame.check(
          "getsockname",
          frame.callInt(Libc.GETSOCKNAME, socket.number(), address.address(), length.address()));
      String name = address.getString(2);
      return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
    }
  }

  /**
   * Waits for the next who connects.
   *
   * @param timeoutMillis negative: without end
   * @return empty when the time passed first
   * @throws ClosedDescriptorException when it was closed, before or meanwhile
   */
  public Optional<LocalSocket> accept(int timeoutMillis) throws IOException {
    try (NativeFrame frame = new NativeFrame()) {
      long fd =
          socket.attempt(
              true,
              timeoutMillis,
              listening -> {
                int n = frame.callInt(Libc.ACCEPT4, listening, 0, 0, SOCK_CLOEXEC);
                return n < 0 ? -frame.errno() : n;
              });
      if (fd < 0) {
        throw new PosixException("accept", (int) -fd);
      }
      return Optional.of(new LocalSocket(Descriptor.owning((int) fd)));
    } catch (InterruptedIOException e) {
      // Nobody came in that time.
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
