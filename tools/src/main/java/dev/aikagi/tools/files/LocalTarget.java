package dev.aikagi.tools.files;

import dev.aikagi.posix.OpenFile;
import dev.aikagi.posix.PosixException;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.TransferTarget;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A local file that a download is written into. */
final class LocalTarget implements TransferTarget {
  private final OpenFile file;
  private final String path;

  LocalTarget(OpenFile file, String path) {
    this.file = file;
    this.path = path;
  }

  @Override
  public void write(ByteBuffer buffer, long position) throws IOException {
    int from = buffer.arrayOffset() + buffer.position();
    try {
      file.write(position, buffer.array(), from, buffer.remaining());
    } catch (PosixException e) {
      throw new LocalFault("write local", path, e);
    }
    buffer.position(buffer.limit());
  }

  @Override
  public void truncate(long size) throws IOException {
    try {
      if (file.status().isRegular()) {
        file.changeSize(size);
      }
    } catch (PosixException e) {
      throw new LocalFault("truncate local", path, e);
    }
  }

  @Override
  public long size() throws IOException {
    try {
      return file.status().size();
    } catch (PosixException e) {
      throw new LocalFault("stat local", path, e);
    }
  }

  @Override
  public void setAttributes(FileAttributes attributes) throws IOException {
    try {
      if (attributes.permissions().isPresent()) {
        file.changeMode(attributes.permissions().getAsInt() & 07777);
      }
      if (attributes.times().isPresent()) {
        FileAttributes.Times times = attributes.times().get();
        file.changeTimes(times.atime(), times.mtime());
      }
    } catch (PosixException e) {
      throw new LocalFault("local set attributes on", path, e);
    }
  }

  @Override
  public void sync() throws IOException {
    try {
      file.sync();
    } catch (PosixException e) {
      throw new LocalFault("fsync local", path, e);
    }
  }

  /** What could not be written is sometimes told only now. */
  @Override
  public void close() throws IOException {
    try {
      file.closeTelling();
    } catch (PosixException e) {
      throw new LocalFault("close local", path, e);
    }
  }
}
