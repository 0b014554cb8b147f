package dev.aikagi.sftp.nio;

import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpExtension;
import dev.aikagi.sftp.SftpFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file that a channel or a stream has open. Closing it does what DELETE_ON_CLOSE wants. */
final class OpenFile implements Closeable {
  private final SftpPath path;
  private final SftpFile file;
  private final OpenModes modes;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OpenFile(SftpPath path, SftpFile file, OpenModes modes) {
    this.path = path;
    this.file = file;
    this.modes = modes;
  }

  static OpenFile open(SftpPath path, OpenModes modes, FileAttributes attributes)
      throws IOException {
    SftpFileSystem files = path.getFileSystem();
    if (modes.sync() && !files.client().supports(SftpExtension.FSYNC)) {
      throw new UnsupportedOperationException("the server has no fsync@openssh.com");
    }
    // The protocol cannot ask for O_NOFOLLOW: so a link that is made just now is followed.
    if (!modes.followLinks()
        && !modes.createNew()
        && files.look(path, false).filter(FileAttributes::isSymlink).isPresent()) {
      throw new FileSystemException(path.toString(), null, "a symbolic link");
    }
    try {
      return new OpenFile(
          path, files.client().open(path.absolute(), modes.flags(), attributes), modes);
    } catch (SftpException e) {
      throw modes.createNew() ? Failures.ofNewName(e, path) : Failures.of(e, path);
    }
  }

  SftpPath path() {
    return path;
  }

  SftpFile file() {
    return file;
  }

  OpenModes modes() {
    return modes;
  }

  /** What was written is on the server's disk, if that is wanted. */
  void written() throws IOException {
    if (modes.sync()) {
      file.fsync();
    }
  }

  IOException failure(SftpException e) {
    return Failures.of(e, path);
  }

  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      file.close();
    } catch (SftpException e) {
      throw failure(e);
    } finally {
      if (modes.deleteOnClose()) {
        delete();
      }
    }
  }

  /** Whoever has removed it already has done what was wanted. */
  private void delete() throws IOException {
    try {
      // Not by way of the file system, which may be just closing.
      path.getFileSystem().connection().remove(path.absolute());
    } catch (SftpException e) {
      if (!Failures.isAbsence(e)) {
        throw failure(e);
      }
    }
  }
}
