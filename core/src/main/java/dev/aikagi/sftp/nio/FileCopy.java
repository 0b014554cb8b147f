package dev.aikagi.sftp.nio;

import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.SftpException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * Copies one file, link or empty folder. On one server the data goes by copy-data where that is
 * known, else through this program; between two, through this program.
 */
record FileCopy(SftpPath source, SftpPath target, CopyModes modes) {

  void run() throws IOException {
    FileAttributes seen =
        source
            .getFileSystem()
            .look(source, modes.followLinks())
            .orElseThrow(() -> new NoSuchFileException(source.toString()));
    if (makeRoom()) {
      make(seen);
    }
  }

  /** Whether there is anything to copy: a file is a copy of itself. */
  boolean makeRoom() throws IOException {
    Optional<FileAttributes> there = target.getFileSystem().look(target, false);
    if (there.isEmpty()) {
      return true;
    }
    if (isSame()) {
      return false;
    }
    if (!modes.replace()) {
      throw new FileAlreadyExistsException(target.toString());
    }
    FileChanges.delete(target);
    return true;
  }

  /** A link that is copied or moved itself is not the file that it leads to. */
  private boolean isSame() throws IOException {
    if (source.toAbsolutePath().equals(target.toAbsolutePath())) {
      return true;
    }
    return source.getFileSystem().equals(target.getFileSystem())
        && !source.getFileSystem().look(source, false).map(FileAttributes::isSymlink).orElse(true)
        && !target.getFileSystem().look(target, false).map(FileAttributes::isSymlink).orElse(true)
        && source.toRealPath().equals(target.toRealPath());
  }

  void make(FileAttributes seen) throws IOException {
    FileAttributes initial =
        seen.permissions().isPresent()
            ? FileAttributes.NONE.withPermissions(seen.permissions().getAsInt() & Modes.PERMISSIONS)
            : FileAttributes.NONE;
    switch (seen.type()) {
      case DIRECTORY -> FileChanges.createDirectory(target, initial);
      case SYMLINK ->
          FileChanges.createSymbolicLink(target, FileChanges.readSymbolicLink(source).bytes());
      // Servers that say no type have files.
      case REGULAR, UNKNOWN -> copyData(initial);
      default -> throw new FileSystemException(source.toString(), null, "neither file nor folder");
    }
    if (modes.attributes() && !seen.isSymlink()) {
      FileAttributes kept =
          new FileAttributes(
              FileAttributes.NONE.size(),
              FileAttributes.NONE.owner(),
              initial.permissions(),
              seen.times());
      new AttributeAccess(target, true).change(kept);
    }
  }

  private void copyData(FileAttributes initial) throws IOException {
    try (OpenFile from = OpenFile.open(source, OpenModes.of(Set.of()), FileAttributes.NONE)) {
      Set<StandardOpenOption> fresh =
          Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      try (OpenFile to = OpenFile.open(target, OpenModes.of(fresh), initial)) {
        copyData(from, to);
      } catch (FileAlreadyExistsException e) {
        throw e;
      } catch (IOException e) {
        removePart(e);
        throw e;
      }
    }
  }

  private void copyData(OpenFile from, OpenFile to) throws IOException {
    try {
      if (source.getFileSystem().equals(target.getFileSystem())) {
        source.getFileSystem().client().copyData(from.file(), 0, -1, to.file(), 0);
        return;
      }
      try (InputStream in = from.file().inputStream(0);
          OutputStream out = to.file().outputStream(0)) {
        in.transferTo(out);
      }
    } catch (SftpException e) {
      throw Failures.of(e, source, target);
    }
  }

  /** What came of a copy that failed is nobody's file. */
  private void removePart(IOException failure) {
    try {
      FileChanges.delete(target);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
