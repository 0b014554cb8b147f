package dev.aikagi.sftp.nio;

import static dev.aikagi.sftp.SftpClient.RenameMode.PLAIN;
import static dev.aikagi.sftp.SftpClient.RenameMode.REPLACE;

import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.SftpClient.RenameMode;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpExtension;
import dev.aikagi.sftp.SftpStatus;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.UUID;

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
      rename(REPLACE);
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
    } else if (modes.replace() && files.client().supports(SftpExtension.POSIX_RENAME)) {
      replace(seen);
    } else {
      replaceInSteps(copy);
    }
  }

  /**
   * In one step, so that the target is never missing; not every kind of file replaces every other.
   */
  private void replace(FileAttributes seen) throws IOException {
    try {
      source.getFileSystem().client().rename(source.absolute(), target.absolute(), REPLACE);
    } catch (SftpException e) {
      Optional<FileAttributes> there =
          Failures.isVague(e) ? target.getFileSystem().look(target, false) : Optional.empty();
      if (there.isPresent()) {
        checkEmpty(there.get());
      }
      // Whatever else is in the way of the rename, as a border of two disks or a sticky folder, is
      // in the way of the next one too.
      if (there.filter(t -> t.isDirectory() != seen.isDirectory()).isEmpty()) {
        throw Failures.of(e, source, target);
      }
      replaceAside();
    }
  }

  private void replaceInSteps(FileCopy copy) throws IOException {
    Optional<FileAttributes> there = target.getFileSystem().look(target, false);
    // Of names that differ in case only the server knows whether they are one.
    if (there.isEmpty() || FileCopy.differInCaseOnly(source, target)) {
      rename(PLAIN);
    } else if (copy.mayReplace(there.get())) {
      checkEmpty(there.get());
      replaceAside();
    }
  }

  private void checkEmpty(FileAttributes there) throws IOException {
    if (there.isDirectory() && !EntryStream.isEmpty(target)) {
      throw new DirectoryNotEmptyException(target.toString());
    }
  }

  /** What is at the target is removed last: a move that fails costs nothing. */
  private void replaceAside() throws IOException {
    SftpPath aside =
        SftpPath.of(target.toAbsolutePath().resolveSibling(".replaced-" + UUID.randomUUID()));
    // The plain one links, which is refused for a file of somebody else's (protected_hardlinks).
    boolean posix = target.getFileSystem().client().supports(SftpExtension.POSIX_RENAME);
    new FileMove(target, aside, modes).rename(posix ? REPLACE : PLAIN);
    try {
      rename(PLAIN);
    } catch (IOException | RuntimeException e) {
      try {
        new FileMove(aside, target, modes).rename(PLAIN);
      } catch (IOException | RuntimeException left) {
        FileSystemException told =
            new FileSystemException(
                source.toString(), target.toString(), "what was replaced is left as " + aside);
        told.initCause(e);
        told.addSuppressed(left);
        throw told;
      }
      throw e;
    }
    try {
      FileChanges.delete(aside);
    } catch (IOException e) {
      FileSystemException told =
          new FileSystemException(
              source.toString(),
              target.toString(),
              "moved, but what was replaced is left as " + aside);
      told.initCause(e);
      throw told;
    }
  }

  private void rename(RenameMode mode) throws IOException {
    try {
      source.getFileSystem().client().rename(source.absolute(), target.absolute(), mode);
    } catch (SftpException e) {
      if (mode == PLAIN
          && e.status() == SftpStatus.FAILURE
          && target.getFileSystem().exists(target, false)) {
        throw Failures.caused(new FileAlreadyExistsException(target.toString()), e);
      }
      throw Failures.of(e, source, target);
    }
  }
}
