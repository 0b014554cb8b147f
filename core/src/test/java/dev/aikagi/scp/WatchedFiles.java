package dev.aikagi.scp;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.DirectoryEntry;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.LocalFiles;
import dev.aikagi.sftp.PathFiles;
import dev.aikagi.sftp.TransferSource;
import dev.aikagi.sftp.TransferTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The machine's files, with the modes that are set written down, and a disk that may be full. */
final class WatchedFiles implements LocalFiles {
  private final PathFiles files = new PathFiles();
  final List<Integer> modes = new ArrayList<>();
  String fullAt = "";

  /** What is removed as soon as a listing has begun. */
  final List<Path> vanishing = new ArrayList<>();

  /** What a file is said to be when it is open. */
  @Nullable FileAttributes opensAs;

  private record Irregular(TransferSource source, FileAttributes attributes)
      implements TransferSource {
    @Override
    public int read(ByteBuffer buffer, long position) {
      throw new AssertionError("read");
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }

  @Override
  public FileAttributes stat(Bytes path, boolean followLinks) throws IOException {
    return files.stat(path, followLinks);
  }

  @Override
  public Listing list(Bytes path) throws IOException {
    Listing listing = files.list(path);
    return new Listing() {
      @Override
      public Optional<DirectoryEntry> next() throws IOException {
        Optional<DirectoryEntry> next = listing.next();
        for (Path path : vanishing) {
          Files.deleteIfExists(path);
        }
        return next;
      }

      @Override
      public void close() throws IOException {
        listing.close();
      }
    };
  }

  @Override
  public TransferSource source(Bytes path) throws IOException {
    TransferSource source = files.source(path);
    FileAttributes instead = opensAs;
    return instead == null ? source : new Irregular(source, instead);
  }

  @Override
  public TransferTarget target(Bytes path, int permissions, boolean keep) throws IOException {
    modes.add(permissions);
    TransferTarget target = files.target(path, permissions, keep);
    return !fullAt.isEmpty() && path.utf8().endsWith(fullAt) ? new Full(target) : target;
  }

  @Override
  public boolean makeFolder(Bytes path, int permissions) throws IOException {
    modes.add(permissions);
    return files.makeFolder(path, permissions);
  }

  @Override
  public void setAttributes(Bytes path, FileAttributes attributes) throws IOException {
    attributes.permissions().ifPresent(modes::add);
    files.setAttributes(path, attributes);
  }

  private record Full(TransferTarget target) implements TransferTarget {
    @Override
    public void write(ByteBuffer buffer, long position) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public void truncate(long size) throws IOException {
      target.truncate(size);
    }

    @Override
    public long size() throws IOException {
      return target.size();
    }

    @Override
    public void setAttributes(FileAttributes attributes) throws IOException {
      target.setAttributes(attributes);
    }

    @Override
    public void sync() throws IOException {
      target.sync();
    }

    @Override
    public void close() throws IOException {
      target.close();
    }
  }
}
