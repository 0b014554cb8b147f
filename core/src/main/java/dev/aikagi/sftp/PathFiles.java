package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * {@link LocalFiles} over {@link java.nio.file}. Names that it has no characters for, in the
 * encoding of the process, are refused: the bytes would not come through unharmed.
 */
public final class PathFiles implements LocalFiles {
  private static final Charset NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  /** From the highest bit of permission to the lowest. */
  private static final List<PosixFilePermission> MODE =
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

  private final FileSystem system;

  public PathFiles(FileSystem system) {
    this.system = system;
  }

  /** The file system of the machine. */
  public PathFiles() {
    this(FileSystems.getDefault());
  }

  @Override
  public FileAttributes stat(Bytes path, boolean followLinks) throws IOException {
    return stat(path(path), followLinks);
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // The listing closes it.
  public Listing list(Bytes path) throws IOException {
    return new PathListing(Files.newDirectoryStream(path(path)));
  }

  @Override
  public TransferSource source(Bytes path) throws IOException {
    return FileSource.of(path(path));
  }

  @Override
  public TransferTarget target(Bytes path, int permissions, boolean keep) throws IOException {
    Path file = path(path);
    Set<OpenOption> how = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    if (!keep) {
      how =
          Set.of(
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING);
    }
    return new FileTarget(FileChannel.open(file, how, mode(permissions)), file);
  }

  @Override
  public boolean makeFolder(Bytes path, int permissions) throws IOException {
    Path folder = path(path);
    try {
      Files.createDirectory(folder, mode(permissions));
      return true;
    } catch (FileAlreadyExistsException e) {
      if (Files.isDirectory(folder)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void setAttributes(Bytes path, FileAttributes attributes) throws IOException {
    setAttributes(path(path), attributes);
  }

  private boolean isPosix() {
    return system.supportedFileAttributeViews().contains("posix");
  }

  private FileAttribute<?>[] mode(int permissions) {
    return isPosix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set(permissions))}
        : new FileAttribute<?>[0];
  }

  private Path path(Bytes bytes) throws IOException {
    String text = new String(bytes.toArray(), NAMES);
    if (!Bytes.of(text.getBytes(NAMES)).equals(bytes)) {
      throw new IOException("the name has no form in the encoding " + NAMES);
    }
    try {
      return system.getPath(text);
    } catch (InvalidPathException e) {
      throw new IOException("not a name here: " + e.getReason(), e);
    }
  }

  static Bytes bytes(Path path) {
    return Bytes.of(path.toString().getBytes(NAMES));
  }

  static FileAttributes stat(Path path, boolean followLinks) throws IOException {
    LinkOption[] links =
        followLinks ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, links);
    if (view == null) {
      BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, links);
      return attributes(basic, basic.isDirectory() ? 0755 : 0644);
    }
    PosixFileAttributes posix = view.readAttributes();
    return attributes(posix, bits(posix.permissions()));
  }

  private static FileAttributes attributes(BasicFileAttributes a, int permissions) {
    FileType type =
        a.isRegularFile()
            ? FileType.REGULAR
            : a.isDirectory()
                ? FileType.DIRECTORY
                : a.isSymbolicLink() ? FileType.SYMLINK : FileType.UNKNOWN;
    return FileAttributes.NONE
        .withSize(a.size())
        .withPermissions(type.bits() | permissions)
        .withTimes(seconds(a.lastAccessTime()), seconds(a.lastModifiedTime()));
  }

  /** A uint32 has no time before 1970 and none after 2106. */
  private static long seconds(FileTime time) {
    return Math.clamp(time.to(TimeUnit.SECONDS), 0, 0xffff_ffffL);
  }

  static void setAttributes(Path path, FileAttributes attributes) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view != null && attributes.permissions().isPresent()) {
      view.setPermissions(set(attributes.permissions().getAsInt()));
    }
    if (attributes.times().isPresent()) {
      FileAttributes.Times times = attributes.times().get();
      Files.getFileAttributeView(path, java.nio.file.attribute.BasicFileAttributeView.class)
          .setTimes(
              FileTime.from(times.mtime(), TimeUnit.SECONDS),
              FileTime.from(times.atime(), TimeUnit.SECONDS),
              null);
    }
  }

  private static int bits(Set<PosixFilePermission> permissions) {
    int bits = 0;
    for (int i = 0; i < MODE.size(); i++) {
      if (permissions.contains(MODE.get(i))) {
        bits |= 0400 >> i;
      }
    }
    return bits;
  }

  private static Set<PosixFilePermission> set(int bits) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < MODE.size(); i++) {
      if ((bits & 0400 >> i) != 0) {
        permissions.add(MODE.get(i));
      }
    }
    return permissions;
  }

  private static final class PathListing implements Listing {
    private final DirectoryStream<Path> stream;
    private final Iterator<Path> paths;

    PathListing(DirectoryStream<Path> stream) {
      this.stream = stream;
      this.paths = stream.iterator();
    }

    @Override
    public Optional<DirectoryEntry> next() throws IOException {
      while (true) {
        try {
          if (!paths.hasNext()) {
            return Optional.empty();
          }
          Path path = paths.next();
          return Optional.of(
              new DirectoryEntry(bytes(path.getFileName()), Bytes.EMPTY, known(path)));
        } catch (DirectoryIteratorException e) {
          throw e.getCause();
        }
      }
    }

    private static FileAttributes known(Path path) {
      try {
        return stat(path, false);
      } catch (IOException e) {
        return FileAttributes.NONE; // Whoever wants it asks for it, and is told.
      }
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
