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
    run(
        source
            .getFileSystem()
            .look(source, modes.followLinks())
            .orElseThrow(() -> new NoSuchFileException(source.toString())));
  }

  /** Whether there was anything to copy: a file is a copy of itself. */
  boolean run(FileAttributes seen) throws IOException {
    FileAttributes initial =
        seen.permissions().isPresent()
            ? FileAttributes.NONE.withPermissions(seen.permissions().getAsInt() & Modes.PERMISSIONS)
            : FileAttributes.NONE;
    boolean copied =
        switch (seen.type()) {
          case DIRECTORY -> copyFolder(initial);
          case SYMLINK -> copyLink();
          // Servers that say no type have files.
          case REGULAR, UNKNOWN -> copyFile(initial);
          default ->
              throw new FileSystemException(source.toString(), null, "neither file nor folder");
        };
    if (copied && modes.attributes() && !seen.isSymlink()) {
      FileAttributes kept =
          new FileAttributes(
              FileAttributes.NONE.size(),
              FileAttributes.NONE.owner(),
              initial.permissions(),
              seen.times());
      new AttributeAccess(target, true).change(kept);
    }
    return copied;
  }

  /** Whether the target is another file, which is gone now if it was there. */
  private boolean makeRoom() throws IOException {
    Optional<FileAttributes> there = target.getFileSystem().look(target, false);
    if (there.isEmpty()) {
      return true;
    }
    if (!mayReplace(there.get())) {
      return false;
    }
    FileChanges.delete(target);
    return true;
  }

  /** Whether what is at the target is another file, which may be replaced then. */
  boolean mayReplace(FileAttributes there) throws IOException {
    if (isSame(there)) {
      return false;
    }
    if (!modes.replace()) {
      throw new FileAlreadyExistsException(target.toString());
    }
    if (mayBeOne(there)) {
      throw new FileSystemException(
          source.toString(), target.toString(), "these may be two names of one file");
    }
    return true;
  }

  /**
   * Some servers do not tell upper from lower case, and say the name as it was given; and one
   * server may be named in two ways, or two of its users see the same folder. To remove the one
   * would be to lose both.
   */
  private boolean mayBeOne(FileAttributes there) throws IOException {
    return (isOneServer() ? differInCaseOnly(source, target) : isOneName())
        && source.getFileSystem().look(source, false).filter(there::equals).isPresent();
  }

  private boolean isOneName() {
    return source.absolute().equals(target.absolute());
  }

  static boolean differInCaseOnly(SftpPath one, SftpPath other) {
    String name = one.toAbsolutePath().toString();
    String second = other.toAbsolutePath().toString();
    return name.equalsIgnoreCase(second) && !name.equals(second);
  }

  /** A link is another file than what it leads to, unless the source is followed. */
  private boolean isSame(FileAttributes there) throws IOException {
    if (!isOneServer()) {
      return false;
    }
    if (isOneName()) {
      return true;
    }
    boolean link = !modes.followLinks() && isLink(source);
    return !there.isSymlink()
        && !link
        && source.toRealPath().bytes().equals(target.toRealPath().bytes());
  }

  /** Two connections to one server see the same files. */
  private boolean isOneServer() {
    return source.getFileSystem().server().equals(target.getFileSystem().server());
  }

  private static boolean isLink(SftpPath path) throws IOException {
    return path.getFileSystem().look(path, false).filter(FileAttributes::isSymlink).isPresent();
  }

  private boolean copyFolder(FileAttributes initial) throws IOException {
    if (!makeRoom()) {
      return false;
    }
    FileChanges.createDirectory(target, initial);
    return true;
  }

  private boolean copyLink() throws IOException {
    SftpPath text = FileChanges.readSymbolicLink(source);
    if (!makeRoom()) {
      return false;
    }
    FileChanges.createSymbolicLink(target, text.bytes());
    return true;
  }

  private boolean copyFile(FileAttributes initial) throws IOException {
    // Before the target is removed: a source that cannot be read costs nothing.
    try (OpenFile from = OpenFile.open(source, OpenModes.of(Set.of()), FileAttributes.NONE)) {
      if (!makeRoom()) {
        return false;
      }
      Set<StandardOpenOption> fresh =
          Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      OpenFile to = OpenFile.open(target, OpenModes.of(fresh), initial);
      try (to) {
        copyData(from, to);
      } catch (IOException e) {
        removePart(e);
        throw e;
      }
      return true;
    }
  }

  private void copyData(OpenFile from, OpenFile to) throws IOException {
    try {
      if (source.getFileSystem().equals(target.getFileSystem())) {
        long size = from.file().stat().size().orElse(0L);
        if (size > 0) {
          source.getFileSystem().client().copyData(from.file(), 0, size, to.file(), 0);
          return;
        }
        // Linux says 0 of files in /proc, whatever is in them: only their end tells.
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
