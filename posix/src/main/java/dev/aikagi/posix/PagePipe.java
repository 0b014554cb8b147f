package dev.aikagi.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * A pipe of this process's own, by which pages of files go into another pipe: the kernel hands on
 * references to its own pages, and nothing is copied (splice(2)).
 *
 * <p>They take the way round because a file can become shorter at any moment: how much there was is
 * known for certain only when it has been taken, and whoever reads the other pipe is to be told
 * first. For the thread that uses the {@link FileCalls} it came from.
 */
public final class PagePipe implements AutoCloseable {
  /**
   * Twice what {@link FileCalls#MAX_TRANSFER} needs, as a piece may begin and end inside a page.
   * What one user may have in all his pipes is limited (fs.pipe-user-pages-soft).
   */
  private static final int SIZE = 2 * FileCalls.MAX_TRANSFER;

  private static final int O_CLOEXEC = 0x80000;

  /** SPLICE_F_NONBLOCK: a full pipe, which nobody else empties, is not waited for. */
  private static final int AT_ONCE = 2;

  private final FileCalls calls;
  private final OpenFile output;
  private final OpenFile input;
  private int taken;

  private PagePipe(FileCalls calls, OpenFile output, OpenFile input) {
    this.calls = calls;
    this.output = output;
    this.input = input;
  }

  /** Makes one; empty where the system gives none, or only a small one. */
  public static Optional<PagePipe> open(FileCalls calls) {
    MemorySegment ends = calls.record();
    if ((int) calls.call(Libc.PIPE2, ends.address(), O_CLOEXEC, 0, 0, 0, 0) < 0) {
      return Optional.empty();
    }
    OpenFile output = new OpenFile(calls, ends.get(ValueLayout.JAVA_INT, 0));
    OpenFile input = new OpenFile(calls, ends.get(ValueLayout.JAVA_INT, 4));
    PagePipe pipe = new PagePipe(calls, output, input);
    if (input.requestPipeSize(SIZE) < SIZE) {
      pipe.close();
      return Optional.empty();
    }
    return Optional.of(pipe);
  }

  /**
   * Takes bytes of a file, of which there are none in the pipe yet.
   *
   * @param length at most {@link FileCalls#MAX_TRANSFER}
   * @return how many; fewer where the file ends or a failure follows, which is told when what
   *     follows is asked for; 0 at the end
   * @throws PosixException with {@link Errno#EINVAL} where the file is of a kind that must be read
   */
  public int take(OpenFile file, long offset, int length) throws PosixException {
    // What has been taken is all that the pipe holds.
    if (taken > 0 || length > FileCalls.MAX_TRANSFER) {
      throw new IllegalStateException(taken + " bytes are there, " + length + " wanted");
    }
    MemorySegment from = calls.record();
    from.set(ValueLayout.JAVA_LONG, 0, offset);
    while (taken < length) {
      long n = splice(file, from.address(), input, length - taken, AT_ONCE);
      if (n < 0 && taken == 0) {
        throw calls.failure("read");
      }
      if (n <= 0) {
        break;
      }
      taken += (int) n;
    }
    return taken;
  }

  /** Sends all that was taken to a pipe, and waits for room in it where need be. */
  public void sendTo(OpenFile pipe) throws PosixException {
    while (taken > 0) {
      long n = splice(output, 0, pipe, taken, 0);
      if (n < 0) {
        if (calls.errno() != Errno.EAGAIN) {
          throw calls.failure("write");
        }
        pipe.awaitRoom();
      } else if (n == 0) {
        throw new PosixException("splice", Errno.EPIPE);
      } else {
        taken -= (int) n;
      }
    }
  }

  private long splice(OpenFile from, long offset, OpenFile to, int length, int flags) {
    return calls.call(Libc.SPLICE, from.number(), offset, to.number(), 0, length, flags);
  }

  @Override
  public void close() {
    output.close();
    input.close();
  }
}
