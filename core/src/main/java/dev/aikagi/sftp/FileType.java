package dev.aikagi.sftp;

import java.util.OptionalInt;

/** What a file is, by the upper bits of its permissions (S_IFMT). */
public enum FileType {
  FIFO(0010000),
  CHARACTER_DEVICE(0020000),
  DIRECTORY(0040000),
  BLOCK_DEVICE(0060000),
  REGULAR(0100000),
  SYMLINK(0120000),
  SOCKET(0140000),
  /** Nothing was said, or nothing that is known. */
  UNKNOWN(0);

  /** S_IFMT: the bits of permissions that say the type. */
  static final int MASK = 0170000;

  private final int bits;

  FileType(int bits) {
    this.bits = bits;
  }

  /** These bits of permissions. */
  public int bits() {
    return bits;
  }

  public static FileType of(OptionalInt permissions) {
    int wanted = permissions.orElse(0) & MASK;
    for (FileType t : values()) {
      if (t.bits == wanted) {
        return t;
      }
    }
    return UNKNOWN;
  }
}
