package dev.aikagi.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A file, folder or anything else of the file system that is open, until {@link #close}. For the
 * thread that uses the {@link FileCalls} it came from.
 */
public final class OpenFile implements AutoCloseable {
  private static final int AT_FDCWD = -100;

  private static final int F_SETPIPE_SZ = 1031;
  private static final int POLLIN = 1;
  private static final int POLLOUT = 4;
  private static final byte[] ITSELF = {};

  /** Within one call of copy_file_range(2), which cannot be ended. */
  private static final long COPIED_AT_ONCE = 64L << 20;

  private final FileCalls calls;
  private final int fd;
  private boolean inherited;
  private boolean closed;

  OpenFile(FileCalls calls, int fd) {
    this.calls = calls;
    this.fd = fd;
  }

  /** The working folder, whichever it is at each call. */
  public static OpenFile workingFolder(FileCalls calls) {
    return new OpenFile(calls, AT_FDCWD);
  }

  /** A stream that this process was started with, such as 0; it stays open. */
  public static OpenFile inherited(FileCalls calls, int number) {
    OpenFile file = new OpenFile(calls, number);
    file.inherited = true;
    return file;
  }

  int number() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    return fd;
  }

  /**
   * The kernel's own name of what is open; leads there, whatever has taken the place of its own.
   */
  byte[] ownPath() {
    return ("/proc/self/fd/" + number()).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The path that the kernel knows for this, at this moment.
   *
   * @throws PosixException where /proc is not mounted
   */
  public byte[] path() throws PosixException {
    return calls.readLink(this, ownPath());
  }

  /**
   * Reads at an offset.
   *
   * @return the number of bytes, at most {@link FileCalls#MAX_TRANSFER}; 0 at the end
   */
  public int read(long offset, byte[] target, int at, int length) throws PosixException {
    Objects.checkFromIndexSize(at, length, target.length);
    MemorySegment buffer = calls.transfer();
    int most = Math.min(length, FileCalls.MAX_TRANSFER);
    long n = calls.call(Libc.PREAD, number(), buffer.address(), most, offset, 0, 0);
    if (n < 0) {
      throw calls.failure("read");
    }
    MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, target, at, (int) n);
    return (int) n;
  }

  /** Writes all at an offset; at the end of a file that was opened to append. */
  public void write(long offset, byte[] source, int from, int length) throws PosixException {
    Objects.checkFromIndexSize(from, length, source.length);
    MemorySegment buffer = calls.transfer();
    int done = 0;
    while (done < length) {
      int piece = Math.min(length - done, FileCalls.MAX_TRANSFER);
      MemorySegment.copy(source, from + done, buffer, ValueLayout.JAVA_BYTE, 0, piece);
      done += writeBuffer(buffer, offset + done, piece);
    }
  }

  /**
   * Waits for bytes of a stream and takes those that are there.
   *
   * @return their number; 0 at the end
   */
  public int receive(byte[] target, int at, int length) throws PosixException {
    Objects.checkFromIndexSize(at, length, target.length);
    MemorySegment buffer = calls.transfer();
    int most = Math.min(length, FileCalls.MAX_TRANSFER);
    while (true) {
      long n = calls.call(Libc.READ, number(), buffer.address(), most, 0, 0, 0);
      if (n >= 0) {
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, target, at, (int) n);
        return (int) n;
      }
      awaitOrThrow("read", POLLIN);
    }
  }

  /** Writes all to a stream, and waits for room where need be. */
  public void send(byte[] source, int from, int length) throws PosixException {
    Objects.checkFromIndexSize(from, length, source.length);
    MemorySegment buffer = calls.transfer();
    int done = 0;
    while (done < length) {
      int piece = Math.min(length - done, FileCalls.MAX_TRANSFER);
      MemorySegment.copy(source, from + done, buffer, ValueLayout.JAVA_BYTE, 0, piece);
      long n = calls.call(Libc.WRITE, number(), buffer.address(), piece, 0, 0, 0);
      if (n < 0) {
        awaitOrThrow("write", POLLOUT);
      } else {
        done += (int) n;
      }
    }
  }

  /** Waits until something can be written. */
  void awaitRoom() throws PosixException {
    await(POLLOUT);
  }

  /** Another process that has the stream too may have made it non-blocking. */
  private void awaitOrThrow(String what, int event) throws PosixException {
    if (calls.errno() != Errno.EAGAIN) {
      throw calls.failure(what);
    }
    await(event);
  }

  private void await(int event) throws PosixException {
    MemorySegment poll = calls.record();
    poll.set(ValueLayout.JAVA_INT, 0, number());
    poll.set(ValueLayout.JAVA_INT, 4, event);
    calls.checked("poll", Libc.POLL, poll.address(), 1, -1, 0, 0, 0);
  }

  /**
   * Asks for a larger pipe; where it is none, or the system refuses, it stays as it is.
   *
   * @return the size that it has now; negative where that was refused
   */
  public int requestPipeSize(int bytes) {
    return (int) calls.call(Libc.FCNTL, number(), F_SETPIPE_SZ, bytes, 0, 0, 0);
  }

  private int writeBuffer(MemorySegment buffer, long offset, int length) throws PosixException {
    long n = calls.call(Libc.PWRITE, number(), buffer.address(), length, offset, 0, 0);
    if (n < 0) {
      throw calls.failure("write");
    }
    return (int) n;
  }

  /**
   * Copies within the kernel where it can.
   *
   * @param length at most, as far as this file goes
   * @return how much was copied
   */
  public long copyTo(long offset, OpenFile target, long targetOffset, long length)
      throws PosixException {
    MemorySegment offsets = calls.record();
    long copied = 0;
    while (copied < length) {
      offsets.set(ValueLayout.JAVA_LONG, 0, offset + copied);
      offsets.set(ValueLayout.JAVA_LONG, 8, targetOffset + copied);
      long n =
          calls.call(
              Libc.COPY_FILE_RANGE,
              number(),
              offsets.address(),
              target.number(),
              offsets.address() + 8,
              Math.min(length - copied, COPIED_AT_ONCE),
              0);
      // Between some file systems, onto the end of a file and on old kernels it goes by hand; so do
      // files of /proc, which say that they are empty.
      if (n < 0 || (n == 0 && copied == 0)) {
        n = copyPiece(offset + copied, target, targetOffset + copied, length - copied);
      }
      if (n == 0) {
        break;
      }
      copied += n;
    }
    return copied;
  }

  private int copyPiece(long offset, OpenFile target, long targetOffset, long length)
      throws PosixException {
    MemorySegment buffer = calls.transfer();
    long most = Math.min(length, FileCalls.MAX_TRANSFER);
    long n = calls.call(Libc.PREAD, number(), buffer.address(), most, offset, 0, 0);
    if (n < 0) {
      throw calls.failure("read");
    }
    for (int done = 0; done < n; ) {
      done += target.writeBuffer(buffer.asSlice(done), targetOffset + done, (int) n - done);
    }
    return (int) n;
  }

  public FileStatus status() throws PosixException {
    return calls.status(this, ITSELF, true);
  }

  /** Of the file system that it is on. */
  public FileSystemStatus fileSystem() throws PosixException {
    MemorySegment record = calls.record();
    calls.checked("statvfs", Libc.FSTATVFS, number(), record.address(), 0, 0, 0, 0);
    return FileSystemStatus.read(record);
  }

  public void changeMode(int mode) throws PosixException {
    calls.checked("chmod", Libc.FCHMOD, number(), mode, 0, 0, 0, 0);
  }

  public void changeOwner(int uid, int gid) throws PosixException {
    calls.checked("chown", Libc.FCHOWN, number(), uid, gid, 0, 0, 0);
  }

  /** In seconds since 1970. */
  public void changeTimes(long accessed, long modified) throws PosixException {
    long times = calls.times(accessed, modified);
    calls.checked("utimes", Libc.FUTIMENS, number(), times, 0, 0, 0, 0);
  }

  public void changeSize(long size) throws PosixException {
    calls.checked("truncate", Libc.FTRUNCATE, number(), size, 0, 0, 0, 0);
  }

  /** Waits until what was written is on the disk. */
  public void sync() throws PosixException {
    calls.checked("fsync", Libc.FSYNC, number(), 0, 0, 0, 0, 0);
  }

  /** What some file systems could not write is told here at last; it is closed in any case. */
  public void closeTelling() throws PosixException {
    if (closed) {
      return;
    }
    closed = true;
    if (fd >= 0 && calls.callOnce(Libc.CLOSE, fd) < 0 && calls.errno() != Errno.EINTR) {
      throw calls.failure("close");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (isOurs()) {
        // On Linux the number is free again whatever close returns, so there is nothing to retry.
        calls.callOnce(Libc.CLOSE, fd);
      }
    }
  }

  private boolean isOurs() {
    return fd >= 0 && !inherited;
  }

  FileCalls calls() {
    return calls;
  }
}
