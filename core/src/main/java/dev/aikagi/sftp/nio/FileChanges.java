package dev.aikagi.sftp.nio;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpStatus;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NotLinkException;

/** Makes and removes names. */
final class FileChanges {
  private FileChanges() {}

  static void createDirectory(SftpPath folder, FileAttributes initial) throws IOException {
    makeName(folder, (client, p) -> client.mkdir(p, initial));
  }

  private static void makeName(SftpPath name, SftpFileSystem.Order order) throws IOException {
    try {
      order.ask(name.getFileSystem().client(), name.absolute());
    } catch (SftpException e) {
      throw Failures.ofNewName(e, name);
    }
  }

  /** As {@link #makeName}, for what not every server has a way to do. */
  private static void makeLink(SftpPath link, SftpFileSystem.Order order) throws IOException {
    try {
      order.ask(link.getFileSystem().client(), link.absolute());
    } catch (SftpException e) {
      if (e.status() == SftpStatus.OP_UNSUPPORTED) {
        throw new UnsupportedOperationException(e.getMessage(), e);
      }
      throw Failures.ofNewName(e, link);
    }
  }

  static void createSymbolicLink(SftpPath link, Bytes target) throws IOException {
    makeLink(link, (client, p) -> client.symlink(target, p));
  }

  static void createLink(SftpPath link, SftpPath existing) throws IOException {
    makeLink(link, (client, p) -> client.hardLink(existing.absolute(), p));
  }

  static SftpPath readSymbolicLink(SftpPath link) throws IOException {
    SftpFileSystem files = link.getFileSystem();
    try {
      Bytes text = files.client().readLink(link.absolute());
      return SftpPath.answered(files, link.toString(), text);
    } catch (SftpException e) {
      if (Failures.isVague(e)
          && files.look(link, false).filter(seen -> !seen.isSymlink()).isPresent()) {
        throw Failures.caused(new NotLinkException(link.toString()), e);
      }
      throw Failures.of(e, link);
    }
  }

  /** A file is one request; only what cannot be removed as one is looked at. */
  static void delete(SftpPath path) throws IOException {
    SftpFileSystem files = path.getFileSystem();
    try {
      files.client().remove(path.absolute());
    } catch (SftpException e) {
      if (Failures.isVague(e)
          && files.look(path, false).filter(FileAttributes::isDirectory).isPresent()) {
        deleteFolder(path);
      } else {
        throw Failures.of(e, path);
      }
    }
  }

  private static void deleteFolder(SftpPath folder) throws IOException {
    try {
      folder.getFileSystem().client().rmdir(folder.absolute());
    } catch (SftpException e) {
      if (e.status() == SftpStatus.FAILURE && !EntryStream.isEmpty(folder)) {
        throw Failures.caused(new DirectoryNotEmptyException(folder.toString()), e);
      }
      throw Failures.of(e, folder);
    }
  }
}
