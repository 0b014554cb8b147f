package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * A folder of any {@link java.nio.file.FileSystem} as if it were all there is: in memory, in an
 * archive, or of this machine. Neither ".." nor a symbolic link leads out of it, for links are
 * walked here, from name to name. Whoever can change the folder by other means at the same moment
 * can outrun the walk: where others than the client may do that, this is not for the files of this
 * machine.
 *
 * <p>Names are UTF-8, since those of {@link Path} are characters: what is no UTF-8 is not found.
 * Users and groups have the numbers that the file system gives them in its "unix" view, and no
 * others; none have names.
 */
public final class NioServedFiles implements ServedFiles {
  private final Path root;
  private final RootedPaths paths;

  /**
   * Serves a folder.
   *
   * @param root must exist
   * @throws IOException if it does not
   */
  public NioServedFiles(Path root) throws IOException {
    this.root = root.toRealPath();
    this.paths = new RootedPaths(this.root);
  }

  @Override
  public ServedFile open(Bytes path, Set<OpenFlag> flags, int mode) throws IOException {
    boolean exclusive = flags.contains(OpenFlag.CREATE) && flags.contains(OpenFlag.EXCLUSIVE);
    // O_EXCL: a link has the name already, wherever it leads.
    Path file =
        exclusive
            ? paths.named(text(path))
            : paths.followed(text(path), flags.contains(OpenFlag.CREATE));
    boolean fresh = flags.contains(OpenFlag.CREATE) && !NioAttributes.exists(file);
    NioServedFile opened =
        new NioServedFile(
            file, Files.newByteChannel(file, options(flags)), flags.contains(OpenFlag.APPEND));
    try {
      if (fresh) {
        NioAttributes.setMode(file, mode);
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Not APPEND, which no channel has together with reading: the file's end is found at each write.
   */
  private static Set<OpenOption> options(Set<OpenFlag> flags) {
    Set<OpenOption> options = new HashSet<>();
    // The path has been walked; a link that stands there now is a new one.
    options.add(LinkOption.NOFOLLOW_LINKS);
    if (flags.contains(OpenFlag.READ)) {
      options.add(StandardOpenOption.READ);
    }
    if (flags.contains(OpenFlag.WRITE)) {
      options.add(StandardOpenOption.WRITE);
      if (flags.contains(OpenFlag.TRUNCATE)) {
        options.add(StandardOpenOption.TRUNCATE_EXISTING);
      }
      if (flags.contains(OpenFlag.CREATE)) {
        options.add(
            flags.contains(OpenFlag.EXCLUSIVE)
                ? StandardOpenOption.CREATE_NEW
                : StandardOpenOption.CREATE);
      }
    }
    return options;
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // The folder closes it.
  public ServedFolder openFolder(Bytes path) throws IOException {
    return new NioServedFolder(Files.newDirectoryStream(paths.followed(text(path), false)));
  }

  @Override
  public FileAttributes attributes(Bytes path, boolean followLinks) throws IOException {
    return NioAttributes.read(looked(path, followLinks)).attributes();
  }

  private Path looked(Bytes path, boolean followLinks) throws IOException {
    return followLinks ? paths.followed(text(path), false) : paths.named(text(path));
  }

  @Override
  public void change(Bytes path, FileAttributes changes, boolean followLinks) throws IOException {
    NioAttributes.change(looked(path, followLinks), changes);
  }

  @Override
  public void remove(Bytes path) throws IOException {
    Path file = inRoot(path);
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw failure("remove", path, "is a folder");
    }
    Files.delete(file);
  }

  @Override
  public void makeFolder(Bytes path, int mode) throws IOException {
    Path folder = paths.named(text(path));
    Files.createDirectory(folder);
    NioAttributes.setMode(folder, mode);
  }

  @Override
  public void removeFolder(Bytes path) throws IOException {
    Path folder = inRoot(path);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(folder.toString());
    }
    Files.delete(folder);
  }

  @Override
  public void rename(Bytes from, Bytes to, boolean replace) throws IOException {
    Path old = inRoot(from);
    Path fresh = inRoot(to);
    if (replace) {
      Files.move(old, fresh, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } else {
      // Does not replace, though another may take the name meanwhile: there is no better call.
      Files.move(old, fresh);
    }
  }

  /** A name whose place may change: not the root's own. */
  private Path inRoot(Bytes path) throws IOException {
    Path named = paths.named(text(path));
    if (named.equals(root)) {
      throw failure("change", path, "the root");
    }
    return named;
  }

  @Override
  public Bytes readLink(Bytes path) throws IOException {
    return Bytes.utf8(Files.readSymbolicLink(paths.named(text(path))).toString());
  }

  @Override
  public void symbolicLink(Bytes target, Bytes link) throws IOException {
    try {
      Files.createSymbolicLink(paths.named(text(link)), root.getFileSystem().getPath(text(target)));
    } catch (UnsupportedOperationException | InvalidPathException e) {
      throw unsupported("symlink", link, e);
    }
  }

  @Override
  public void hardLink(Bytes existing, Bytes link) throws IOException {
    try {
      Files.createLink(paths.named(text(link)), paths.named(text(existing)));
    } catch (UnsupportedOperationException e) {
      throw unsupported("hardlink", link, e);
    }
  }

  @Override
  public Bytes realPath(Bytes path) throws IOException {
    return Bytes.utf8(paths.shown(paths.followed(path.isEmpty() ? "/" : text(path), true)));
  }

  @Override
  public Bytes expandPath(Bytes path) throws IOException {
    String text = path.isEmpty() ? "/" : text(path);
    if (!text.startsWith("~")) {
      return realPath(path);
    }
    if (!text.equals("~") && !text.startsWith("~/")) {
      throw new SftpException(SftpStatus.NO_SUCH_FILE, "expand-path", path, "no such user");
    }
    return Bytes.utf8(paths.shown(paths.followed("/" + text.substring(1), true)));
  }

  @Override
  public FileSystemStatistics statistics(Bytes path) throws IOException {
    return statistics(Files.getFileStore(paths.followed(text(path), false)));
  }

  static FileSystemStatistics statistics(FileStore store) throws IOException {
    long block = 4096;
    try {
      block = store.getBlockSize();
    } catch (UnsupportedOperationException e) {
      // Then in blocks of the usual size.
      block = 4096;
    }
    return new FileSystemStatistics(
        block,
        block,
        store.getTotalSpace() / block,
        store.getUnallocatedSpace() / block,
        store.getUsableSpace() / block,
        0,
        0,
        0,
        0,
        store.isReadOnly() ? FileSystemStatistics.READ_ONLY : 0,
        255);
  }

  @Override
  public Bytes homeFolder(Bytes user) {
    return Bytes.utf8("/");
  }

  @Override
  public Bytes userName(long uid) {
    return Bytes.EMPTY;
  }

  @Override
  public Bytes groupName(long gid) {
    return Bytes.EMPTY;
  }

  @Override
  public SftpStatus statusOf(IOException failure) {
    return switch (failure) {
      case NoSuchFileException e -> SftpStatus.NO_SUCH_FILE;
      case NotDirectoryException e -> SftpStatus.NO_SUCH_FILE;
      case FileSystemLoopException e -> SftpStatus.NO_SUCH_FILE;
      case AccessDeniedException e -> SftpStatus.PERMISSION_DENIED;
      case NotLinkException e -> SftpStatus.BAD_MESSAGE;
      case FileAlreadyExistsException e -> SftpStatus.FAILURE;
      case FileSystemException e -> SftpStatus.FAILURE;
      default -> SftpStatus.FAILURE;
    };
  }

  private String text(Bytes path) throws SftpException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(path.toArray())).toString();
    } catch (CharacterCodingException e) {
      throw new SftpException(SftpStatus.NO_SUCH_FILE, "find", path, "not UTF-8", e);
    }
  }

  private static SftpException failure(String operation, Bytes path, String detail) {
    return new SftpException(SftpStatus.FAILURE, operation, path, detail);
  }

  private static SftpException unsupported(String operation, Bytes path, RuntimeException e) {
    return new SftpException(
        SftpStatus.OP_UNSUPPORTED, operation, path, String.valueOf(e.getMessage()), e);
  }

  /** Closes nothing: the file system is the caller's. */
  @Override
  public void close() {}
}
