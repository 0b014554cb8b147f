package dev.aikagi.scp;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.LocalFiles;
import dev.aikagi.sftp.PathFiles;
import dev.aikagi.sftp.TransferSource;
import dev.aikagi.sftp.TransferTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The machine's files, with the modes that are set written down, and a disk that may be full. */
final class WatchedFiles implements LocalFiles {
  private final PathFiles files = new PathFiles();
  final List<Integer> modes = new ArrayList<>();
  String fullAt = "";

  @Override
  public FileAttributes stat(Bytes path, boolean followLinks) throws IOException {
    return files.stat(path, followLinks);
  }

  @Override
  public Listing list(Bytes path) throws IOException {
    return files.list(path);
  }

  @Override
  public TransferSource source(Bytes path) throws IOException {
    return files.source(path);
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
