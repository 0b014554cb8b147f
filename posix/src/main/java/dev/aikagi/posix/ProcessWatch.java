package dev.aikagi.posix;

import java.io.IOException;

/**
 * Waits for the end of a process that is not a child of this one (pidfd_open(2)). What it watches
 * is the process, not its number, which may be somebody else's later.
 */
public final class ProcessWatch implements AutoCloseable {
  private final Descriptor process;

  private ProcessWatch(Descriptor process) {
    this.process = process;
  }

  /**
   * Watches the process that has this number now.
   *
   * @throws PosixException where there is none
   */
  public static ProcessWatch of(int pid) throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      int fd = (int) frame.call(Libc.SYSCALL, SystemCall.PIDFD_OPEN, pid, 0);
      return new ProcessWatch(Descriptor.owningAsIs(frame.check("pidfd_open", fd)));
    }
  }

  /**
   * Waits until it has ended; on a platform thread.
   *
   * @throws ClosedDescriptorException when this was closed first
   */
  public void awaitEnd() throws IOException {
    while (!process.awaitReadable(-1)) {
      // Woken for another reason.
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
