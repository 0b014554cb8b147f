package dev.aikagi.tools.copyid;

import java.io.IOException;
import java.util.List;

/** The far end's file of keys. */
sealed interface RemoteKeys permits ShellKeys, SftpKeys {
  /** A file of keys is a few kilobytes; this is a thousand times as much. */
  int MAX_FILE = 4 << 20;

  /** What it is called at the far end, as octets, once it was read. */
  String path();

  /** All of it; nothing where there is no such file yet. */
  byte[] read() throws IOException;

  /**
   * Adds to its end and takes away write permissions of others.
   *
   * @param lines may be empty
   * @return what the modes are afterwards
   */
  List<Mode> append(byte[] lines) throws IOException;
}
