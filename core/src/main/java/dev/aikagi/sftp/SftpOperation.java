package dev.aikagi.sftp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client may ask a server for, under the names that OpenSSH's sftp-server gives the requests
 * in its options.
 */
public enum SftpOperation {
  /** Judged by its flags, not by this table: opening may or may not write. */
  OPEN("open", SftpRequest.Open.NUMBER, false),
  CLOSE("close", SftpRequest.Close.NUMBER, false),
  READ("read", SftpRequest.Read.NUMBER, false),
  WRITE("write", SftpRequest.Write.NUMBER, true),
  LSTAT("lstat", SftpRequest.Lstat.NUMBER, false),
  FSTAT("fstat", SftpRequest.Fstat.NUMBER, false),
  SETSTAT("setstat", SftpRequest.Setstat.NUMBER, true),
  FSETSTAT("fsetstat", SftpRequest.Fsetstat.NUMBER, true),
  OPENDIR("opendir", SftpRequest.Opendir.NUMBER, false),
  READDIR("readdir", SftpRequest.Readdir.NUMBER, false),
  REMOVE("remove", SftpRequest.Remove.NUMBER, true),
  MKDIR("mkdir", SftpRequest.Mkdir.NUMBER, true),
  RMDIR("rmdir", SftpRequest.Rmdir.NUMBER, true),
  REALPATH("realpath", SftpRequest.Realpath.NUMBER, false),
  STAT("stat", SftpRequest.Stat.NUMBER, false),
  RENAME("rename", SftpRequest.Rename.NUMBER, true),
  READLINK("readlink", SftpRequest.Readlink.NUMBER, false),
  SYMLINK("symlink", SftpRequest.Symlink.NUMBER, true),
  POSIX_RENAME("posix-rename", SftpExtension.POSIX_RENAME, true),
  STATVFS("statvfs", SftpExtension.STATVFS, false),
  FSTATVFS("fstatvfs", SftpExtension.FSTATVFS, false),
  HARDLINK("hardlink", SftpExtension.HARDLINK, true),
  /** Changes nothing, but who may not write has nothing to wait for: as in OpenSSH. */
  FSYNC("fsync", SftpExtension.FSYNC, true),
  LSETSTAT("lsetstat", SftpExtension.LSETSTAT, true),
  LIMITS("limits", SftpExtension.LIMITS, false),
  EXPAND_PATH("expand-path", SftpExtension.EXPAND_PATH, false),
  COPY_DATA("copy-data", SftpExtension.COPY_DATA, true),
  HOME_DIRECTORY("home-directory", SftpExtension.HOME_DIRECTORY, false),
  USERS_GROUPS_BY_ID("users-groups-by-id", SftpExtension.USERS_GROUPS_BY_ID, false);

  private final String requestName;
  private final int number;
  private final @Nullable SftpExtension extension;
  private final boolean writes;

  SftpOperation(String requestName, int number, boolean writes) {
    this.requestName = requestName;
    this.number = number;
    this.extension = null;
    this.writes = writes;
  }

  SftpOperation(String requestName, SftpExtension extension, boolean writes) {
    this.requestName = requestName;
    this.number = SftpRequest.Extended.NUMBER;
    this.extension = extension;
    this.writes = writes;
  }

  /** As in {@code sftp-server -Q requests}. */
  public String requestName() {
    return requestName;
  }

  /** Whether a server that only lets read refuses it always. */
  public boolean writes() {
    return writes;
  }

  /** The extension that announces it, if it is one. */
  Optional<SftpExtension> extension() {
    return Optional.ofNullable(extension);
  }

  /** The operation of that request name. */
  public static Optional<SftpOperation> named(String requestName) {
    for (SftpOperation o : values()) {
      if (o.requestName.equals(requestName)) {
        return Optional.of(o);
      }
    }
    return Optional.empty();
  }

  /** Null for a message type that is no request, and for EXTENDED, which its name tells apart. */
  static @Nullable SftpOperation ofType(int number) {
    for (SftpOperation o : values()) {
      if (o.number == number && o.extension == null) {
        return o;
      }
    }
    return null;
  }

  static @Nullable SftpOperation ofExtension(String wireName) {
    for (SftpOperation o : values()) {
      if (o.extension != null && o.extension.wireName().equals(wireName)) {
        return o;
      }
    }
    return null;
  }
}
