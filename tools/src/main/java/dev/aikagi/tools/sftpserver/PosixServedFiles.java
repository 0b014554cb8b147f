package dev.aikagi.tools.sftpserver;

import dev.aikagi.Bytes;
import dev.aikagi.posix.Errno;
import dev.aikagi.posix.FileCalls;
import dev.aikagi.posix.FileStatus;
import dev.aikagi.posix.OpenFile;
import dev.aikagi.posix.OpenFlags;
import dev.aikagi.posix.OpenFolder;
import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.User;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.FileSystemStatistics;
import dev.aikagi.sftp.OpenFlag;
import dev.aikagi.sftp.ServedFile;
import dev.aikagi.sftp.ServedFiles;
import dev.aikagi.sftp.ServedFolder;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * The files of this system, by the kernel's calls, with what the calling thread may do there: all
 * of them, or a folder as if it were all. One thread at a time; calls wait in the kernel, so it is
 * a platform thread.
 */
public final class PosixServedFiles implements ServedFiles {
  private final FileCalls calls;
  private final Reach reach;
  private final RealPath realPath;
  private final Names names;

  private PosixServedFiles(FileCalls calls, Reach reach) {
    this.calls = calls;
    this.reach = reach;
    this.realPath = new RealPath(calls, reach);
    this.names = new Names(reach.isWholeSystem());
  }

  /** All files, with clients starting in the working folder of this process. */
  public static PosixServedFiles ofSystem() throws IOException {
    FileCalls calls = new FileCalls();
    try {
      return ofSystem(calls, calls.workingFolderPath());
    } catch (IOException | RuntimeException e) {
      calls.close();
      throw e;
    }
  }

  /**
   * All files.
   *
   * @param start where clients start
   */
  public static PosixServedFiles ofSystem(Bytes start) throws IOException {
    FileCalls calls = new FileCalls();
    try {
      return ofSystem(calls, Paths.from(calls.workingFolderPath(), start.toArray()));
    } catch (IOException | RuntimeException e) {
      calls.close();
      throw e;
    }
  }

  private static PosixServedFiles ofSystem(FileCalls calls, byte[] start) throws IOException {
    // Its name without links is what a client sees first.
    try (Reach all = new WholeSystem(calls, start)) {
      byte[] path = new RealPath(calls, all).of(start);
      return new PosixServedFiles(calls, new WholeSystem(calls, path));
    }
  }

  /**
   * A folder as if it were all there is; nothing leads out of it, whoever changes it meanwhile.
   *
   * @param start where clients start, as an absolute path inside
   * @throws IOException also where the kernel is older than Linux 5.6
   */
  public static PosixServedFiles ofFolder(Bytes root, Bytes start) throws IOException {
    FileCalls calls = new FileCalls();
    try {
      OpenFile folder =
          calls.open(
              OpenFile.workingFolder(calls),
              root.toArray(),
              OpenFlags.PATH_ONLY | OpenFlags.FOLDER,
              0);
      byte[] path = start.toArray();
      return new PosixServedFiles(
          calls, RootedFolder.of(calls, folder, Paths.slice(path, 0, Paths.endOfLast(path))));
    } catch (IOException | RuntimeException e) {
      calls.close();
      throw e;
    }
  }

  @Override
  public ServedFile open(Bytes path, Set<OpenFlag> flags, int mode) throws IOException {
    return new PosixServedFile(reach.open(path.toArray(), bits(flags), mode));
  }

  private static int bits(Set<OpenFlag> flags) {
    int bits = OpenFlags.READ;
    if (flags.contains(OpenFlag.WRITE)) {
      bits = flags.contains(OpenFlag.READ) ? OpenFlags.READ_WRITE : OpenFlags.WRITE;
    }
    bits |= flags.contains(OpenFlag.APPEND) ? OpenFlags.APPEND : 0;
    bits |= flags.contains(OpenFlag.CREATE) ? OpenFlags.CREATE : 0;
    bits |= flags.contains(OpenFlag.TRUNCATE) ? OpenFlags.TRUNCATE : 0;
    return bits | (flags.contains(OpenFlag.EXCLUSIVE) ? OpenFlags.EXCLUSIVE : 0);
  }

  @Override
  public ServedFolder openFolder(Bytes path) throws IOException {
    OpenFile file = reach.open(path.toArray(), OpenFlags.READ | OpenFlags.FOLDER, 0);
    try {
      boolean atRoot = !reach.isWholeSystem() && isRoot(file);
      return new PosixServedFolder(calls, new OpenFolder(file), names, atRoot);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** What is around the root is nobody's business in it. */
  private boolean isRoot(OpenFile file) throws IOException {
    try (Spot root = reach.followed(new byte[] {'/'})) {
      return file.status().isSameFile(root.folder().status());
    }
  }

  @Override
  public FileAttributes attributes(Bytes path, boolean followLinks) throws IOException {
    byte[] name = path.toArray();
    try (Spot spot = followLinks ? reach.followed(name) : looked(name)) {
      return Attributes.of(calls.status(spot.folder(), spot.name(), spot.follow()));
    }
  }

  /** A name to look at only: the dots do no harm then, and a slash behind means what is there. */
  private Spot looked(byte[] path) throws IOException {
    if (reach.isWholeSystem()) {
      return reach.named(path);
    }
    int end = Paths.endOfLast(path);
    boolean dots = Paths.isDots(Paths.slice(path, Paths.beginOfLast(path, end), end));
    return dots || Paths.endsWithSlash(path) ? reach.followed(path) : reach.named(path);
  }

  @Override
  public void change(Bytes path, FileAttributes changes, boolean followLinks) throws IOException {
    byte[] name = path.toArray();
    if (changes.equals(FileAttributes.NONE)) {
      return;
    }
    try (Spot spot = followLinks ? reach.followed(name) : looked(name)) {
      changes(name, spot).make(changes);
    }
  }

  private Changes changes(byte[] path, Spot spot) {
    return new Changes() {
      @Override
      void size(long size) throws IOException {
        try (OpenFile file = reach.open(path, OpenFlags.WRITE, 0)) {
          file.changeSize(size);
        }
      }

      @Override
      void mode(int mode) throws IOException {
        calls.changeMode(spot.folder(), spot.name(), mode, spot.follow());
      }

      @Override
      void times(long accessed, long modified) throws IOException {
        calls.changeTimes(spot.folder(), spot.name(), accessed, modified, spot.follow());
      }

      @Override
      void owner(int uid, int gid) throws IOException {
        calls.changeOwner(spot.folder(), spot.name(), uid, gid, spot.follow());
      }
    };
  }

  @Override
  public void remove(Bytes path) throws IOException {
    try (Spot spot = reach.named(path.toArray())) {
      calls.remove(spot.folder(), spot.name());
    }
  }

  @Override
  public void makeFolder(Bytes path, int mode) throws IOException {
    try (Spot spot = reach.named(path.toArray())) {
      calls.makeFolder(spot.folder(), spot.name(), mode);
    }
  }

  @Override
  public void removeFolder(Bytes path) throws IOException {
    try (Spot spot = reach.named(path.toArray())) {
      calls.removeFolder(spot.folder(), spot.name());
    }
  }

  @Override
  public void rename(Bytes from, Bytes to, boolean replace) throws IOException {
    try (Spot old = reach.named(from.toArray());
        Spot fresh = reach.named(to.toArray())) {
      if (replace) {
        calls.rename(old.folder(), old.name(), fresh.folder(), fresh.name());
      } else {
        renameToNew(old, fresh);
      }
    }
  }

  /**
   * Where the file system has no call for it (NFS and FAT): a file gets its new name in one step,
   * which fails if that is taken, and then loses its old one.
   */
  private void renameToNew(Spot old, Spot fresh) throws IOException {
    try {
      calls.renameToNew(old.folder(), old.name(), fresh.folder(), fresh.name());
    } catch (PosixException e) {
      if (e.errno() != Errno.EINVAL && e.errno() != Errno.ENOSYS) {
        throw e;
      }
      FileStatus status = calls.status(old.folder(), old.name(), false);
      if (status.isRegular() && linked(old, fresh)) {
        calls.remove(old.folder(), old.name());
      } else if (exists(fresh)) {
        throw new SftpException(SftpStatus.FAILURE, "rename", Bytes.EMPTY, "the name is taken");
      } else {
        calls.rename(old.folder(), old.name(), fresh.folder(), fresh.name());
      }
    }
  }

  /** False where the file system has no hard links. */
  private boolean linked(Spot old, Spot fresh) throws IOException {
    try {
      calls.hardLink(old.folder(), old.name(), fresh.folder(), fresh.name());
      return true;
    } catch (PosixException e) {
      return switch (e.errno()) {
        case Errno.EPERM, Errno.EOPNOTSUPP, Errno.ENOSYS -> false;
        default -> throw e;
      };
    }
  }

  private boolean exists(Spot spot) throws IOException {
    try {
      calls.status(spot.folder(), spot.name(), false);
      return true;
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public Bytes readLink(Bytes path) throws IOException {
    try (Spot spot = reach.named(path.toArray())) {
      return Bytes.of(calls.readLink(spot.folder(), spot.name()));
    }
  }

  @Override
  public void symbolicLink(Bytes target, Bytes link) throws IOException {
    try (Spot spot = reach.named(link.toArray())) {
      calls.symbolicLink(target.toArray(), spot.folder(), spot.name());
    }
  }

  @Override
  public void hardLink(Bytes existing, Bytes link) throws IOException {
    try (Spot old = reach.named(existing.toArray());
        Spot fresh = reach.named(link.toArray())) {
      calls.hardLink(old.folder(), old.name(), fresh.folder(), fresh.name());
    }
  }

  @Override
  public Bytes realPath(Bytes path) throws IOException {
    return Bytes.of(realPath.of(path.toArray()));
  }

  @Override
  public Bytes expandPath(Bytes path) throws IOException {
    byte[] given = path.toArray();
    if (given.length == 0 || given[0] != '~') {
      return realPath(path);
    }
    int end = 1;
    while (end < given.length && given[end] != '/') {
      end++;
    }
    byte[] rest = Arrays.copyOfRange(given, Math.min(end + 1, given.length), given.length);
    String user = new String(given, 1, end - 1, StandardCharsets.UTF_8);
    byte[] home = reach.start();
    if (!user.isEmpty()) {
      try {
        home = homeFolder(Bytes.utf8(user)).toArray();
      } catch (SftpException e) {
        throw new SftpException(SftpStatus.NO_SUCH_FILE, "expand-path", path, "no such user");
      }
    }
    return Bytes.of(
        realPath.of(rest.length == 0 ? Paths.from(home, home) : Paths.join(home, rest)));
  }

  @Override
  public FileSystemStatistics statistics(Bytes path) throws IOException {
    try (OpenFile file = reach.open(path.toArray(), OpenFlags.PATH_ONLY, 0)) {
      return Attributes.of(file.fileSystem());
    }
  }

  /** In a folder that is all there is, everybody is at home where clients start. */
  @Override
  public Bytes homeFolder(Bytes user) throws IOException {
    if (!reach.isWholeSystem()) {
      byte[] start = reach.start();
      return start.length == 0 ? Bytes.utf8("/") : Bytes.of(start);
    }
    return (user.isEmpty() ? User.withId(User.effectiveId()) : User.named(user.utf8()))
        .map(found -> Bytes.utf8(found.home().toString()))
        .orElseThrow(
            () -> new SftpException(SftpStatus.FAILURE, "home-directory", user, "no such user"));
  }

  @Override
  public Bytes userName(long uid) throws IOException {
    return names.user(uid);
  }

  @Override
  public Bytes groupName(long gid) throws IOException {
    return names.group(gid);
  }

  /** As OpenSSH's server. */
  @Override
  public SftpStatus statusOf(IOException failure) {
    if (!(failure instanceof PosixException e)) {
      return SftpStatus.FAILURE;
    }
    return switch (e.errno()) {
      case Errno.ENOENT, Errno.ENOTDIR, Errno.EBADF, Errno.ELOOP -> SftpStatus.NO_SUCH_FILE;
      case Errno.EPERM, Errno.EACCES, Errno.EFAULT -> SftpStatus.PERMISSION_DENIED;
      case Errno.ENAMETOOLONG, Errno.EINVAL -> SftpStatus.BAD_MESSAGE;
      case Errno.ENOSYS -> SftpStatus.OP_UNSUPPORTED;
      default -> SftpStatus.FAILURE;
    };
  }

  @Override
  public void close() {
    reach.close();
    calls.close();
  }
}
