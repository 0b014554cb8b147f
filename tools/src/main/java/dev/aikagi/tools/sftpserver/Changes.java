package dev.aikagi.tools.sftpserver;

import dev.aikagi.sftp.FileAttributes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The setting of attributes: all are tried, in OpenSSH's order, and the last failure is told. */
abstract class Changes {
  private static final int MODE = 07777;

  private @Nullable IOException failure;

  abstract void size(long size) throws IOException;

  abstract void mode(int mode) throws IOException;

  abstract void times(long accessed, long modified) throws IOException;

  abstract void owner(int uid, int gid) throws IOException;

  final void make(FileAttributes wanted) throws IOException {
    if (wanted.size().isPresent()) {
      attempt(() -> size(wanted.size().getAsLong()));
    }
    if (wanted.permissions().isPresent()) {
      attempt(() -> mode(wanted.permissions().getAsInt() & MODE));
    }
    if (wanted.times().isPresent()) {
      FileAttributes.Times times = wanted.times().get();
      attempt(() -> times(times.atime(), times.mtime()));
    }
    if (wanted.owner().isPresent()) {
      FileAttributes.Owner owner = wanted.owner().get();
      attempt(() -> owner((int) owner.uid(), (int) owner.gid()));
    }
    if (failure != null) {
      throw failure;
    }
  }

  private interface Step {
    void take() throws IOException;
  }

  private void attempt(Step step) {
    try {
      step.take();
    } catch (IOException e) {
      failure = e;
    }
  }
}
