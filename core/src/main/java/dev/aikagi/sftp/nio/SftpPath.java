package dev.aikagi.sftp.nio;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A path on an SFTP server. Its names are bytes; as text they are UTF-8, and a byte that is none
 * stands there as a lone surrogate of U+DC80 to U+DCFF, so that a path made of the text is the same
 * one. Everything else is as with the paths of a Unix system. Immutable.
 */
public final class SftpPath implements Path {
  private final SftpFileSystem fileSystem;

  /** Without double slashes, and without one at the end; the root is one slash. */
  private final byte[] path;

  /** Where the names begin. Made when it is first needed; being made twice does no harm. */
  private volatile int @Nullable [] starts;

  private SftpPath(SftpFileSystem fileSystem, byte[] path) {
    this.fileSystem = fileSystem;
    this.path = path;
  }

  /** A path of any bytes but NUL. */
  static SftpPath of(SftpFileSystem fileSystem, byte[] given) {
    byte[] path = new byte[given.length];
    int length = 0;
    for (byte b : given) {
      if (b != '/' || length == 0 || path[length - 1] != '/') {
        path[length++] = b;
      }
    }
    if (length > 1 && path[length - 1] == '/') {
      length--;
    }
    return new SftpPath(fileSystem, Arrays.copyOf(path, length));
  }

  /**
   * What the server answers with, which may be any bytes.
   *
   * @param asked about what
   */
  static SftpPath answered(SftpFileSystem fileSystem, String asked, Bytes answer)
      throws FileSystemException {
    byte[] path = answer.toArray();
    for (byte b : path) {
      if (b == 0) {
        throw new FileSystemException(asked, null, "the server answers with a name that has NUL");
      }
    }
    return of(fileSystem, path);
  }

  /** The same where only an absolute path is an answer. */
  static SftpPath answeredAbsolute(SftpFileSystem fileSystem, String asked, Bytes answer)
      throws FileSystemException {
    SftpPath path = answered(fileSystem, asked, answer);
    if (!path.isAbsolute()) {
      throw new FileSystemException(asked, null, "the server answers with no absolute path");
    }
    return path;
  }

  /**
   * The path as one of this provider.
   *
   * @throws ProviderMismatchException if it is of another one
   */
  static SftpPath of(Path path) {
    if (Objects.requireNonNull(path) instanceof SftpPath own) {
      return own;
    }
    throw new ProviderMismatchException();
  }

  private SftpPath sibling(byte[] other) {
    return new SftpPath(fileSystem, other);
  }

  @Override
  public SftpFileSystem getFileSystem() {
    return fileSystem;
  }

  /** The bytes as the server knows them. */
  public Bytes bytes() {
    return Bytes.of(path);
  }

  /** What requests say: relative ones too are sent from the root on. */
  Bytes absolute() {
    return toAbsolutePath().bytes();
  }

  byte[] raw() {
    return path;
  }

  @Override
  public boolean isAbsolute() {
    return path.length > 0 && path[0] == '/';
  }

  boolean isEmpty() {
    return path.length == 0;
  }

  // Names

  private int[] starts() {
    int[] known = starts;
    if (known == null) {
      known = PathNames.starts(path);
      starts = known;
    }
    return known;
  }

  private int end(int index) {
    int[] s = starts();
    return index + 1 < s.length ? s[index + 1] - 1 : path.length;
  }

  @Override
  public @Nullable SftpPath getRoot() {
    return isAbsolute() ? fileSystem.root() : null;
  }

  @Override
  public @Nullable SftpPath getFileName() {
    int count = getNameCount();
    return count == 0 ? null : getName(count - 1);
  }

  @Override
  public @Nullable SftpPath getParent() {
    int count = getNameCount();
    if (count == 0) {
      return null;
    }
    int last = starts()[count - 1];
    return last <= 1 ? getRoot() : sibling(Arrays.copyOf(path, last - 1));
  }

  @Override
  public int getNameCount() {
    return starts().length;
  }

  @Override
  public SftpPath getName(int index) {
    return subpath(index, index + 1);
  }

  @Override
  public SftpPath subpath(int beginIndex, int endIndex) {
    if (beginIndex < 0 || endIndex > getNameCount() || beginIndex >= endIndex) {
      throw new IllegalArgumentException(beginIndex + " to " + endIndex + " of " + getNameCount());
    }
    return sibling(Arrays.copyOfRange(path, starts()[beginIndex], end(endIndex - 1)));
  }

  private boolean sameName(int index, SftpPath other, int otherIndex) {
    return Arrays.equals(
        path,
        starts()[index],
        end(index),
        other.path,
        other.starts()[otherIndex],
        other.end(otherIndex));
  }

  @Override
  public boolean startsWith(Path other) {
    if (!(Objects.requireNonNull(other) instanceof SftpPath that)
        || that.fileSystem != fileSystem
        || that.isAbsolute() != isAbsolute()
        || that.isEmpty() != isEmpty()
        || that.getNameCount() > getNameCount()) {
      return false;
    }
    for (int i = 0; i < that.getNameCount(); i++) {
      if (!sameName(i, that, i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean endsWith(Path other) {
    if (!(Objects.requireNonNull(other) instanceof SftpPath that)
        || that.fileSystem != fileSystem
        || that.isEmpty() != isEmpty()) {
      return false;
    }
    int shift = getNameCount() - that.getNameCount();
    if (shift < 0 || (that.isAbsolute() && (!isAbsolute() || shift > 0))) {
      return false;
    }
    // The root ends with the root only.
    if (that.getNameCount() == 0) {
      return shift == 0;
    }
    for (int i = 0; i < that.getNameCount(); i++) {
      if (!sameName(shift + i, that, i)) {
        return false;
      }
    }
    return true;
  }

  // Other paths

  @Override
  public SftpPath normalize() {
    return sibling(PathNames.normalized(path, starts()));
  }

  /** Of a path of another SFTP file system that is relative, the names count. */
  @Override
  public SftpPath resolve(Path other) {
    SftpPath that = of(other);
    if (that.isAbsolute()) {
      return that;
    }
    return resolve(that.path);
  }

  SftpPath resolve(byte[] relative) {
    return sibling(PathNames.joined(path, relative));
  }

  /**
   * The path that leads from here to another one.
   *
   * @throws IllegalArgumentException where only one is absolute, they are of two file systems, or
   *     this has names that may be any folder's ("..")
   */
  @Override
  public SftpPath relativize(Path other) {
    SftpPath that = of(other);
    if (that.equals(this)) {
      return fileSystem.empty();
    }
    if (that.fileSystem != fileSystem || that.isAbsolute() != isAbsolute()) {
      throw new IllegalArgumentException("no way leads from " + this + " to " + that);
    }
    if (isEmpty()) {
      return that;
    }
    boolean dots = PathNames.hasDots(path, starts()) || PathNames.hasDots(that.path, that.starts());
    return dots ? normalize().way(that.normalize()) : way(that);
  }

  private SftpPath way(SftpPath that) {
    int same = 0;
    int common = Math.min(getNameCount(), that.getNameCount());
    while (same < common && sameName(same, that, same)) {
      same++;
    }
    int up = isEmpty() ? 0 : getNameCount() - same;
    for (int i = same; i < same + up; i++) {
      if (PathNames.isDotDot(path, starts()[i], end(i))) {
        throw new IllegalArgumentException("no way out of " + this + " is known");
      }
    }
    int rest = that.isEmpty() ? that.getNameCount() : same;
    byte[] way = PathNames.upwards(up);
    return rest == that.getNameCount()
        ? sibling(way)
        : sibling(way).resolve(that.subpath(rest, that.getNameCount()).path);
  }

  @Override
  public SftpPath toAbsolutePath() {
    return isAbsolute() ? this : fileSystem.start().resolve(path);
  }

  @Override
  public SftpPath toRealPath(LinkOption... options) throws IOException {
    return RealPaths.of(this, options);
  }

  /** {@code sftp://user@host:port/path}; nothing is asked of the server. */
  @Override
  public URI toUri() {
    return fileSystem.server().uri(toAbsolutePath().path);
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("SFTP tells no changes");
  }

  /** By the bytes, as unsigned numbers. */
  @Override
  public int compareTo(Path other) {
    return Arrays.compareUnsigned(path, ((SftpPath) other).path);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof SftpPath p && p.fileSystem == fileSystem && Arrays.equals(p.path, path);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(path);
  }

  @Override
  public String toString() {
    return NameText.decode(path);
  }
}
