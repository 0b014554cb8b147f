package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attributes by the views of a file system: "unix" where it has that, else "posix", else "basic".
 */
final class NioAttributes {
  private static final long UINT32 = 0xffff_ffffL;
  private static final int DEFAULT_MODE = 0644;
  private static final int DEFAULT_FOLDER_MODE = 0755;

  /** In the order of the bits of a mode. */
  private static final List<PosixFilePermission> PERMISSIONS =
      List.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  /** All that a listing shows. */
  record Seen(FileAttributes attributes, long links, Bytes user, Bytes group) {}

  private NioAttributes() {}

  /** Of any kind, a link that leads nowhere too. */
  static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  static Seen read(Path path) throws IOException {
    Set<String> views = path.getFileSystem().supportedFileAttributeViews();
    if (views.contains("unix")) {
      return readUnix(path);
    }
    if (views.contains("posix")) {
      PosixFileAttributes a =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new Seen(
          attributes(a, type(a) | bits(a.permissions())),
          1,
          Bytes.utf8(a.owner().getName()),
          Bytes.utf8(a.group().getName()));
    }
    BasicFileAttributes a =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    int mode = a.isDirectory() ? DEFAULT_FOLDER_MODE : DEFAULT_MODE;
    return new Seen(attributes(a, type(a) | mode), 1, Bytes.utf8("?"), Bytes.utf8("?"));
  }

  private static Seen readUnix(Path path) throws IOException {
    BasicFileAttributes basic =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Map<String, Object> a =
        Files.readAttributes(path, "unix:mode,nlink,uid,gid", LinkOption.NOFOLLOW_LINKS);
    int mode = (int) number(a.get("mode"));
    long uid = number(a.get("uid"));
    long gid = number(a.get("gid"));
    // Some file systems keep the type elsewhere.
    int whole = (mode & FileType.MASK) == 0 ? mode | type(basic) : mode;
    return new Seen(
        attributes(basic, whole).withOwner(uid, gid),
        number(a.get("nlink")),
        Bytes.utf8(Long.toString(uid)),
        Bytes.utf8(Long.toString(gid)));
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number n ? n.longValue() & UINT32 : 0;
  }

  private static FileAttributes attributes(BasicFileAttributes a, int mode) {
    return FileAttributes.NONE
        .withSize(a.size())
        .withPermissions(mode)
        .withTimes(seconds(a.lastAccessTime()), seconds(a.lastModifiedTime()));
  }

  private static long seconds(FileTime time) {
    return Math.floorDiv(time.toMillis(), 1000L) & UINT32;
  }

  private static int type(BasicFileAttributes a) {
    if (a.isSymbolicLink()) {
      return FileType.SYMLINK.bits();
    }
    if (a.isDirectory()) {
      return FileType.DIRECTORY.bits();
    }
    return a.isRegularFile() ? FileType.REGULAR.bits() : FileType.UNKNOWN.bits();
  }

  private static int bits(Set<PosixFilePermission> permissions) {
    int bits = 0;
    for (int i = 0; i < PERMISSIONS.size(); i++) {
      bits |= permissions.contains(PERMISSIONS.get(i)) ? 0400 >> i : 0;
    }
    return bits;
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < PERMISSIONS.size(); i++) {
      if ((mode & (0400 >> i)) != 0) {
        permissions.add(PERMISSIONS.get(i));
      }
    }
    return permissions;
  }

  /** The nine bits that all systems have; nothing where the file system has none. */
  static void setMode(Path path, int mode) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view != null) {
      view.setPermissions(permissions(mode));
    }
  }

  /**
   * Sets what is present; all are tried, and the last failure is told.
   *
   * @param path walked already: no link is followed
   */
  static void change(Path path, FileAttributes changes) throws IOException {
    IOException failure = null;
    if (changes.size().isPresent()) {
      failure = attempt(() -> resize(path, changes.size().getAsLong()), failure);
    }
    if (changes.permissions().isPresent()) {
      failure = attempt(() -> setMode(path, changes.permissions().getAsInt()), failure);
    }
    if (changes.times().isPresent()) {
      FileAttributes.Times times = changes.times().get();
      failure = attempt(() -> setTimes(path, times), failure);
    }
    if (changes.owner().isPresent()) {
      FileAttributes.Owner owner = changes.owner().get();
      failure = attempt(() -> setOwner(path, owner), failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private interface Step {
    void take() throws IOException;
  }

  private static @Nullable IOException attempt(Step step, @Nullable IOException before) {
    try {
      step.take();
      return before;
    } catch (IOException e) {
      return e;
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return new SftpException(
          SftpStatus.OP_UNSUPPORTED, "setstat", Bytes.EMPTY, String.valueOf(e.getMessage()), e);
    }
  }

  private static void resize(Path path, long size) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      resize(channel, size);
    }
  }

  static void resize(SeekableByteChannel channel, long size) throws IOException {
    if (size > channel.size()) {
      channel.position(size - 1).write(ByteBuffer.allocate(1));
    } else {
      channel.truncate(size);
    }
  }

  private static void setTimes(Path path, FileAttributes.Times times) throws IOException {
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(
            FileTime.fromMillis(times.mtime() * 1000),
            FileTime.fromMillis(times.atime() * 1000),
            null);
  }

  private static void setOwner(Path path, FileAttributes.Owner owner) throws IOException {
    Files.setAttribute(path, "unix:uid", (int) owner.uid(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", (int) owner.gid(), LinkOption.NOFOLLOW_LINKS);
  }
}
