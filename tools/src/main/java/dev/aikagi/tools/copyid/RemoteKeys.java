package dev.aikagi.tools.copyid;

import java.io.IOException;
import java.util.List;

/** The far end's file of keys. */
public interface RemoteKeys extends AutoCloseable {
  /** A file of keys is a few kilobytes; this is a thousand times as much. */
  int MAX_FILE = 4 << 20;

  /** Why it is not replaced. */
  String CHANGED = "somebody else changed it just now: try again";

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

  /**
   * Replaces all of it at once: whoever reads it at any moment finds the old content or the new
   * one, whole. Mode and owner stay, and of a symbolic link what it points to is replaced.
   *
   * @param before what was read; refused where the file holds anything else by now, since it would
   *     be somebody else's change that is undone
   */
  void replace(byte[] before, byte[] after) throws IOException;

  @Override
  void close();
}
