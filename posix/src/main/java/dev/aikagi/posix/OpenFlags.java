package dev.aikagi.posix;

/**
 * How a file is opened: the flags of open(2), to be or-ed. Every open adds O_CLOEXEC, O_NOCTTY and
 * O_NONBLOCK: a program that is started must not inherit the file, a terminal must not become that
 * of this process, and a pipe that nobody has at its other end must not keep the caller waiting.
 */
public final class OpenFlags {
  public static final int READ = 0;
  public static final int WRITE = 1;
  public static final int READ_WRITE = 2;
  public static final int CREATE = 0x40;
  public static final int EXCLUSIVE = 0x80;
  public static final int TRUNCATE = 0x200;
  public static final int APPEND = 0x400;

  /** Neither read nor written, only named and looked at; needs no right to the file itself. */
  public static final int PATH_ONLY = 0x200000;

  /** It must be a folder. */
  public static final int FOLDER = ofMachine(0x10000, 0x4000);

  /** The last name must not be a symbolic link; together with PATH_ONLY, the link is meant. */
  public static final int NO_FOLLOW = ofMachine(0x20000, 0x8000);

  /** O_NONBLOCK, O_NOCTTY and O_CLOEXEC. */
  static final int ALWAYS = 0x800 | 0x100 | 0x80000;

  private OpenFlags() {}

  private static int ofMachine(int other, int aarch64) {
    return System.getProperty("os.arch", "").equals("aarch64") ? aarch64 : other;
  }
}
