package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Set;

/** A file system in which nothing is: for tests that must not do anything. */
class NowhereFiles implements ServedFiles {
  private static NoSuchFileException none(Bytes path) {
    return new NoSuchFileException(path.toString());
  }

  @Override
  public ServedFile open(Bytes path, Set<OpenFlag> flags, int mode) throws IOException {
    throw none(path);
  }

  @Override
  public ServedFolder openFolder(Bytes path) throws IOException {
    throw none(path);
  }

  @Override
  public FileAttributes attributes(Bytes path, boolean followLinks) throws IOException {
    throw none(path);
  }

  @Override
  public void change(Bytes path, FileAttributes changes, boolean followLinks) throws IOException {
    throw none(path);
  }

  @Override
  public void remove(Bytes path) throws IOException {
    throw none(path);
  }

  @Override
  public void makeFolder(Bytes path, int mode) throws IOException {
    throw none(path);
  }

  @Override
  public void removeFolder(Bytes path) throws IOException {
    throw none(path);
  }

  @Override
  public void rename(Bytes from, Bytes to, boolean replace) throws IOException {
    throw none(from);
  }

  @Override
  public Bytes readLink(Bytes path) throws IOException {
    throw none(path);
  }

  @Override
  public void symbolicLink(Bytes target, Bytes link) throws IOException {
    throw none(link);
  }

  @Override
  public void hardLink(Bytes existing, Bytes link) throws IOException {
    throw none(existing);
  }

  @Override
  public Bytes realPath(Bytes path) throws IOException {
    throw none(path);
  }

  @Override
  public Bytes expandPath(Bytes path) throws IOException {
    throw none(path);
  }

  @Override
  public FileSystemStatistics statistics(Bytes path) throws IOException {
    throw none(path);
  }

  @Override
  public Bytes homeFolder(Bytes user) throws IOException {
    throw none(user);
  }

  @Override
  public Bytes userName(long uid) {
    return Bytes.EMPTY;
  }

  @Override
  public Bytes groupName(long gid) {
    return Bytes.EMPTY;
  }

  @Override
  public SftpStatus statusOf(IOException failure) {
    return SftpStatus.NO_SUCH_FILE;
  }

  @Override
  public void close() {}
}
