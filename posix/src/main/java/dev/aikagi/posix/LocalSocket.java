package dev.aikagi.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One end of a Unix stream socket, over which open files go from process to process (SCM_RIGHTS,
 * unix(7)). One thread may send while another receives; {@link #close} from any thread wakes both.
 *
 * <p>A file arrives with the byte that it was sent with, or before: whoever has read the message
 * that announces it finds it in {@link #takeFile}. Native copies of what passes through are wiped.
 */
public final class LocalSocket implements AutoCloseable {
  /** Files in one message. */
  public static final int MAX_FILES = 16;

  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM_CLOEXEC = 1 | 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_PEERCRED = 17;
  private static final int SCM_RIGHTS = 1;
  private static final int SHUT_WR = 1;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;
  private static final int MSG_CTRUNC = 8;
  private static final int MSGHDR_SIZE = 56;
  private static final int CMSG_HEADER = 16;

  private final Descriptor socket;

  /** Received and not yet taken. Guarded by itself. */
  private final ArrayDeque<Descriptor> files = new ArrayDeque<>();

  private boolean closed;

  LocalSocket(Descriptor socket) {
    this.socket = socket;
  }

  /** Both ends of a new pair. */
  public record Pair(LocalSocket one, LocalSocket other) {}

  public static Pair pair() throws IOException {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment ends = frame.allocate(8);
      frame.check(
          "socketpair",
          frame.callInt(Libc.SOCKETPAIR, AF_UNIX, SOCK_STREAM_CLOEXEC, 0, ends.address()));
      return new Pair(
          new LocalSocket(Descriptor.owning(ends.getAtIndex(ValueLayout.JAVA_INT, 0))),
          new LocalSocket(Descriptor.owning(ends.getAtIndex(ValueLayout.JAVA_INT, 1))));
    }
  }

  /**
   * The end that this process was started with as descriptor 0, moved out of the way: children that
   * somebody else's code forks (a module of PAM) inherit /dev/null there, and not this socket.
   */
  public static LocalSocket takenFromInput() throws IOException {
    return new LocalSocket(Inherited.input());
  }

  int number() {
    return socket.number();
  }

  /**
   * Whose process made the other end, or connected it: the effective user that it had then
   * (SO_PEERCRED, unix(7)).
   */
  public int peerUser() throws IOException {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment credentials = frame.allocate(12);
      MemorySegment length = frame.allocate(4);
      length.set(ValueLayout.JAVA_INT, 0, 12);
      long result =
          socket.attempt(
              true,
              0,
              fd -> {
                int n =
                    frame.callInt(
                        Libc.GETSOCKOPT,
                        fd,
                        SOL_SOCKET,
                        SO_PEERCRED,
                        credentials.address(),
                        length.address());
                return n < 0 ? -frame.errno() : n;
              });
      if (result < 0) {
        throw new PosixException("getsockopt", (int) -result);
      }
      return credentials.get(ValueLayout.JAVA_INT, 4);
    }
  }

  /**
   * Sends all of it, the files with its first byte; they stay open here.
   *
   * @param timeoutMillis how long to wait for room each time; negative: without end
   */
  public void send(byte[] data, int offset, int length, List<Descriptor> with, int timeoutMillis)
      throws IOException {
    Objects.checkFromIndexSize(offset, length, data.length);
    if (length == 0 || with.size() > MAX_FILES) {
      throw new IllegalArgumentException(length + " bytes with " + with.size() + " files");
    }
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment bytes = frame.allocate(length);
      MemorySegment.copy(data, offset, bytes, ValueLayout.JAVA_BYTE, 0, length);
      try {
        MemorySegment header = header(frame, control(frame, with));
        int sent = 0;
        while (sent < length) {
          point(header, bytes.asSlice(sent));
          int n = (int) call(Libc.SENDMSG, frame, header, MSG_NOSIGNAL, timeoutMillis);
          sent += n;
          header.set(ValueLayout.JAVA_LONG, 32, 0);
          header.set(ValueLayout.JAVA_LONG, 40, 0);
        }
      } finally {
        bytes.fill((byte) 0);
      }
    }
  }

  /**
   * Waits for bytes and receives some.
   *
   * @param timeoutMillis negative: without end
   * @return their number, or -1 when the other end is closed
   */
  public int receive(byte[] target, int offset, int length, int timeoutMillis) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment bytes = frame.allocate(Math.max(1, length));
      MemorySegment control = frame.allocate(CMSG_HEADER + 4L * MAX_FILES);
      MemorySegment header = header(frame, control);
      point(header, bytes);
      try {
        int n = (int) call(Libc.RECVMSG, frame, header, MSG_CMSG_CLOEXEC, timeoutMillis);
        take(control.asSlice(0, header.get(ValueLayout.JAVA_LONG, 40)));
        if ((header.get(ValueLayout.JAVA_INT, 48) & MSG_CTRUNC) != 0) {
          throw new IOException("more files than a message may have");
        }
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0, target, offset, n);
        return n == 0 ? -1 : n;
      } finally {
        bytes.fill((byte) 0);
      }
    }
  }

  /**
   * Waits until the other end is closed for good. Whoever has only ended its output, and may wait
   * for an answer, is still there; what it sends meanwhile is left for {@link #receive}.
   *
   * @param until closing it ends the wait, as whatever comes in there does
   * @param timeoutMillis negative: without end
   * @return whether the other end is closed
   */
  public boolean awaitHangUp(LocalSocket until, int timeoutMillis) throws IOException {
    return until.socket.awaitReadableOrHangUp(socket, timeoutMillis);
  }

  /** Nothing more will be sent: the other end reads what is on its way and then the end. */
  public void endOutput() throws IOException {
    try (NativeFrame frame = new NativeFrame()) {
      long result =
          socket.attempt(
              false,
              0,
              fd -> {
                int n = frame.callInt(Libc.SHUTDOWN, fd, SHUT_WR);
                return n < 0 ? -frame.errno() : n;
              });
      if (result < 0) {
        throw new PosixException("shutdown", (int) -result);
      }
    }
  }

  private long call(
      Libc function, NativeFrame frame, MemorySegment header, int flags, int timeoutMillis)
      throws IOException {
    long result =
        socket.attempt(
            function == Libc.RECVMSG,
            timeoutMillis,
            fd -> {
              long n = frame.call(function, fd, header.address(), flags | MSG_DONTWAIT);
              return n < 0 ? -frame.errno() : n;
            });
    if (result < 0) {
      throw new PosixException(function.symbol(), (int) -result);
    }
    return result;
  }

  /** The oldest file that was received and not yet taken; the caller closes it. */
  public Optional<Descriptor> takeFile() {
    synchronized (files) {
      return Optional.ofNullable(files.poll());
    }
  }

  private void take(MemorySegment control) {
    long at = 0;
    while (at + CMSG_HEADER <= control.byteSize()) {
      long length = control.get(ValueLayout.JAVA_LONG, at);
      boolean rights =
          control.get(ValueLayout.JAVA_INT, at + 8) == SOL_SOCKET
              && control.get(ValueLayout.JAVA_INT, at + 12) == SCM_RIGHTS;
      long end = Math.min(control.byteSize(), at + length);
      for (long i = at + CMSG_HEADER; rights && i + 4 <= end; i += 4) {
        keep(Descriptor.owningAsIs(control.get(ValueLayout.JAVA_INT, i)));
      }
      at += Math.max(CMSG_HEADER, (length + 7) / 8 * 8);
    }
  }

  /** Whoever sends files that nobody asked for would fill the table of open files. */
  private void keep(Descriptor file) {
    synchronized (files) {
      if (closed || files.size() >= MAX_FILES) {
        file.close();
      } else {
        files.add(file);
      }
    }
  }

  private static MemorySegment control(NativeFrame frame, List<Descriptor> with) {
    if (with.isEmpty()) {
      return MemorySegment.NULL;
    }
    long length = CMSG_HEADER + 4L * with.size();
    MemorySegment control = frame.allocate((length + 7) / 8 * 8);
    control.set(ValueLayout.JAVA_LONG, 0, length);
    control.set(ValueLayout.JAVA_INT, 8, SOL_SOCKET);
    control.set(ValueLayout.JAVA_INT, 12, SCM_RIGHTS);
    for (int i = 0; i < with.size(); i++) {
      control.set(ValueLayout.JAVA_INT, CMSG_HEADER + 4L * i, with.get(i).number());
    }
    return control;
  }

  /** struct msghdr, with one struct iovec that {@link #point} fills. */
  private static MemorySegment header(NativeFrame frame, MemorySegment control) {
    MemorySegment header = frame.allocate(MSGHDR_SIZE);
    header.set(ValueLayout.JAVA_LONG, 16, frame.allocate(16).address());
    header.set(ValueLayout.JAVA_LONG, 24, 1);
    header.set(ValueLayout.JAVA_LONG, 32, control.address());
    header.set(ValueLayout.JAVA_LONG, 40, control.byteSize());
    return header;
  }

  @SuppressWarnings("restricted")
  private static void point(MemorySegment header, MemorySegment bytes) {
    MemorySegment vector =
        MemorySegment.ofAddress(header.get(ValueLayout.JAVA_LONG, 16)).reinterpret(16);
    vector.set(ValueLayout.JAVA_LONG, 0, bytes.address());
    vector.set(ValueLayout.JAVA_LONG, 8, bytes.byteSize());
  }

  @Override
  public void close() {
    socket.close();
    synchronized (files) {
      closed = true;
      files.forEach(Descriptor::close);
      files.clear();
    }
  }
}
