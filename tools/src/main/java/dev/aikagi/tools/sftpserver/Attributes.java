package dev.aikagi.tools.sftpserver;

import dev.aikagi.posix.FileStatus;
import dev.aikagi.posix.FileSystemStatus;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.FileSystemStatistics;

/** What the kernel says, as the protocol has it. */
final class Attributes {
  private static final long UINT32 = 0xffff_ffffL;

  /** ST_RDONLY and ST_NOSUID, which the protocol gives the same numbers. */
  private static final long FLAGS = FileSystemStatistics.READ_ONLY | FileSystemStatistics.NO_SETUID;

  private Attributes() {}

  /** Times beyond 32 bits lose their upper ones, as in OpenSSH: the protocol has no others. */
  static FileAttributes of(FileStatus s) {
    return FileAttributes.NONE
        .withSize(s.size())
        .withOwner(s.uid() & UINT32, s.gid() & UINT32)
        .withPermissions(s.mode())
        .withTimes(s.accessed() & UINT32, s.modified() & UINT32);
  }

  static FileSystemStatistics of(FileSystemStatus s) {
    return new FileSystemStatistics(
        s.blockSize(),
        s.fragmentSize(),
        s.blocks(),
        s.free(),
        s.available(),
        s.files(),
        s.freeFiles(),
        s.availableFiles(),
        s.id(),
        s.flags() & FLAGS,
        s.longestName());
  }
}
