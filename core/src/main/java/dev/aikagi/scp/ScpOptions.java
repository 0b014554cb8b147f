package dev.aikagi.scp;

import dev.aikagi.Bytes;
import java.util.function.Predicate;

/**
 * How files are copied.
 *
 * @param recursive folders too
 * @param preserve the source's times and its whole mode, with the bits that run a program as
 *     somebody else
 * @param intoFolder the target must be a folder that is there
 * @param umask what a file that is made here does not get, unless modes are preserved
 * @param expected whether a name was asked for; only of those at the top, since nobody knows what
 *     is in a folder
 */
public record ScpOptions(
    boolean recursive, boolean preserve, boolean intoFolder, int umask, Predicate<Bytes> expected) {
  private static final int USUAL_UMASK = 022;

  /** Files, with any name, without times. */
  public static final ScpOptions DEFAULTS =
      new ScpOptions(false, false, false, USUAL_UMASK, _ -> true);

  public ScpOptions withRecursive(boolean on) {
    return new ScpOptions(on, preserve, intoFolder, umask, expected);
  }

  public ScpOptions withPreserve(boolean on) {
    return new ScpOptions(recursive, on, intoFolder, umask, expected);
  }

  public ScpOptions withIntoFolder(boolean on) {
    return new ScpOptions(recursive, preserve, on, umask, expected);
  }

  public ScpOptions withUmask(int mask) {
    return new ScpOptions(recursive, preserve, intoFolder, mask, expected);
  }

  public ScpOptions withExpected(Predicate<Bytes> names) {
    return new ScpOptions(recursive, preserve, intoFolder, umask, names);
  }

  /**
   * What a file gets of a mode that came: a server must not be able to make a program here that
   * runs as somebody else, unless it was asked for modes.
   */
  int mode(int sent) {
    return preserve ? sent & 07777 : sent & 0777 & ~umask;
  }
}
