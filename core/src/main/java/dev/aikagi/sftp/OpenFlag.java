package dev.aikagi.sftp;

import java.util.EnumSet;
import java.util.Set;

/** How a file is opened: the pflags of section 6.3. */
public enum OpenFlag {
  READ(0x01),
  WRITE(0x02),
  /** Each write goes to the end of the file, whatever its position says. */
  APPEND(0x04),
  /** Makes the file where there is none. */
  CREATE(0x08),
  /** Empties a file that exists. */
  TRUNCATE(0x10),
  /** With CREATE: fails where the file exists. */
  EXCLUSIVE(0x20);

  private final int bit;

  OpenFlag(int bit) {
    this.bit = bit;
  }

  static long bits(Set<OpenFlag> flags) {
    long bits = 0;
    for (OpenFlag f : flags) {
      bits |= f.bit;
    }
    return bits;
  }

  /** Bits that the draft does not name are ignored, as OpenSSH does. */
  static Set<OpenFlag> of(long bits) {
    Set<OpenFlag> flags = EnumSet.noneOf(OpenFlag.class);
    for (OpenFlag f : values()) {
      if ((bits & f.bit) != 0) {
        flags.add(f);
      }
    }
    return flags;
  }
}
