package dev.aikagi.tools.sftpserver;

import dev.aikagi.posix.OpenFile;

/** What a system call wants instead of a path: a folder that is open and a name from there. */
final class Spot implements AutoCloseable {
  private final OpenFile folder;
  private final byte[] name;
  private final boolean follow;
  private final boolean passing;

  /**
   * A name in a folder.
   *
   * @param name empty: the folder itself, or whatever is open in its place
   * @param follow whether a symbolic link of that name is followed
   * @param passing whether the folder is open for this one use
   */
  Spot(OpenFile folder, byte[] name, boolean follow, boolean passing) {
    this.folder = folder;
    this.name = name;
    this.follow = follow;
    this.passing = passing;
  }

  OpenFile folder() {
    return folder;
  }

  /** Not a copy. */
  byte[] name() {
    return name;
  }

  boolean follow() {
    return follow;
  }

  @Override
  public void close() {
    if (passing) {
      folder.close();
    }
  }
}
