package dev.aikagi.sftp;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;

/**
 * The answer to statvfs@openssh.com: statvfs(3). All are unsigned 64-bit numbers.
 *
 * @param blockSize f_bsize: bytes that are best read at a time
 * @param fragmentSize f_frsize: bytes in which blocks are counted
 * @param freeBlocks for the superuser
 * @param availableBlocks for everybody
 * @param flags {@link #READ_ONLY}, {@link #NO_SETUID}
 */
public record FileSystemStatistics(
    long blockSize,
    long fragmentSize,
    long blocks,
    long freeBlocks,
    long availableBlocks,
    long files,
    long freeFiles,
    long availableFiles,
    long fileSystemId,
    long flags,
    long maxNameLength) {
  /** SSH2_FXE_STATVFS_ST_RDONLY. */
  public static final long READ_ONLY = 0x1;

  /** SSH2_FXE_STATVFS_ST_NOSUID. */
  public static final long NO_SETUID = 0x2;

  static FileSystemStatistics read(WireReader r) throws MalformedException {
    FileSystemStatistics s =
        new FileSystemStatistics(
            r.readUint64(),
            r.readUint64(),
            r.readUint64(),
            r.readUint64(),
            r.readUint64(),
            r.readUint64(),
            r.readUint64(),
            r.readUint64(),
            r.readUint64(),
            r.readUint64(),
            r.readUint64());
    r.expectEnd();
    return s;
  }

  void write(WireWriter w) {
    w.writeUint64(blockSize).writeUint64(fragmentSize).writeUint64(blocks);
    w.writeUint64(freeBlocks).writeUint64(availableBlocks).writeUint64(files);
    w.writeUint64(freeFiles).writeUint64(availableFiles).writeUint64(fileSystemId);
    w.writeUint64(flags).writeUint64(maxNameLength);
  }
}
