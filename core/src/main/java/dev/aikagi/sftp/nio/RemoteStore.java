package dev.aikagi.sftp.nio;

import dev.aikagi.sftp.FileSystemStatistics;
import dev.aikagi.sftp.SftpClient;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a file is stored, by statvfs@openssh.com: each method asks anew. */
final class RemoteStore extends FileStore {
  private static final Set<Class<? extends FileAttributeView>> VIEWS =
      Set.of(
          BasicFileAttributeView.class, FileOwnerAttributeView.class, PosixFileAttributeView.class);

  private final SftpPath path;
  private final boolean readOnly;

  /**
   * The store of a file.
   *
   * @throws IOException also where the server has no such extension
   */
  RemoteStore(SftpPath path) throws IOException {
    this.path = path;
    this.readOnly = (statistics().flags() & FileSystemStatistics.READ_ONLY) != 0;
  }

  private FileSystemStatistics statistics() throws IOException {
    return path.getFileSystem().ask(path, SftpClient::statvfs);
  }

  /** Counts are unsigned; what no long holds is as much as there can be. */
  private static long bytes(long count, FileSystemStatistics of) {
    long unit = of.fragmentSize();
    boolean fits = count == 0 || (count > 0 && unit >= 0 && unit <= Long.MAX_VALUE / count);
    return fits ? count * unit : Long.MAX_VALUE;
  }

  @Override
  public String name() {
    return path.getFileSystem().toString();
  }

  @Override
  public String type() {
    return ServerUri.SCHEME;
  }

  /** As it was when the store was asked for. */
  @Override
  public boolean isReadOnly() {
    return readOnly;
  }

  @Override
  public long getTotalSpace() throws IOException {
    FileSystemStatistics s = statistics();
    return bytes(s.blocks(), s);
  }

  @Override
  public long getUsableSpace() throws IOException {
    FileSystemStatistics s = statistics();
    return bytes(s.availableBlocks(), s);
  }

  @Override
  public long getUnallocatedSpace() throws IOException {
    FileSystemStatistics s = statistics();
    return bytes(s.freeBlocks(), s);
  }

  @Override
  public long getBlockSize() throws IOException {
    return statistics().blockSize();
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
    return VIEWS.contains(type);
  }

  @Override
  public boolean supportsFileAttributeView(String name) {
    return path.getFileSystem().supportedFileAttributeViews().contains(name);
  }

  @Override
  public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
    return null;
  }

  @Override
  public Object getAttribute(String attribute) throws IOException {
    return switch (attribute) {
      case "totalSpace" -> getTotalSpace();
      case "usableSpace" -> getUsableSpace();
      case "unallocatedSpace" -> getUnallocatedSpace();
      default -> throw new UnsupportedOperationException("'" + attribute + "' is not known");
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
