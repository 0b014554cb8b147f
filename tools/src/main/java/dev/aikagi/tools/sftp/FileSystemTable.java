package dev.aikagi.tools.sftp;

import dev.aikagi.sftp.FileSystemStatistics;
import dev.aikagi.tools.files.Scaled;

/** What df shows, in OpenSSH's form. */
final class FileSystemTable {
  private FileSystemTable() {}

  static String of(FileSystemStatistics s, boolean scaled, boolean inodes) {
    if (inodes) {
      return "     Inodes        Used       Avail      (root)    %Capacity\n"
          + number(s.files(), 11)
          + number(s.files() - s.freeFiles(), 12)
          + number(s.availableFiles(), 12)
          + number(s.freeFiles(), 12)
          + capacity(s.files(), s.freeFiles());
    }
    long used = s.blocks() - s.freeBlocks();
    if (scaled) {
      return "    Size     Used    Avail   (root)    %Capacity\n"
          + size(s.blocks() * s.fragmentSize(), 7)
          + size(used * s.fragmentSize(), 8)
          + size(s.availableBlocks() * s.fragmentSize(), 8)
          + size(s.freeBlocks() * s.fragmentSize(), 8)
          + capacity(s.blocks(), s.freeBlocks());
    }
    return "        Size         Used        Avail       (root)    %Capacity\n"
        + number(kib(s.blocks(), s), 12)
        + number(kib(used, s), 13)
        + number(kib(s.availableBlocks(), s), 13)
        + number(kib(s.freeBlocks(), s), 13)
        + capacity(s.blocks(), s.freeBlocks());
  }

  private static long kib(long blocks, FileSystemStatistics s) {
    return Long.divideUnsigned(blocks * s.fragmentSize(), 1024);
  }

  private static String number(long number, int width) {
    return Scaled.right(Long.toUnsignedString(number), width);
  }

  private static String size(long bytes, int width) {
    return Scaled.right(Scaled.of(bytes), width) + "B";
  }

  private static String capacity(long all, long free) {
    String percent =
        all == 0
            ? "ERR"
            : Scaled.right(Long.toUnsignedString(Long.divideUnsigned(100 * (all - free), all)), 3)
                + "%";
    return "         " + percent + "\n";
  }
}
