package dev.aikagi.sftp.nio;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpException;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The files of an SFTP server, for {@link java.nio.file.Files}. All methods may be called by any
 * thread and several share the connection; each call blocks until the server has answered, at most
 * as long as {@link dev.aikagi.sftp.SftpClientOptions#requestTimeout} allows.
 *
 * <p>Names are bytes ({@link SftpPath}), times whole seconds of 1970 to 2106, users and groups
 * numbers. What SFTP cannot tell is said at the methods of {@link SftpFileSystemProvider}.
 *
 * <p>When the connection is lost, calls throw the {@link SftpException} with the reason. After
 * {@link #close} whatever needs the server throws {@link ClosedFileSystemException}.
 */
public final class SftpFileSystem extends FileSystem {
  private static final Set<String> VIEWS = Set.of("basic", "owner", "posix");

  private final SftpFileSystemProvider provider;
  private final SftpClient client;
  private final ServerUri server;
  private final SftpPath empty = SftpPath.of(this, new byte[0]);
  private final SftpPath root = SftpPath.of(this, new byte[] {'/'});
  private final SftpPath start;
  private final Principals principals = new Principals(this);

  /** What is open and is closed with this. */
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean closed = new AtomicBoolean();

  /** Set once {@link #close} has closed all. */
  private volatile boolean disconnected;

  private SftpFileSystem(SftpFileSystemProvider provider, SftpClient client, ServerUri server)
      throws IOException {
    this.provider = provider;
    this.client = client;
    this.server = server;
    this.start = SftpPath.answeredAbsolute(this, ".", client.realPath(Bytes.utf8(".")));
  }

  /**
   * A file system over a connection that is there; its paths are made by {@link #getPath}, for
   * {@link Path#of(URI)} does not find it. There may be several of one server.
   *
   * @param client closed with the file system, or here if this fails. What the client's own streams
   *     came from is closed with those: see {@link SftpClient#over}
   * @param server {@code sftp://user@host:port}, the beginning of what {@link Path#toUri} gives; a
   *     path in it does not matter
   * @throws IllegalArgumentException if it is no such URI
   * @throws IOException if the server does not say where its start folder is
   */
  public static SftpFileSystem over(SftpClient client, URI server) throws IOException {
    return of(SftpFileSystemProvider.installed(), client, ServerUri.of(server));
  }

  /** Closes the client if this fails: nobody else has it. */
  static SftpFileSystem of(SftpFileSystemProvider provider, SftpClient client, ServerUri server)
      throws IOException {
    try {
      return new SftpFileSystem(provider, client, server);
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  /**
   * Closes what is open (what was written is brought to the server first), and the connection that
   * belongs to this. Waits for the server at most as long as any call does.
   *
   * @throws IOException the first failure; everything is closed nevertheless
   */
  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    IOException failure = null;
    for (Closeable resource : open) {
      try {
        resource.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    client.close();
    disconnected = true;
    provider.closed(this);
    if (failure != null) {
      throw failure;
    }
  }

  /** Whether {@link #close} was not called yet; the connection may have ended nevertheless. */
  @Override
  public boolean isOpen() {
    return !closed.get();
  }

  boolean isConnected() {
    return isOpen() && client.isOpen();
  }

  void checkOpen() {
    if (closed.get()) {
      throw new ClosedFileSystemException();
    }
  }

  /** After the connection has failed: whether that is because of {@link #close}. */
  void checkConnected() {
    if (disconnected) {
      throw new ClosedFileSystemException();
    }
  }

  /** Has it closed together with this, until {@link #forget}. */
  <T extends Closeable> T opened(T resource) throws IOException {
    open.add(resource);
    if (closed.get()) {
      resource.close();
      throw new ClosedFileSystemException();
    }
    return resource;
  }

  void forget(Closeable resource) {
    open.remove(resource);
  }

  // Requests

  /** One request about a path. */
  interface Request<T> {
    T ask(SftpClient client, Bytes path) throws IOException;
  }

  /** One request without a result. */
  interface Order {
    void ask(SftpClient client, Bytes path) throws IOException;
  }

  SftpClient client() {
    checkOpen();
    return client;
  }

  /** As {@link #client}, for what closing this still has to do. */
  SftpClient connection() {
    return client;
  }

  /** Asks, and throws the refusal as an exception of java.nio.file. */
  <T> T ask(SftpPath path, Request<T> request) throws IOException {
    try {
      return request.ask(client(), path.absolute());
    } catch (SftpException e) {
      throw Failures.of(e, path);
    }
  }

  void order(SftpPath path, Order request) throws IOException {
    ask(
        path,
        (c, p) -> {
          request.ask(c, p);
          return p;
        });
  }

  /** What is known of a file; empty where there is none. */
  Optional<FileAttributes> look(SftpPath path, boolean followLinks) throws IOException {
    try {
      Bytes p = path.absolute();
      return Optional.of(followLinks ? client().stat(p) : client().lstat(p));
    } catch (SftpException e) {
      if (Failures.isAbsence(e)) {
        return Optional.empty();
      }
      throw Failures.of(e, path);
    }
  }

  boolean exists(SftpPath path, boolean followLinks) throws IOException {
    return look(path, followLinks).isPresent();
  }

  // Paths

  ServerUri server() {
    return server;
  }

  SftpPath root() {
    return root;
  }

  SftpPath empty() {
    return empty;
  }

  /** Where relative paths begin. */
  SftpPath start() {
    return start;
  }

  /**
   * The path of these bytes.
   *
   * @throws IllegalArgumentException if there is a NUL among them
   */
  public SftpPath path(Bytes path) {
    byte[] bytes = path.toArray();
    for (byte b : bytes) {
      if (b == 0) {
        throw new IllegalArgumentException("a name cannot have NUL");
      }
    }
    return SftpPath.of(this, bytes);
  }

  @Override
  public SftpPath getPath(String first, String... more) {
    StringBuilder text = new StringBuilder(first);
    for (String part : more) {
      if (!part.isEmpty()) {
        text.append(text.isEmpty() ? "" : "/").append(part);
      }
    }
    return SftpPath.of(this, NameText.encode(text.toString()));
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(root);
  }

  /** "glob:" and "regex:", as of the default file system; upper and lower case differ. */
  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    return Globs.matcher(syntaxAndPattern);
  }

  // The rest

  /** The connection does not say: only what a client changes itself is known to be writable. */
  @Override
  public boolean isReadOnly() {
    return false;
  }

  /** The one that the root is in, where the server tells of it; the server may have others. */
  @Override
  public Iterable<FileStore> getFileStores() {
    checkOpen();
    try {
      return List.of(new RemoteStore(root));
    } catch (IOException e) {
      // So the method's contract: what cannot be accessed is not among them.
      return List.of();
    }
  }

  /** "basic", "owner" and "posix". */
  @Override
  public Set<String> supportedFileAttributeViews() {
    return VIEWS;
  }

  Principals principals() {
    return principals;
  }

  /** Takes numbers, and the names that the server has already shown for some. */
  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return principals;
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("SFTP tells no changes");
  }

  /** The URI of the server. */
  @Override
  public String toString() {
    return server.toString();
  }
}
