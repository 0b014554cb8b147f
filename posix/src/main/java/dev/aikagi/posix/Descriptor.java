package dev.aikagi.posix;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An open file descriptor: the end of a pipe or socket pair, the master of a pty, or one of the
 * standard streams.
 *
 * <p>One thread may read while another writes; {@link #close} from any thread wakes both. A waiting
 * thread waits in the kernel and would hold the carrier of a virtual thread, so callers use
 * platform threads.
 *
 * <p>Bytes go through a native buffer. The linker could let the kernel write into the array itself,
 * but only in a call that no safepoint can interrupt, and a user's process can hold a pipe's lock
 * for as long as it likes (a write from memory whose page fault it serves): that would stop every
 * thread of the server.
 */
@SuppressWarnings("restricted")
public final class Descriptor implements AutoCloseable {
  /** More than this is not moved by one call. */
  public static final int MAX_TRANSFER = 256 * 1024;

  /** What a person types comes in pieces no larger than this, passwords among them: wiped. */
  private static final int TYPED = 4096;

  private static final int POLLIN = 1;
  private static final int POLLOUT = 4;
  private static final int POLLHUP = 0x10;
  private static final int POLLFD_SIZE = 8;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int F_SETPIPE_SZ = 1031;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int O_WRONLY = 1;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_NOCTTY = 0x100;
  private static final int O_CLOEXEC = 0x80000;
  private static final int EFD_FLAGS = 0x80000 | O_NONBLOCK; // EFD_CLOEXEC

  private final int fd;
  private final boolean owned;
  private final boolean nonBlocking;
  private final Object lock = new Object();
  private final Side reading = new Side(POLLIN);
  private final Side writing = new Side(POLLOUT);
  private int users;
  private int wake = -1;
  private boolean closed;

  private Descriptor(int fd, boolean owned, boolean nonBlocking) {
    this.fd = fd;
    this.owned = owned;
    this.nonBlocking = nonBlocking;
  }

  /** Takes over this descriptor: closed with this object, and made non-blocking. */
  static Descriptor owning(int fd) throws PosixException {
    Descriptor descriptor = new Descriptor(fd, true, true);
    try (NativeFrame frame = new NativeFrame()) {
      int flags = frame.check("fcntl", frame.callInt(Libc.FCNTL, fd, F_GETFL));
      frame.check("fcntl", frame.callInt(Libc.FCNTL, fd, F_SETFL, flags | O_NONBLOCK));
    }
    return descriptor;
  }

  /** Takes over a descriptor whose mode is shared with other processes, and stays as it is. */
  static Descriptor owningAsIs(int fd) {
    return new Descriptor(fd, true, false);
  }

  /**
   * A descriptor that this process was started with, such as 0. Its mode stays as it is, because
   * the processes that share it would be surprised by a non-blocking one; closing this object wakes
   * the waiting and leaves the descriptor open.
   */
  public static Descriptor inherited(int fd) {
    return new Descriptor(fd, false, false);
  }

  /**
   * Opens a file for reading whose owner may put anything in its place at any moment: a pipe, which
   * would keep the caller waiting, or a terminal, which would become that of a server without one
   * and bring it SIGINT. The caller judges {@link #openFile} and not the name.
   *
   * @throws NoSuchFileException where there is none
   */
  public static Descriptor opened(Path file) throws IOException {
    try (NativeFrame frame = new NativeFrame()) {
      long name = frame.string(file.toString()).address();
      int fd = frame.callInt(Libc.OPEN, name, reading());
      if (fd >= 0) {
        return new Descriptor(fd, true, true);
      }
      if (frame.errno() == Errno.ENOENT) {
        throw new NoSuchFileException(file.toString());
      }
      throw frame.failure(file.toString());
    }
  }

  /**
   * Opens once more for writing what this process was started with as one of its streams, a
   * terminal or a pipe, so that this process can write without waiting while the mode of others who
   * share the stream stays as it is.
   *
   * @return empty where it is something else, or somebody else's who does not let it be opened
   */
  public static Optional<Descriptor> reopened(int number) {
    try (NativeFrame frame = new NativeFrame()) {
      if (!Terminal.isTerminal(number) && !isPipe(frame, number)) {
        return Optional.empty();
      }
      long name = frame.string("/proc/self/fd/" + number).address();
      int fd = frame.callInt(Libc.OPEN, name, reading() | O_WRONLY);
      return fd < 0 ? Optional.empty() : Optional.of(new Descriptor(fd, true, true));
    }
  }

  private static boolean isPipe(NativeFrame frame, int number) {
    MemorySegment statx = frame.allocate(FileStatus.SIZE);
    long nothing = frame.string("").address();
    return frame.callInt(
                Libc.STATX, number, nothing, AT_EMPTY_PATH, FileStatus.WANTED, statx.address())
            == 0
        && FileStatus.read(statx).isPipe();
  }

  /** How {@link #opened} opens. */
  static int reading() {
    return O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  }

  /** A name that is this open file's, whatever has taken the place of its own. */
  public Path openFile() {
    return Path.of("/proc/self/fd", Integer.toString(fd));
  }

  public int number() {
    return fd;
  }

  /**
   * Waits for bytes and reads some.
   *
   * @return their number, at most {@link #MAX_TRANSFER}, or -1 at the end of the stream. The master
   *     of a pty is at its end when nobody has the terminal open any more.
   * @throws ClosedDescriptorException when it was closed, before or meanwhile
   */
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    enter();
    try {
      return reading.read(target, offset, Math.min(length, MAX_TRANSFER));
    } finally {
      letGo();
    }
  }

  /** Writes all of it, waiting for room where need be. */
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    enter();
    try {
      writing.write(source, offset, length);
    } finally {
      letGo();
    }
  }

  /**
   * Writes what there is room for, and does not wait; not while another thread is in {@link
   * #write}.
   *
   * @return how much; 0 where it would have to wait, or the mode of the descriptor is others' too
   */
  public int writeReady(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    if (!nonBlocking) {
      return 0;
    }
    enter();
    try {
      return writing.writeReady(source, offset, length);
    } finally {
      letGo();
    }
  }

  /**
   * Waits until {@link #read} would give something or tell the end.
   *
   * @param timeoutMillis negative: without end
   * @return false when the time passed first
   */
  public boolean awaitReadable(int timeoutMillis) throws IOException {
    enter();
    try {
      return reading.await(timeoutMillis);
    } finally {
      letGo();
    }
  }

  /**
   * Waits until this has something to read, or nobody has the other end of the other open any more.
   *
   * @return whether it is the other that ended the wait
   */
  boolean awaitReadableOrHangUp(Descriptor other, int timeoutMillis) throws IOException {
    enter();
    try {
      other.enter();
      try {
        return reading.awaitOrHangUp(other.fd, timeoutMillis);
      } finally {
        other.letGo();
      }
    } finally {
      letGo();
    }
  }

  /** A native call on the descriptor that does not wait; gives -errno where it failed. */
  interface Attempt {
    long on(int fd) throws IOException;
  }

  /**
   * Makes the call until it no longer says that it would have to wait. The number stays this file's
   * meanwhile, whoever closes it.
   *
   * @param timeoutMillis for each wait; negative: without end
   * @return what the call gave; not {@code -EAGAIN} or {@code -EINTR}
   */
  long attempt(boolean toRead, int timeoutMillis, Attempt call) throws IOException {
    enter();
    try {
      while (true) {
        long result = call.on(fd);
        if (result == -Errno.EAGAIN) {
          if (!(toRead ? reading : writing).await(timeoutMillis)) {
            throw new InterruptedIOException(
                "nobody at the other end within " + timeoutMillis + " ms");
          }
        } else if (result != -Errno.EINTR) {
          return result;
        }
      }
    } finally {
      letGo();
    }
  }

  /** Asks for a larger pipe; where the system refuses, the pipe stays as it is. */
  void requestPipeSize(int bytes) {
    try (NativeFrame frame = new NativeFrame()) {
      frame.callInt(Libc.FCNTL, fd, F_SETPIPE_SZ, bytes);
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      if (users > 0) {
        // The number must not be reused while another thread is in a call with it: the last one out
        // closes.
        if (wake >= 0) {
          signal();
        }
        return;
      }
      release();
    }
  }

  private void enter() throws ClosedDescriptorException {
    if (!hold()) {
      throw new ClosedDescriptorException();
    }
  }

  /** Keeps the number from being reused until {@link #letGo}; false where it is closed. */
  boolean hold() {
    synchronized (lock) {
      if (!closed) {
        users++;
      }
      return !closed;
    }
  }

  void letGo() {
    synchronized (lock) {
      if (--users == 0 && closed) {
        release();
      }
    }
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  private void release() {
    reading.freeAll();
    writing.freeAll();
    try (NativeFrame frame = new NativeFrame()) {
      // On Linux the number is free again whatever close returns, so there is nothing to retry.
      if (owned) {
        frame.callInt(Libc.CLOSE, fd);
      }
      if (wake >= 0) {
        frame.callInt(Libc.CLOSE, wake);
        wake = -1;
      }
    }
  }

  /** The eventfd that ends the waits; made by the first thread that has to wait. */
  private int wakeDescriptor() throws IOException {
    synchronized (lock) {
      if (closed) {
        throw new ClosedDescriptorException();
      }
      if (wake < 0) {
        try (NativeFrame frame = new NativeFrame()) {
          wake = frame.check("eventfd", frame.callInt(Libc.EVENTFD, 0, EFD_FLAGS));
        }
      }
      return wake;
    }
  }

  private void signal() {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment one = frame.allocate(8);
      one.set(ValueLayout.JAVA_LONG, 0, 1);
      frame.call(Libc.WRITE, wake, one.address(), 8);
    }
  }

  /** The native memory of one direction. Freed before each wait, so that an idle one holds none. */
  private final class Side {
    private final int interest;
    private MemorySegment state = MemorySegment.NULL;
    private MemorySegment buffer = MemorySegment.NULL;

    Side(int interest) {
      this.interest = interest;
    }

    int read(byte[] target, int offset, int length) throws IOException {
      while (true) {
        if (!nonBlocking) {
          await(-1);
        }
        prepare(length);
        long n = NativeFrame.call(Libc.READ.address(), state, fd, buffer.address(), length);
        if (n > 0) {
          MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, target, offset, (int) n);
          return (int) n;
        }
        if (n == 0) {
          return -1;
        }
        switch (errno()) {
          case Errno.EAGAIN -> await(-1);
          case Errno.EINTR -> {}
          // A pty's master, after the last slave was closed.
          case Errno.EIO -> {
            return -1;
          }
          default -> throw new PosixException("read", errno());
        }
      }
    }

    void write(byte[] source, int offset, int length) throws IOException {
      int at = offset;
      int end = offset + length;
      while (at < end) {
        int n = writeOnce(source, at, end - at);
        if (n == 0) {
          await(-1);
        }
        at += n;
        if (at < end && isClosed()) {
          throw new ClosedDescriptorException();
        }
      }
    }

    int writeReady(byte[] source, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        int n = writeOnce(source, offset + done, length - done);
        if (n == 0) {
          break;
        }
        done += n;
      }
      return done;
    }

    /** How much of it one call took; 0 where there is no room. */
    private int writeOnce(byte[] source, int offset, int length) throws IOException {
      int piece = Math.min(length, MAX_TRANSFER);
      prepare(piece);
      MemorySegment.copy(source, offset, buffer, ValueLayout.JAVA_BYTE, 0, piece);
      while (true) {
        long n = NativeFrame.call(Libc.WRITE.address(), state, fd, buffer.address(), piece);
        if (n >= 0) {
          return (int) n;
        }
        switch (errno()) {
          case Errno.EAGAIN -> {
            return 0;
          }
          case Errno.EINTR -> {}
          default -> throw new PosixException("write", errno());
        }
      }
    }

    /** POLLHUP comes unasked; of a Unix socket once both of its directions are closed. */
    boolean awaitOrHangUp(int other, int timeoutMillis) throws IOException {
      int wakeUp = wakeDescriptor();
      try (NativeFrame frame = new NativeFrame()) {
        MemorySegment set = frame.allocate(3 * POLLFD_SIZE);
        set.set(ValueLayout.JAVA_INT, 0, fd);
        set.set(ValueLayout.JAVA_SHORT, 4, (short) interest);
        set.set(ValueLayout.JAVA_INT, POLLFD_SIZE, wakeUp);
        set.set(ValueLayout.JAVA_SHORT, POLLFD_SIZE + 4, (short) POLLIN);
        set.set(ValueLayout.JAVA_INT, 2 * POLLFD_SIZE, other);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        int left = timeoutMillis;
        while (frame.callInt(Libc.POLL, set.address(), 3, left) < 0) {
          if (frame.errno() != Errno.EINTR) {
            throw frame.failure("poll");
          }
          if (timeoutMillis >= 0) {
            left = (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
          }
        }
        return !isClosed() && (set.get(ValueLayout.JAVA_SHORT, 2 * POLLFD_SIZE + 6) & POLLHUP) != 0;
      }
    }

    boolean await(int timeoutMillis) throws IOException {
      int wakeUp = wakeDescriptor();
      freeBuffer();
      try (NativeFrame frame = new NativeFrame()) {
        MemorySegment set = frame.allocate(2 * POLLFD_SIZE);
        set.set(ValueLayout.JAVA_INT, 0, fd);
        set.set(ValueLayout.JAVA_SHORT, 4, (short) interest);
        set.set(ValueLayout.JAVA_INT, POLLFD_SIZE, wakeUp);
        set.set(ValueLayout.JAVA_SHORT, POLLFD_SIZE + 4, (short) POLLIN);
        int n = frame.callInt(Libc.POLL, set.address(), 2, timeoutMillis);
        if (n < 0 && frame.errno() != Errno.EINTR) {
          throw frame.failure("poll");
        }
        if (isClosed()) {
          throw new ClosedDescriptorException();
        }
        // After EINTR the caller tries again, which is harmless.
        return n != 0;
      }
    }

    private int errno() {
      return state.get(ValueLayout.JAVA_INT, 0);
    }

    private void prepare(int length) {
      if (state.address() == 0) {
        state = allocate(16);
      }
      if (buffer.byteSize() < length) {
        freeBuffer();
        buffer = allocate(length);
      }
    }

    private void freeBuffer() {
      if (buffer.byteSize() > 0 && buffer.byteSize() <= TYPED) {
        buffer.fill((byte) 0);
      }
      buffer = free(buffer);
    }

    void freeAll() {
      freeBuffer();
      state = free(state);
    }

    private static MemorySegment allocate(long size) {
      try (NativeFrame frame = new NativeFrame()) {
        long address = frame.call(Libc.MALLOC, size);
        if (address == 0) {
          throw new OutOfMemoryError("malloc of " + size + " bytes");
        }
        return MemorySegment.ofAddress(address).reinterpret(size);
      }
    }

    private static MemorySegment free(MemorySegment segment) {
      if (segment.address() != 0) {
        try (NativeFrame frame = new NativeFrame()) {
          frame.call(Libc.FREE, segment.address());
        }
      }
      return MemorySegment.NULL;
    }
  }
}
