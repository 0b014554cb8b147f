package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireWriter;
import java.util.List;

/**
 * What an EXTENDED request asks for, by its name: PROTOCOL section 4 of OpenSSH, and its drafts.
 */
sealed interface ExtendedRequest {
  /** The name as it is sent. */
  String name();

  /** Appends what follows the name. */
  void writeFields(WireWriter w);

  /** rename(2): what stands at the new path is replaced. */
  record PosixRename(Bytes oldpath, Bytes newpath) implements ExtendedRequest {
    static final String NAME = "posix-rename@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeString(oldpath).writeString(newpath);
    }
  }

  /** Answered by {@link FileSystemStatistics}. */
  record Statvfs(Bytes path) implements ExtendedRequest {
    static final String NAME = "statvfs@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeString(path);
    }
  }

  /** Answered by {@link FileSystemStatistics}. */
  record Fstatvfs(Bytes handle) implements ExtendedRequest {
    static final String NAME = "fstatvfs@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeString(handle);
    }
  }

  /** link(2). */
  record Hardlink(Bytes oldpath, Bytes newpath) implements ExtendedRequest {
    static final String NAME = "hardlink@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeString(oldpath).writeString(newpath);
    }
  }

  /** fsync(2). */
  record Fsync(Bytes handle) implements ExtendedRequest {
    static final String NAME = "fsync@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeString(handle);
    }
  }

  /** SETSTAT that does not follow a symbolic link. */
  record Lsetstat(Bytes path, FileAttributes attrs) implements ExtendedRequest {
    static final String NAME = "lsetstat@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeString(path);
      attrs.write(w);
    }
  }

  /** Answered by {@link Limits}. */
  record GetLimits() implements ExtendedRequest {
    static final String NAME = "limits@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {}
  }

  /** REALPATH that knows ~ and ~user. */
  record ExpandPath(Bytes path) implements ExtendedRequest {
    static final String NAME = "expand-path@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeString(path);
    }
  }

  /**
   * draft-ietf-secsh-filexfer-extensions-00 section 7; a length of 0 means to the end of the file.
   */
  record CopyData(
      Bytes readFromHandle,
      long readFromOffset,
      long readDataLength,
      Bytes writeToHandle,
      long writeToOffset)
      implements ExtendedRequest {
    public CopyData {
      SftpChecks.position("readFromOffset", readFromOffset);
      SftpChecks.position("readDataLength", readDataLength);
      SftpChecks.position("writeToOffset", writeToOffset);
    }

    static final String NAME = "copy-data";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeString(readFromHandle)
          .writeUint64(readFromOffset)
          .writeUint64(readDataLength)
          .writeString(writeToHandle)
          .writeUint64(writeToOffset);
    }
  }

  /** draft-ietf-secsh-filexfer-extensions-00 section 5; an empty name is the user's own. */
  record HomeDirectory(Bytes username) implements ExtendedRequest {
    static final String NAME = "home-directory";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeString(username);
    }
  }

  /** Answered by {@link UsersGroups}. */
  record UsersGroupsById(List<Long> uids, List<Long> gids) implements ExtendedRequest {
    public UsersGroupsById {
      uids = List.copyOf(uids);
      uids.forEach(i -> SftpChecks.uint32("uids", i));
      gids = List.copyOf(gids);
      gids.forEach(i -> SftpChecks.uint32("gids", i));
    }

    static final String NAME = "users-groups-by-id@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeString(uint32s(uids)).writeString(uint32s(gids));
    }
  }

  /** One that is not known here. */
  record Unknown(String name, Bytes data) implements ExtendedRequest {
    @Override
    public void writeFields(WireWriter w) {
      w.writeRaw(data);
    }
  }

  private static WireWriter uint32s(List<Long> values) {
    WireWriter w = new WireWriter(4 * values.size());
    values.forEach(w::writeUint32);
    return w;
  }
}
