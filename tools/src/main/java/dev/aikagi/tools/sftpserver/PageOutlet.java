package dev.aikagi.tools.sftpserver;

import dev.aikagi.posix.FileCalls;
import dev.aikagi.posix.OpenFile;
import dev.aikagi.posix.PagePipe;
import dev.aikagi.posix.PosixException;
import dev.aikagi.sftp.FileOutlet;
import dev.aikagi.sftp.ServedFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Hands the kernel's own pages of a file to whoever reads the pipe that is standard output. Where
 * it gets none the file is read: some are regular in name only, such as those of /proc, and read(2)
 * knows best whether there is an end or a failure.
 */
final class PageOutlet implements FileOutlet, AutoCloseable {
  private static final int IMPOSSIBLE = -1;

  private final FileCalls calls;
  private final OpenFile out;

  /** From the first large piece on: many clients only list folders. */
  private @Nullable PagePipe pipe;

  private boolean possible;

  PageOutlet(FileCalls calls, OpenFile out) throws PosixException {
    this.calls = calls;
    this.out = out;
    this.possible = out.status().isPipe();
  }

  @Override
  public int take(ServedFile file, long offset, int length) throws IOException {
    if (!possible || !(file instanceof PosixServedFile own) || !own.isRegular()) {
      return IMPOSSIBLE;
    }
    if (pipe == null) {
      pipe = PagePipe.open(calls).orElse(null);
      possible = pipe != null;
    }
    try {
      int taken = pipe == null ? 0 : own.takeInto(pipe, offset, length);
      return taken == 0 ? IMPOSSIBLE : taken;
    } catch (PosixException e) {
      return IMPOSSIBLE;
    }
  }

  @Override
  public void send() throws IOException {
    if (pipe != null) {
      pipe.sendTo(out);
    }
  }

  @Override
  public void close() {
    if (pipe != null) {
      pipe.close();
    }
  }
}
