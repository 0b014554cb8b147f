package dev.aikagi.sftp.nio;

import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.SftpExtension;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads and changes the attributes of one file, or of what it links to. */
record AttributeAccess(SftpPath path, boolean followLinks) {
  private static final long UINT32 = 0xffff_ffffL;

  FileAttributes look() throws IOException {
    return path.getFileSystem()
        .ask(path, (client, p) -> followLinks ? client.stat(p) : client.lstat(p));
  }

  RemoteAttributes.Basic basic() throws IOException {
    return new RemoteAttributes.Basic(look());
  }

  RemoteAttributes.Posix posix() throws IOException {
    FileAttributes seen = look();
    FileAttributes.Owner owner = owner(seen);
    Principals principals = path.getFileSystem().principals();
    return new RemoteAttributes.Posix(
        seen,
        principals.user(owner.uid()),
        principals.group(owner.gid()),
        Modes.permissions(seen.permissions().orElseThrow(() -> unsaid("permissions"))));
  }

  private FileAttributes.Owner owner(FileAttributes seen) throws FileSystemException {
    return seen.owner().orElseThrow(() -> unsaid("owner"));
  }

  private FileSystemException unsaid(String what) {
    return new FileSystemException(path.toString(), null, "the server does not say the " + what);
  }

  /** Changes what is present. */
  void change(FileAttributes changes) throws IOException {
    SftpFileSystem files = path.getFileSystem();
    boolean toLink = !followLinks;
    if (toLink && !files.client().supports(SftpExtension.LSETSTAT)) {
      // The plain request would change what the link leads to.
      if (look().isSymlink()) {
        throw new FileSystemException(
            path.toString(), null, "a symbolic link, and the server has no lsetstat@openssh.com");
      }
      toLink = false;
    }
    if (toLink) {
      files.order(path, (client, p) -> client.lsetStat(p, changes));
    } else {
      files.order(path, (client, p) -> client.setStat(p, changes));
    }
  }

  /** The special bits stay as they are. */
  void setPermissions(int bits) throws IOException {
    int special = look().permissions().orElse(0) & Modes.SPECIAL;
    change(FileAttributes.NONE.withPermissions(special | bits));
  }

  /** The group is sent with it as it is: the protocol has both or none. */
  void setOwner(UserPrincipal user) throws IOException {
    long uid = Principals.uid(user);
    change(FileAttributes.NONE.withOwner(uid, owner(look()).gid()));
  }

  void setGroup(GroupPrincipal group) throws IOException {
    long gid = Principals.gid(group);
    change(FileAttributes.NONE.withOwner(owner(look()).uid(), gid));
  }

  /** What is null stays as it is; both are sent, since the protocol has both or none. */
  void setTimes(@Nullable FileTime modified, @Nullable FileTime accessed) throws IOException {
    if (modified == null && accessed == null) {
      return;
    }
    Optional<FileAttributes.Times> now =
        modified == null || accessed == null ? look().times() : Optional.empty();
    change(
        FileAttributes.NONE.withTimes(
            accessed == null ? now.map(FileAttributes.Times::atime).orElse(0L) : seconds(accessed),
            modified == null
                ? now.map(FileAttributes.Times::mtime).orElse(0L)
                : seconds(modified)));
  }

  private long seconds(FileTime time) throws FileSystemException {
    long seconds = time.to(TimeUnit.SECONDS);
    if (seconds < 0 || seconds > UINT32) {
      throw new FileSystemException(
          path.toString(), null, "SFTP has no time but of 1970 to 2106: " + time);
    }
    return seconds;
  }
}
