package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * The file system of this side, as recursive transfers need it. Names are bytes and paths have '/'
 * between them. Used by one thread at a time.
 */
public interface LocalFiles {
  /** The entries of a folder, one after the other, without "." and "..". */
  interface Listing extends Closeable {
    /**
     * The next one, with what is known of it itself; empty at the end. Where nothing is known, as
     * of one that was removed meanwhile, there are no attributes: a failure is one of the folder.
     */
    Optional<DirectoryEntry> next() throws IOException;
  }

  /** What is known of a file; of what a symbolic link points to, or of the link itself. */
  FileAttributes stat(Bytes path, boolean followLinks) throws IOException;

  Listing list(Bytes path) throws IOException;

  TransferSource source(Bytes path) throws IOException;

  /**
   * Opens a file for writing, and makes it if it is not there.
   *
   * @param permissions of a file that is made, as far as the umask allows
   * @param keep what is in it stays
   */
  TransferTarget target(Bytes path, int permissions, boolean keep) throws IOException;

  /**
   * Makes a folder.
   *
   * @param permissions as far as the umask allows
   * @return false if it was there already
   */
  boolean makeFolder(Bytes path, int permissions) throws IOException;

  /** Sets the permissions and times that are present; follows links. */
  void setAttributes(Bytes path, FileAttributes attributes) throws IOException;
}
