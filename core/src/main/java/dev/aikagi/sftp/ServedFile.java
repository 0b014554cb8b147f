package dev.aikagi.sftp;

import java.io.Closeable;
import java.io.IOException;

/** A file that a client has opened; see {@link ServedFiles} for threads and errors. */
public interface ServedFile extends Closeable {
  /**
   * Reads at an offset, straight into the reply.
   *
   * @return how many bytes; fewer than wanted only before the end; 0 at the end
   */
  int read(long offset, byte[] target, int at, int length) throws IOException;

  /** Writes all, at an offset or, if the file was opened to append, at its end. */
  void write(long offset, byte[] source, int from, int length) throws IOException;

  FileAttributes attributes() throws IOException;

  /** As {@link ServedFiles#change}. */
  void change(FileAttributes changes) throws IOException;

  /** Waits until what was written is on the disk. */
  void sync() throws IOException;

  FileSystemStatistics statistics() throws IOException;

  /** Equal for two that are one file, whatever their names. */
  Object identity() throws IOException;

  /**
   * Copies to another file of the same {@link ServedFiles}.
   *
   * @param length at most, as far as this file goes
   */
  void copyTo(long offset, ServedFile target, long targetOffset, long length) throws IOException;
}
