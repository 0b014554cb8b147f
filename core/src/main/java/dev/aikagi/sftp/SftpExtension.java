package dev.aikagi.sftp;

import java.util.Optional;

/** The extensions that are known here, with the version of each as OpenSSH announces it. */
public enum SftpExtension {
  POSIX_RENAME(ExtendedRequest.PosixRename.NAME, "1"),
  STATVFS(ExtendedRequest.Statvfs.NAME, "2"),
  FSTATVFS(ExtendedRequest.Fstatvfs.NAME, "2"),
  HARDLINK(ExtendedRequest.Hardlink.NAME, "1"),
  FSYNC(ExtendedRequest.Fsync.NAME, "1"),
  LSETSTAT(ExtendedRequest.Lsetstat.NAME, "1"),
  LIMITS(ExtendedRequest.GetLimits.NAME, "1"),
  EXPAND_PATH(ExtendedRequest.ExpandPath.NAME, "1"),
  COPY_DATA(ExtendedRequest.CopyData.NAME, "1"),
  HOME_DIRECTORY(ExtendedRequest.HomeDirectory.NAME, "1"),
  USERS_GROUPS_BY_ID(ExtendedRequest.UsersGroupsById.NAME, "1");

  private final String wireName;
  private final String version;

  SftpExtension(String wireName, String version) {
    this.wireName = wireName;
    this.version = version;
  }

  /** The name as it is sent. */
  public String wireName() {
    return wireName;
  }

  /** The data that is announced with it. */
  public String version() {
    return version;
  }

  /** The extension of this name in this version; another version is another protocol. */
  static Optional<SftpExtension> of(SftpMessage.ExtensionPair pair) {
    for (SftpExtension e : values()) {
      if (e.wireName.equals(pair.name()) && e.version.equals(pair.data().utf8())) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }
}
