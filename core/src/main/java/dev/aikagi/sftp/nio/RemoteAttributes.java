package dev.aikagi.sftp.nio;

import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.FileType;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is known of a file. SFTP knows neither when it was made nor the number of its inode. */
sealed interface RemoteAttributes extends BasicFileAttributes {
  /** As the server said it. */
  FileAttributes seen();

  record Basic(FileAttributes seen) implements RemoteAttributes {}

  record Posix(
      FileAttributes seen,
      UserPrincipal owner,
      GroupPrincipal group,
      Set<PosixFilePermission> permissions)
      implements RemoteAttributes, PosixFileAttributes {
    public Posix {
      permissions = Modes.copy(permissions);
    }

    /** A fresh set, which the caller may change. */
    @Override
    public Set<PosixFilePermission> permissions() {
      return Modes.copy(permissions);
    }
  }

  /** Unknown times are 1970. */
  static FileTime time(long seconds) {
    return FileTime.from(seconds, TimeUnit.SECONDS);
  }

  @Override
  default FileTime lastModifiedTime() {
    return time(seen().times().map(FileAttributes.Times::mtime).orElse(0L));
  }

  @Override
  default FileTime lastAccessTime() {
    return time(seen().times().map(FileAttributes.Times::atime).orElse(0L));
  }

  @Override
  default FileTime creationTime() {
    return lastModifiedTime();
  }

  @Override
  default boolean isRegularFile() {
    return seen().isRegularFile();
  }

  @Override
  default boolean isDirectory() {
    return seen().isDirectory();
  }

  @Override
  default boolean isSymbolicLink() {
    return seen().isSymlink();
  }

  @Override
  default boolean isOther() {
    FileType type = seen().type();
    return type != FileType.REGULAR && type != FileType.DIRECTORY && type != FileType.SYMLINK;
  }

  @Override
  default long size() {
    return seen().size().orElse(0);
  }

  @Override
  default @Nullable Object fileKey() {
    return null;
  }
}
