package dev.aikagi.tools.doctor;

import dev.aikagi.Bytes;
import dev.aikagi.posix.User;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that is held open while something in it is changed. The way to it is gone folder by
 * folder, through no symbolic link but root's own: a user who puts one to somebody else's folder
 * must not have root give him what is in there.
 */
final class OpenFolder implements AutoCloseable {
  private static final String BACKUP = ".before-ssh-doctor";
  private static final int MAX_BACKUPS = 1000;
  private static final int MAX_LINKS = 40;
  private static final int ALL_PERMISSIONS = 0777;

  private final Path path;
  private final SecureDirectoryStream<Path> folder;

  private OpenFolder(Path path, SecureDirectoryStream<Path> folder) {
    this.path = path;
    this.folder = folder;
  }

  /** The folder that a file is in. */
  @SuppressWarnings("StreamResourceLeak") // It is what is opened, and closed with this.
  static OpenFolder above(Path file) throws IOException {
    Path parent = file.normalize().getParent();
    if (parent == null || !parent.isAbsolute()) {
      throw new IOException("no folder to change anything in: " + file);
    }
    if (User.effectiveId() != 0) {
      // His own files by his own rights: nobody is led anywhere that he could not go himself.
      return new OpenFolder(parent, secure(Files.newDirectoryStream(parent)));
    }
    Path way = resolved(parent);
    SecureDirectoryStream<Path> open = secure(Files.newDirectoryStream(Path.of("/")));
    for (Path part : way) {
      try (SecureDirectoryStream<Path> above = open) {
        open = above.newDirectoryStream(part, LinkOption.NOFOLLOW_LINKS);
      }
    }
    return new OpenFolder(way, open);
  }

  /** Without the links that are root's; any other one makes the opening fail. */
  private static Path resolved(Path way) throws IOException {
    return resolved(way, 0);
  }

  private static Path resolved(Path way, int links) throws IOException {
    Path done = Path.of("/");
    for (int i = 0; i < way.getNameCount(); i++) {
      Path next = done.resolve(way.getName(i));
      if (Files.isSymbolicLink(next)
          && Files.getOwner(next, LinkOption.NOFOLLOW_LINKS).getName().equals("root")) {
        if (links == MAX_LINKS) {
          throw new IOException("too many symbolic links: " + way);
        }
        Path target = done.resolve(Files.readSymbolicLink(next));
        Path all = target.resolve(next.relativize(way));
        return resolved(all.normalize(), links + 1);
      }
      done = next;
    }
    return done;
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new IOException("this system has no way to change a file safely");
  }

  private PosixFileAttributeView view(Path name) {
    return folder.getFileAttributeView(
        name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** A second name of somebody else's file, or a FIFO that waits for a writer, is left alone. */
  private void requirePlain(Path name, PosixFileAttributes now) throws IOException {
    Object links = Files.getAttribute(path.resolve(name), "unix:nlink", LinkOption.NOFOLLOW_LINKS);
    boolean single = links instanceof Integer n && n == 1;
    if (!now.isDirectory() && !(now.isRegularFile() && single)) {
      throw new IOException("no file of one name: " + path.resolve(name));
    }
  }

  void mode(Path name, int before, int after) throws IOException {
    if ((before & ~ALL_PERMISSIONS) != 0) {
      // What changes permissions here knows no other bits, and would take them away.
      throw new IOException("it has special bits that only chmod keeps: " + path.resolve(name));
    }
    PosixFileAttributeView view = view(name);
    PosixFileAttributes now = view.readAttributes();
    requirePlain(name, now);
    if (!now.permissions().equals(permissions(before))) {
      throw new IOException("it has changed since it was looked at: " + path.resolve(name));
    }
    view.setPermissions(permissions(after));
  }

  void owner(Path name, String owner) throws IOException {
    UserPrincipal principal =
        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
    PosixFileAttributeView view = view(name);
    requirePlain(name, view.readAttributes());
    view.setOwner(principal);
  }

  void make(Path name, int mode) throws IOException {
    // There is no mkdirat here, and by its path it could come to lie anywhere.
    if (User.effectiveId() == 0 && !Files.getOwner(path).getName().equals("root")) {
      throw new IOException("only its owner can make a folder in " + path);
    }
    Files.createDirectory(
        path.resolve(name), PosixFilePermissions.asFileAttribute(permissions(mode)));
  }

  /** Returns the backup, where one is to be kept. */
  Optional<Path> replace(Path name, Bytes before, Bytes after, boolean keeps) throws IOException {
    PosixFileAttributes attributes = view(name).readAttributes();
    requirePlain(name, attributes);
    if (!attributes.isRegularFile() || !content(name, before.length()).equals(before)) {
      throw new IOException("it has changed since it was looked at: " + path.resolve(name));
    }
    Optional<Path> backup = Optional.empty();
    if (keeps) {
      Path kept = write(name, BACKUP, before, attributes, permissions(0600));
      backup = Optional.of(path.resolve(kept));
    }
    Path fresh = write(name, BACKUP + "-new", after, attributes, attributes.permissions());
    folder.move(fresh, folder, name);
    return backup;
  }

  private Bytes content(Path name, int length) throws IOException {
    try (SeekableByteChannel in =
            folder.newByteChannel(
                name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        InputStream stream = Channels.newInputStream(in)) {
      return Bytes.of(stream.readNBytes(length + 1));
    }
  }

  /** A new file beside it, with the same owner and group. */
  private Path write(
      Path name,
      String suffix,
      Bytes content,
      PosixFileAttributes like,
      Set<PosixFilePermission> mode)
      throws IOException {
    Path fresh = Path.of(name + suffix);
    for (int i = 1; i < MAX_BACKUPS && isThere(fresh); i++) {
      // An earlier backup stays what it is.
      fresh = Path.of(name + suffix + "-" + i);
    }
    try (SeekableByteChannel out =
        folder.newByteChannel(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(permissions(0600)))) {
      ByteBuffer bytes = ByteBuffer.wrap(content.toArray());
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      if (out instanceof FileChannel file) {
        // A crash after the exchange must not leave an empty list of keys.
        file.force(true);
      }
    }
    PosixFileAttributeView view = view(fresh);
    if (!view.getOwner().equals(like.owner())) {
      view.setOwner(like.owner());
    }
    if (!view.readAttributes().group().equals(like.group())) {
      view.setGroup(like.group());
    }
    view.setPermissions(mode);
    return fresh;
  }

  private boolean isThere(Path name) {
    try {
      return view(name).readAttributes() != null;
    } catch (IOException e) {
      // Whatever else it is that cannot be looked at: making it anew will fail, and say so.
      return false;
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if ((mode & (0400 >> i)) != 0) {
        set.add(all[i]);
      }
    }
    return set;
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
