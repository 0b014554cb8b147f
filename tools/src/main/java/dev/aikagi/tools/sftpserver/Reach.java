package dev.aikagi.tools.sftpserver;

import dev.aikagi.posix.OpenFile;
import java.io.IOException;

/** How far a client's paths reach. Paths are not empty. */
interface Reach extends AutoCloseable {
  /** Opens, through symbolic links. */
  OpenFile open(byte[] path, int flags, int mode) throws IOException;

  /** A name as it is, even if it is a symbolic link; it need not exist. */
  Spot named(byte[] path) throws IOException;

  /** What a path leads to, through symbolic links. */
  Spot followed(byte[] path) throws IOException;

  /** The absolute path from which relative ones are understood; the root may be empty. */
  byte[] start();

  /** Whether names of the user database mean the same in here. */
  boolean isWholeSystem();

  @Override
  void close();
}
