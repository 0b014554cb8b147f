package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A folder whose names a client reads; see {@link ServedFiles} for threads and errors. */
public interface ServedFolder extends Closeable {
  /**
   * One name, with what {@code ls -l} shows.
   *
   * @param name without a slash
   * @param links 0 where that is not known
   * @param user a name or a number
   * @param group a name or a number
   */
  record Entry(Bytes name, FileAttributes attributes, long links, Bytes user, Bytes group) {}

  /** The next one, "." and ".." among them where the file system has them; null at the end. */
  @Nullable Entry next() throws IOException;
}
