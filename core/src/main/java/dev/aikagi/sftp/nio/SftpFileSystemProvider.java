package dev.aikagi.sftp.nio;

import dev.aikagi.Bytes;
import dev.aikagi.client.Client;
import dev.aikagi.connection.Session;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.SftpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds and makes the file systems of {@code sftp://user@host:port/path}. The port is 22 if none is
 * said, the path is absolute, %XX are its bytes; a password in the URI is refused. {@link
 * java.nio.file.FileSystems#newFileSystem(URI, Map)} connects, with an environment of the constants
 * here, and the connection ends with the file system. There is one file system for each user, host
 * and port; one whose connection was lost makes room for a new one. {@link SftpFileSystem#over}
 * makes one over a connection that is there already.
 *
 * <p>What SFTP version 3 cannot do, or cannot tell:
 *
 * <ul>
 *   <li>Two hard links to a file are not known to be the same file, and a file has no key.
 *   <li>{@link LinkOption#NOFOLLOW_LINKS} when a file is opened is a look before, which a link that
 *       is made at that moment escapes.
 *   <li>{@link #checkAccess} opens what can be opened without harm; for writing into a folder and
 *       for running a program it goes by the mode, and denies what that denies to everybody.
 *   <li>A loop of links looks as if nothing were there, and so does a name below a file.
 *   <li>{@link java.nio.file.StandardCopyOption#ATOMIC_MOVE}, SYNC and DSYNC, hard links, changes
 *       of a link's own attributes and {@link #getFileStore} each need an extension of OpenSSH's,
 *       and are refused where the server has none.
 *   <li>A copy that replaces removes the target first. A move replaces it in one step, but where
 *       the server has no posix-rename@openssh.com, or one of both is a folder, the target first
 *       gets another name beside it: for a moment it is missing, and it gets its name back if the
 *       move fails. Names that differ in case only and look alike are not replaced so.
 *       COPY_ATTRIBUTES keeps permissions and times, not the owner.
 *   <li>Between two servers a file is not replaced by one that has the same path and all the same
 *       attributes: the two may be one, of a server with two names.
 *   <li>There are no watch services, and no {@link java.nio.channels.FileChannel}.
 * </ul>
 *
 * <p>Methods may be called by any thread.
 */
public final class SftpFileSystemProvider extends FileSystemProvider {
  /**
   * Of the environment: a {@link dev.aikagi.client.ClientOptions}, for the URI's user, host and
   * port (whose user may come from here alone). Then neither of the next two.
   */
  public static final String CLIENT_OPTIONS = "clientOptions";

  /** Of the environment: a {@link dev.aikagi.kex.HostKeyCheck}. There is no default. */
  public static final String HOST_KEY_CHECK = "hostKeyCheck";

  /** Of the environment: a list of {@link dev.aikagi.auth.ClientMethod}, in their order. */
  public static final String METHODS = "methods";

  /** Of the environment: a {@link dev.aikagi.sftp.SftpClientOptions}; may be absent. */
  public static final String SFTP_OPTIONS = "sftpOptions";

  /** For all instances: a program that makes another one finds the same file systems. */
  private static final Map<ServerUri, SftpFileSystem> OPEN = new ConcurrentHashMap<>();

  /** Called by ServiceLoader. */
  public SftpFileSystemProvider() {}

  /**
   * The one that {@link java.nio.file.Files} uses; another where this is not on the system's path.
   */
  static SftpFileSystemProvider installed() {
    return FileSystemProvider.installedProviders().stream()
        .filter(SftpFileSystemProvider.class::isInstance)
        .map(SftpFileSystemProvider.class::cast)
        .findFirst()
        .orElseGet(SftpFileSystemProvider::new);
  }

  @Override
  public String getScheme() {
    return ServerUri.SCHEME;
  }

  // File systems

  /**
   * Connects, on the calling thread, as {@link Client#connect} does.
   *
   * @throws IllegalArgumentException where the URI or the environment is not as it should be: most
   *     of all, where it does not say whom to trust
   * @throws FileSystemAlreadyExistsException where there is one for this user, host and port
   * @throws IOException where the connection or the server's SFTP fails
   */
  @Override
  public SftpFileSystem newFileSystem(URI uri, Map<String, ?> env) throws IOException {
    ServerUri server = ServerUri.of(uri);
    Environment environment = Environment.of(server, env);
    checkFree(server);
    SftpFileSystem files = SftpFileSystem.of(this, connect(environment), server);
    SftpFileSystem other =
        OPEN.merge(server, files, (old, fresh) -> old.isConnected() ? old : fresh);
    if (!other.equals(files)) {
      // Two have connected at the same time.
      files.close();
      throw new FileSystemAlreadyExistsException(server.toString());
    }
    return files;
  }

  private static void checkFree(ServerUri server) {
    SftpFileSystem there = OPEN.get(server);
    if (there != null && there.isConnected()) {
      throw new FileSystemAlreadyExistsException(server.toString());
    }
  }

  private static SftpClient connect(Environment environment) throws IOException {
    Client client = Client.connect(environment.client());
    try {
      Session session = client.openSession();
      session.subsystem("sftp");
      return SftpClient.over(session.stdout(), session.stdin(), client, environment.sftp());
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  void closed(SftpFileSystem files) {
    OPEN.remove(files.server(), files);
  }

  /** By user, host and port; a path does not matter. */
  @Override
  public SftpFileSystem getFileSystem(URI uri) {
    ServerUri server = ServerUri.of(uri);
    SftpFileSystem files = OPEN.get(server);
    if (files == null) {
      throw new FileSystemNotFoundException(server.toString());
    }
    return files;
  }

  @Override
  public SftpPath getPath(URI uri) {
    return getFileSystem(uri).path(Bytes.of(ServerUri.path(uri)));
  }

  // Data

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    return channel(SftpPath.of(path), OpenModes.of(options), Modes.initial(attrs));
  }

  private static SeekableByteChannel channel(SftpPath path, OpenModes modes, FileAttributes initial)
      throws IOException {
    return path.getFileSystem().opened(new RemoteChannel(OpenFile.open(path, modes, initial)));
  }

  /** Reads ahead, with many requests under way. */
  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    OpenModes modes = OpenModes.of(new HashSet<>(List.of(options)));
    if (modes.write()) {
      throw new UnsupportedOperationException("a stream to read from is not for writing");
    }
    SftpPath file = SftpPath.of(path);
    OpenFile open = OpenFile.open(file, modes, FileAttributes.NONE);
    try {
      return file.getFileSystem().opened(new RemoteInputStream(open));
    } catch (IOException | RuntimeException e) {
      open.close();
      throw e;
    }
  }

  /** Does not wait for the server's answers before flush and close, which tell what failed. */
  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
    Set<OpenOption> wanted = new HashSet<>(List.of(options));
    if (wanted.isEmpty()) {
      wanted.add(StandardOpenOption.CREATE);
      wanted.add(StandardOpenOption.TRUNCATE_EXISTING);
    }
    if (wanted.contains(StandardOpenOption.READ)) {
      throw new IllegalArgumentException("READ not allowed");
    }
    wanted.add(StandardOpenOption.WRITE);
    OpenModes modes = OpenModes.of(wanted);
    SftpPath file = SftpPath.of(path);
    if (modes.sync()) {
      return Channels.newOutputStream(channel(file, modes, FileAttributes.NONE));
    }
    OpenFile open = OpenFile.open(file, modes, FileAttributes.NONE);
    try {
      return file.getFileSystem().opened(new RemoteOutputStream(open));
    } catch (IOException | RuntimeException e) {
      open.close();
      throw e;
    }
  }

  /** The entries come as the server sends them; memory does not grow with the folder. */
  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path dir, DirectoryStream.Filter<? super Path> filter) throws IOException {
    return EntryStream.open(SftpPath.of(dir), filter);
  }

  // Names

  @Override
  public void createDirectory(Path dir, FileAttribute<?>... attrs) throws IOException {
    FileChanges.createDirectory(SftpPath.of(dir), Modes.initial(attrs));
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attrs)
      throws IOException {
    if (attrs.length > 0) {
      throw new UnsupportedOperationException("no link is made with " + attrs[0].name());
    }
    FileChanges.createSymbolicLink(SftpPath.of(link), SftpPath.of(target).bytes());
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    FileChanges.createLink(SftpPath.of(link), SftpPath.of(existing));
  }

  @Override
  public SftpPath readSymbolicLink(Path link) throws IOException {
    return FileChanges.readSymbolicLink(SftpPath.of(link));
  }

  @Override
  public void delete(Path path) throws IOException {
    FileChanges.delete(SftpPath.of(path));
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    try {
      delete(path);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    new FileCopy(SftpPath.of(source), SftpPath.of(target), CopyModes.ofCopy(options)).run();
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    new FileMove(SftpPath.of(source), SftpPath.of(target), CopyModes.ofMove(options)).run();
  }

  // Questions

  @Override
  public boolean isSameFile(Path path, Path path2) throws IOException {
    SftpPath one = SftpPath.of(path);
    if (one.equals(path2)) {
      return true;
    }
    return path2 instanceof SftpPath other
        && one.getFileSystem().equals(other.getFileSystem())
        && one.toRealPath().equals(other.toRealPath());
  }

  /** By the dot before the name. */
  @Override
  public boolean isHidden(Path path) {
    SftpPath name = SftpPath.of(path).getFileName();
    return name != null && !name.isEmpty() && name.raw()[0] == '.';
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return new RemoteStore(SftpPath.of(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    AccessCheck.check(SftpPath.of(path), modes);
  }

  @Override
  public boolean exists(Path path, LinkOption... options) {
    SftpPath file = SftpPath.of(path);
    try {
      return file.getFileSystem().exists(file, LinkOptions.follow(options));
    } catch (IOException e) {
      // The method's contract: what cannot be told is not there.
      return false;
    }
  }

  // Attributes

  private static AttributeAccess access(Path path, LinkOption... options) {
    return new AttributeAccess(SftpPath.of(path), LinkOptions.follow(options));
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return type.cast(AttributeViews.view(access(path, options), type));
  }

  /** Basic or POSIX attributes; the names of owner and group may be a request more. */
  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    AttributeAccess access = access(path, options);
    if (type == BasicFileAttributes.class) {
      return type.cast(access.basic());
    }
    if (type == PosixFileAttributes.class) {
      return type.cast(access.posix());
    }
    throw new UnsupportedOperationException(type.getName());
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return AttributeNames.read(access(path, options), attributes);
  }

  @Override
  public void setAttribute(
      Path path, String attribute, @Nullable Object value, LinkOption... options)
      throws IOException {
    AttributeNames.set(access(path, options), attribute, value);
  }
}
