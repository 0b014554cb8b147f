package dev.aikagi.sftp;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is known of a file, or is to be set of it: ATTRS of section 5. What is absent is not known,
 * or stays as it is.
 *
 * @param size in bytes
 * @param permissions as st_mode: the type, the three special bits and the nine of permission
 */
public record FileAttributes(
    OptionalLong size, Optional<Owner> owner, OptionalInt permissions, Optional<Times> times) {
  public static final FileAttributes NONE =
      new FileAttributes(
          OptionalLong.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty());

  private static final int SIZE = 0x1;
  private static final int UIDGID = 0x2;
  private static final int PERMISSIONS = 0x4;
  private static final int ACMODTIME = 0x8;
  private static final int EXTENDED = 0x8000_0000;

  /** Numbers of the server's users and groups; uint32. The protocol has both or none. */
  public record Owner(long uid, long gid) {
    public Owner {
      SftpChecks.uint32("uid", uid);
      SftpChecks.uint32("gid", gid);
    }
  }

  /** Seconds since 1970; uint32. The protocol has both or none. */
  public record Times(long atime, long mtime) {
    public Times {
      SftpChecks.uint32("atime", atime);
      SftpChecks.uint32("mtime", mtime);
    }
  }

  public FileAttributes {
    size.ifPresent(s -> SftpChecks.position("size", s));
  }

  public FileAttributes withSize(long bytes) {
    return new FileAttributes(OptionalLong.of(bytes), owner, permissions, times);
  }

  public FileAttributes withOwner(long uid, long gid) {
    return new FileAttributes(size, Optional.of(new Owner(uid, gid)), permissions, times);
  }

  public FileAttributes withPermissions(int mode) {
    return new FileAttributes(size, owner, OptionalInt.of(mode), times);
  }

  public FileAttributes withTimes(long atime, long mtime) {
    return new FileAttributes(size, owner, permissions, Optional.of(new Times(atime, mtime)));
  }

  /** By the permissions; {@link FileType#UNKNOWN} where there are none. */
  public FileType type() {
    return FileType.of(permissions);
  }

  public boolean isDirectory() {
    return type() == FileType.DIRECTORY;
  }

  public boolean isRegularFile() {
    return type() == FileType.REGULAR;
  }

  public boolean isSymlink() {
    return type() == FileType.SYMLINK;
  }

  /** Reads ATTRS. Extended pairs are read over: none is in use. */
  static FileAttributes read(WireReader r) throws MalformedException {
    int flags = (int) r.readUint32();
    OptionalLong size =
        (flags & SIZE) != 0 ? OptionalLong.of(SftpMessageReader.position(r)) : OptionalLong.empty();
    Optional<Owner> owner =
        (flags & UIDGID) != 0
            ? Optional.of(new Owner(r.readUint32(), r.readUint32()))
            : Optional.empty();
    OptionalInt permissions =
        (flags & PERMISSIONS) != 0 ? OptionalInt.of((int) r.readUint32()) : OptionalInt.empty();
    Optional<Times> times =
        (flags & ACMODTIME) != 0
            ? Optional.of(new Times(r.readUint32(), r.readUint32()))
            : Optional.empty();
    if ((flags & EXTENDED) != 0) {
      long count = r.readUint32();
      // Two lengths each: a count that lies must not spin.
      if (count > r.remaining() / 8) {
        throw new MalformedException(count + " extended attributes");
      }
      for (long i = 0; i < 2 * count; i++) {
        r.skip(r.readStringLength());
      }
    }
    return new FileAttributes(size, owner, permissions, times);
  }

  /** Appends ATTRS. */
  void write(WireWriter w) {
    w.writeUint32(
        (size.isPresent() ? SIZE : 0)
            | (owner.isPresent() ? UIDGID : 0)
            | (permissions.isPresent() ? PERMISSIONS : 0)
            | (times.isPresent() ? ACMODTIME : 0));
    size.ifPresent(w::writeUint64);
    owner.ifPresent(o -> w.writeUint32(o.uid()).writeUint32(o.gid()));
    permissions.ifPresent(p -> w.writeUint32(p & 0xffff_ffffL));
    times.ifPresent(t -> w.writeUint32(t.atime()).writeUint32(t.mtime()));
  }
}
