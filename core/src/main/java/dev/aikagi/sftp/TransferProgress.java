package dev.aikagi.sftp;

/** Is told how far a file is: at the start, at most every 100 ms, and at the end. */
@FunctionalInterface
public interface TransferProgress {
  /**
   * Called by the thread that transfers, which waits for it.
   *
   * @param bytes of the file that are at the target, with those that were there before
   * @param total as the source said; less than bytes if it grew
   */
  void at(long bytes, long total);
}
