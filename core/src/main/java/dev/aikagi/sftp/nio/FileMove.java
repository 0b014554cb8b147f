package dev.aikagi.sftp.nio;

import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpClient.RenameMode;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpExtension;
import dev.aikagi.sftp.SftpStatus;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/**
 * Renames; only between two servers is a file copied and then removed. Where the server's own two
 * file systems are in the way, its refusal is told.
 */
record FileMove(SftpPath source, SftpPath target, CopyModes modes) {

  void run() throws IOException {
    SftpFileSystem files = source.getFileSystem();
    boolean sameServer = files.equals(target.getFileSystem());
    if (modes.atomic()) {
      if (!sameServer || !files.client().supports(SftpExtension.POSIX_RENAME)) {
        throw new AtomicMoveNotSupportedException(
            source.toString(),
            target.toString(),
            sameServer ? "the server has no posix-rename@openssh.com" : "two servers");
      }
      rename(RenameMode.REPLACE);
      return;
    }
    FileAttributes seen =
        files.look(source, false).orElseThrow(() -> new NoSuchFileException(source.toString()));
    FileCopy copy =
        new FileCopy(source, target, new CopyModes(modes.replace(), true, false, false));
    if (!sameServer && seen.isDirectory() && !EntryStream.isEmpty(source)) {
      throw new DirectoryNotEmptyException(source.toString());
    }
    if (!sameServer) {
      if (copy.run(seen)) {
        FileChanges.delete(source);
      }
    } else if (!replaced() && (FileCopy.differInCaseOnly(source, target) || copy.makeRoom())) {
      // Of names that differ in case only the server knows whether they are one.
      rename(RenameMode.PLAIN);
    }
  }

  /**
   * In one step, so that the target is never missing; not every kind of file replaces every other.
   */
  private boolean replaced() throws IOException {
    SftpClient client = source.getFileSystem().client();
    if (!modes.replace() || !client.supports(SftpExtension.POSIX_RENAME)) {
      return false;
    }
    try {
      client.rename(source.absolute(), target.absolute(), RenameMode.REPLACE);
      return true;
    } catch (SftpException e) {
      if (Failures.isVague(e)) {
        return false;
      }
      throw Failures.of(e, source, target);
    }
  }

  private void rename(RenameMode mode) throws IOException {
    try {
      source.getFileSystem().client().rename(source.absolute(), target.absolute(), mode);
    } catch (SftpException e) {
      if (mode == RenameMode.PLAIN
          && e.status() == SftpStatus.FAILURE
          && target.getFileSystem().exists(target, false)) {
        throw Failures.caused(new FileAlreadyExistsException(target.toString()), e);
      }
      throw Failures.of(e, source, target);
    }
  }
}
