package dev.aikagi.tools.sftpserver;

import dev.aikagi.posix.FileCalls;
import dev.aikagi.posix.OpenFile;
import dev.aikagi.posix.OpenFlags;
import java.io.IOException;

/** All files that the user may have. */
final class WholeSystem implements Reach {
  private final FileCalls calls;
  private final OpenFile start;
  private final byte[] startPath;

  /**
   * Opens the folder where clients start.
   *
   * @param startPath absolute
   */
  WholeSystem(FileCalls calls, byte[] startPath) throws IOException {
    this.calls = calls;
    this.start =
        calls.open(
            OpenFile.workingFolder(calls), startPath, OpenFlags.PATH_ONLY | OpenFlags.FOLDER, 0);
    this.startPath = startPath;
  }

  @Override
  public OpenFile open(byte[] path, int flags, int mode) throws IOException {
    return calls.open(start, path, flags, mode);
  }

  @Override
  public Spot named(byte[] path) {
    return new Spot(start, path, false, false);
  }

  @Override
  public Spot followed(byte[] path) {
    return new Spot(start, path, true, false);
  }

  @Override
  public byte[] start() {
    return startPath;
  }

  @Override
  public boolean isWholeSystem() {
    return true;
  }

  @Override
  public void close() {
    start.close();
  }
}
