package dev.aikagi.tools.sftpserver;

import dev.aikagi.Bytes;
import dev.aikagi.posix.FileStatus;
import dev.aikagi.posix.OpenFile;
import dev.aikagi.posix.PagePipe;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.FileSystemStatistics;
import dev.aikagi.sftp.ServedFile;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpStatus;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that is open. */
final class PosixServedFile implements ServedFile {
  private record Identity(long device, long inode) {}

  private final OpenFile file;
  private @Nullable Boolean regular;

  PosixServedFile(OpenFile file) {
    this.file = file;
  }

  /** The kernel gives less than is wanted where a file is not regular, and at its end. */
  @Override
  public int read(long offset, byte[] target, int at, int length) throws IOException {
    return file.read(offset, target, at, length);
  }

  /** Whether its bytes lie in pages that can be handed on. */
  boolean isRegular() throws IOException {
    if (regular == null) {
      regular = file.status().isRegular();
    }
    return regular;
  }

  /** As {@link #read}. */
  int takeInto(PagePipe pipe, long offset, int length) throws IOException {
    return pipe.take(file, offset, length);
  }

  @Override
  public void write(long offset, byte[] source, int from, int length) throws IOException {
    file.write(offset, source, from, length);
  }

  @Override
  public FileAttributes attributes() throws IOException {
    return Attributes.of(file.status());
  }

  @Override
  public void change(FileAttributes changes) throws IOException {
    new Changes() {
      @Override
      void size(long size) throws IOException {
        file.changeSize(size);
      }

      @Override
      void mode(int mode) throws IOException {
        file.changeMode(mode);
      }

      @Override
      void times(long accessed, long modified) throws IOException {
        file.changeTimes(accessed, modified);
      }

      @Override
      void owner(int uid, int gid) throws IOException {
        file.changeOwner(uid, gid);
      }
    }.make(changes);
  }

  @Override
  public void sync() throws IOException {
    file.sync();
  }

  @Override
  public FileSystemStatistics statistics() throws IOException {
    return Attributes.of(file.fileSystem());
  }

  @Override
  public Object identity() throws IOException {
    FileStatus status = file.status();
    return new Identity(status.device(), status.inode());
  }

  @Override
  public void copyTo(long offset, ServedFile target, long targetOffset, long length)
      throws IOException {
    if (!(target instanceof PosixServedFile other)) {
      throw new SftpException(SftpStatus.FAILURE, "copy-data", Bytes.EMPTY, "of another kind");
    }
    file.copyTo(offset, other.file, targetOffset, length);
  }

  @Override
  public void close() throws IOException {
    file.closeTelling();
  }
}
