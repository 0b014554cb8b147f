package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;

/**
 * The files that a {@link SftpServer} serves. Paths are the client's: bytes without NUL, absolute
 * or from the folder where the client starts, with whatever "." and ".." it likes; an empty path
 * names nothing. Called by the server's thread only.
 *
 * <p>What fails throws an exception: a {@link SftpException} with the status for the client, or any
 * other, which {@link #statusOf} judges. Its words go to the observer alone. What there is no way
 * to do is {@link SftpStatus#OP_UNSUPPORTED}.
 */
public interface ServedFiles extends Closeable {
  /**
   * Opens a file, perhaps a new one.
   *
   * @param mode of a new one
   */
  ServedFile open(Bytes path, Set<OpenFlag> flags, int mode) throws IOException;

  ServedFolder openFolder(Bytes path) throws IOException;

  FileAttributes attributes(Bytes path, boolean followLinks) throws IOException;

  /**
   * Sets what is present: size, permissions, times, owner, in this order, each whether or not the
   * others could be set. The size of a link itself is never set.
   *
   * @throws IOException the last failure
   */
  void change(Bytes path, FileAttributes changes, boolean followLinks) throws IOException;

  /** Removes what is no folder. */
  void remove(Bytes path) throws IOException;

  void makeFolder(Bytes path, int mode) throws IOException;

  /** Removes an empty folder. */
  void removeFolder(Bytes path) throws IOException;

  /**
   * Renames.
   *
   * @param replace whether what has the new name already is replaced, in one step; if not, that is
   *     a failure
   */
  void rename(Bytes from, Bytes to, boolean replace) throws IOException;

  Bytes readLink(Bytes path) throws IOException;

  /**
   * Makes a symbolic link.
   *
   * @param target any text, whether or not it leads anywhere
   */
  void symbolicLink(Bytes target, Bytes link) throws IOException;

  void hardLink(Bytes existing, Bytes link) throws IOException;

  /**
   * The absolute path, without links, "." and "..". The last name need not exist.
   *
   * @param path empty: where the client starts
   */
  Bytes realPath(Bytes path) throws IOException;

  /** As {@link #realPath}, of a path that may begin with ~ or ~user. */
  Bytes expandPath(Bytes path) throws IOException;

  FileSystemStatistics statistics(Bytes path) throws IOException;

  /**
   * Where a user is at home.
   *
   * @param user empty: the one who is served
   */
  Bytes homeFolder(Bytes user) throws IOException;

  /** The name of this user; empty where there is none. */
  Bytes userName(long uid) throws IOException;

  /** The name of this group; empty where there is none. */
  Bytes groupName(long gid) throws IOException;

  /** What the client is told of a failure that is no {@link SftpException}, of a file's too. */
  SftpStatus statusOf(IOException failure);
}
