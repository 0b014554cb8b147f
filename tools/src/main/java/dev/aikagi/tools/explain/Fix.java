package dev.aikagi.tools.explain;

import dev.aikagi.Bytes;
import java.nio.file.Path;

/** A change to a user's own file that is shown, asked about, and then made. */
public sealed interface Fix {
  Path path();

  /**
   * Other permission bits.
   *
   * @param before the bits that were seen; with others by now, nothing is done
   */
  record Mode(Path path, int before, int after) implements Fix {}

  /** Another owner; possible for root. */
  record Owner(Path path, long uid, String name) implements Fix {}

  /** A folder that is not there. */
  record Folder(Path path, int mode) implements Fix {}

  /**
   * Another content. The old one stays in a file beside it.
   *
   * @param before what was seen; where the file holds something else by now, nothing is done
   */
  record Content(Path path, Bytes before, Bytes after) implements Fix {}
}
