package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client has open. */
sealed interface OpenHandle {
  /** The name under which it was opened. */
  Bytes path();

  void close() throws IOException;

  SftpServerEvent.Closed closed(boolean forced);

  /** A file; counts what goes through it. */
  final class OfFile implements OpenHandle {
    private final Bytes path;
    private final ServedFile file;
    private final boolean readable;
    private final boolean writable;
    private long bytesRead;
    private long bytesWritten;

    OfFile(Bytes path, ServedFile file, Set<OpenFlag> flags) {
      this.path = path;
      this.file = file;
      this.writable = flags.contains(OpenFlag.WRITE);
      this.readable = flags.contains(OpenFlag.READ);
    }

    @Override
    public Bytes path() {
      return path;
    }

    boolean isWritable() {
      return writable;
    }

    ServedFile file() {
      return file;
    }

    int read(long offset, byte[] target, int at, int length) throws IOException {
      check(readable, offset);
      int n = length == 0 ? 0 : file.read(offset, target, at, length);
      bytesRead += n;
      return n;
    }

    int take(FileOutlet pages, long offset, int length) throws IOException {
      check(readable, offset);
      int n = pages.take(file, offset, length);
      bytesRead += Math.max(n, 0);
      return n;
    }

    void write(long offset, byte[] source, int from, int length) throws IOException {
      check(writable, offset);
      if (length > 0) {
        file.write(offset, source, from, length);
        bytesWritten += length;
      }
    }

    /** What the kernel would say of a descriptor of the other kind, whatever the files are. */
    private void check(boolean able, long offset) throws SftpException {
      if (!able) {
        throw new SftpException(SftpStatus.NO_SUCH_FILE, "transfer", path, "not opened for that");
      }
      if (offset < 0) {
        throw new SftpException(SftpStatus.BAD_MESSAGE, "transfer", path, "no file is that large");
      }
    }

    void copyTo(long offset, OfFile target, long targetOffset, long length) throws IOException {
      check(readable, offset);
      target.check(target.writable, targetOffset);
      file.copyTo(offset, target.file, targetOffset, length);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }

    @Override
    public SftpServerEvent.Closed closed(boolean forced) {
      return new SftpServerEvent.Closed(path, false, bytesRead, bytesWritten, forced);
    }
  }

  /** A folder; keeps the name that had no room in the last reply. */
  final class OfFolder implements OpenHandle {
    private final Bytes path;
    private final ServedFolder folder;
    private ServedFolder.@Nullable Entry kept;

    OfFolder(Bytes path, ServedFolder folder) {
      this.path = path;
      this.folder = folder;
    }

    @Override
    public Bytes path() {
      return path;
    }

    ServedFolder.@Nullable Entry next() throws IOException {
      ServedFolder.Entry entry = kept;
      kept = null;
      return entry != null ? entry : folder.next();
    }

    void keep(ServedFolder.Entry entry) {
      kept = entry;
    }

    @Override
    public void close() throws IOException {
      folder.close();
    }

    @Override
    public SftpServerEvent.Closed closed(boolean forced) {
      return new SftpServerEvent.Closed(path, true, 0, 0, forced);
    }
  }
}
