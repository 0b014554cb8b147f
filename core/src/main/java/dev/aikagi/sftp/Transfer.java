package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Moves whole files and folders. Several transfers may run at a time, each in a thread of its own.
 *
 * <p><b>How much is in flight.</b> Four requests at first, sixteen where the round trip is 20 ms or
 * longer; twice as many after each round of answers that was faster than the best one before, up to
 * 64 requests and 16 MiB. Only where the path is so long that even that does not fill it (twice its
 * bandwidth times its shortest round trip is more) are there up to 1,024 requests and 64 MiB. That
 * is also all the memory that a transfer takes, however large the file is.
 *
 * <p><b>What is left behind.</b> A target is written in order, so that a part of it is the start of
 * the source whatever happens, and a later transfer can resume. A failed or cancelled transfer
 * leaves its part, and the connection as usable as before.
 */
public final class Transfer {
  private static final int DEFAULT_PERMISSIONS = 0666;
  private static final int OWNER_WRITES = 0200;

  private final SftpClient client;
  private final Requests requests;
  private final TransferOptions options;

  Transfer(SftpClient client, Requests requests, TransferOptions options) {
    this.client = client;
    this.requests = requests;
    this.options = options;
  }

  /**
   * Downloads a file.
   *
   * @return bytes that came, without those that were there before
   * @throws TransferCancelledException if it was cancelled
   * @throws SftpException if the server refused something, the connection ended, or the file became
   *     shorter meanwhile
   */
  public long download(Bytes remote, TransferTarget.Opener opener) throws IOException {
    FileAttributes attributes = client.stat(remote);
    refuseIrregular("download", remote, attributes);
    return download(remote, attributes, opener);
  }

  /** Downloads a file into a local one, which is made or emptied. */
  public long download(Bytes remote, Bytes local, LocalFiles files) throws IOException {
    return download(remote, a -> target(local, files, a));
  }

  /**
   * The same by what is known of it already. Where that says enough, a regular file and its size,
   * the server is not asked again, which saves a round trip.
   *
   * @param known what the server has just said of the name
   */
  public long download(Bytes remote, FileAttributes known, Bytes local, LocalFiles files)
      throws IOException {
    boolean enough = known.type() == FileType.REGULAR && known.size().isPresent();
    FileAttributes attributes = enough ? known : client.stat(remote);
    refuseIrregular("download", remote, attributes);
    return download(remote, attributes, a -> target(local, files, a));
  }

  TransferTarget target(Bytes local, LocalFiles files, FileAttributes source) throws IOException {
    // Its owner must be able to write it meanwhile.
    int permissions = (source.permissions().orElse(DEFAULT_PERMISSIONS) & 0777) | OWNER_WRITES;
    return files.target(local, permissions, options.resume() || options.inPlace());
  }

  long download(Bytes remote, FileAttributes attributes, TransferTarget.Opener opener)
      throws IOException {
    // A file of no size may be one that is made while it is read, as in /proc.
    long size = attributes.size().orElse(0);
    SftpFile file = client.open(remote);
    try (TransferTarget target = opener.open(attributes)) {
      long start = options.resume() ? target.size() : 0;
      checkResume("download", remote, start, attributes.size().isPresent(), size);
      int block = client.readBlock();
      ReadAhead ahead =
          new ReadAhead(
              requests,
              file.handle(),
              remote,
              start,
              size,
              false,
              client.window(block),
              options.cancellation());
      long end = copy(ahead, target, start, size);
      if (end < size) {
        throw shorter("download", remote, end, size);
      }
      finish(target, attributes);
      return end - start;
    } finally {
      // It was only read: what the server says to that is of no use to anybody.
      file.closeUnheard();
    }
  }

  private long copy(ReadAhead ahead, TransferTarget target, long start, long size)
      throws IOException {
    long at = start;
    try {
      Progress progress = new Progress(options.progress(), start, size);
      for (Block b = ahead.next(); b != null; b = ahead.next()) {
        target.write(b.buffer(b.length), at);
        at += b.length;
        ahead.release(b);
        progress.at(at);
      }
      progress.end(at);
      endAt(target, at);
      return at;
    } catch (IOException e) {
      // Without a connection nothing more can come: the target may be the source by another name,
      // and what is behind is its only copy.
      if (requests.isOpen()) {
        cut(target, at, e);
      }
      throw e;
    } finally {
      ahead.close();
    }
  }

  /** Takes away what is left of an older content. */
  void endAt(TransferTarget target, long end) throws IOException {
    if (options.inPlace()) {
      target.truncate(end);
    }
  }

  private void cut(TransferTarget target, long end, IOException failure) {
    try {
      endAt(target, end);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** What is done with a target that is complete. */
  void finish(TransferTarget target, FileAttributes source) throws IOException {
    if (options.sync()) {
      target.sync();
    }
    if (options.preserve()) {
      target.setAttributes(preserved(source));
    }
  }

  /** Times, and the permissions that may be set. */
  FileAttributes preserved(FileAttributes source) {
    OptionalInt permissions =
        source.permissions().isPresent()
            ? OptionalInt.of(options.permissions(source.permissions().getAsInt()))
            : OptionalInt.empty();
    return new FileAttributes(
        FileAttributes.NONE.size(), FileAttributes.NONE.owner(), permissions, source.times());
  }

  /** What a file on the server gets when it is complete; empty if that is nothing. */
  Optional<FileAttributes> last(FileAttributes source) {
    return options.preserve() ? Optional.of(preserved(source)) : Optional.empty();
  }

  /** What a new file on the server has from the start. */
  FileAttributes initial(FileAttributes source) {
    return FileAttributes.NONE.withPermissions(
        source.permissions().orElse(DEFAULT_PERMISSIONS) & 0777);
  }

  /**
   * Uploads a file, which is made or emptied on the server.
   *
   * @return bytes that were sent, without those that were there before
   * @throws TransferCancelledException if it was cancelled
   * @throws SftpException if the server refused something, any write above all, the connection
   *     ended, or the source became shorter meanwhile
   */
  public long upload(TransferSource source, Bytes remote) throws IOException {
    FileAttributes attributes = source.attributes();
    long size = attributes.size().orElse(0);
    EnumSet<OpenFlag> flags = EnumSet.of(OpenFlag.WRITE, OpenFlag.CREATE);
    if (!options.resume() && !options.inPlace()) {
      flags.add(OpenFlag.TRUNCATE);
    }
    SftpFile file = client.open(remote, flags, initial(attributes));
    long sent;
    try {
      long start = options.resume() ? file.stat().size().orElse(0) : 0;
      checkResume("upload", remote, start, attributes.size().isPresent(), size);
      long end = send(source, file, start, size);
      sent = end - start;
      if (options.sync() && client.supports(SftpExtension.FSYNC)) {
        file.fsync();
      }
      // A device says 0: what is no longer needs no cut, and may not take one.
      if (options.inPlace() && file.stat().size().orElse(Long.MAX_VALUE) > end) {
        file.setStat(FileAttributes.NONE.withSize(end));
      }
      Optional<FileAttributes> last = last(attributes);
      if (last.isPresent()) {
        file.setStat(last.get());
      }
    } catch (IOException e) {
      file.closeUnheard();
      throw e;
    }
    file.close();
    return sent;
  }

  /** Uploads a local file. */
  public long upload(Bytes local, LocalFiles files, Bytes remote) throws IOException {
    try (TransferSource source = files.source(local)) {
      return upload(source, remote);
    }
  }

  /**
   * Downloads a folder with all that is in it, into a local one that is made if it is not there. As
   * OpenSSH's {@code get -r} does, it follows no symbolic link that it finds inside, unless the
   * options say so. Names that would lead out of the folder are refused. Folders get their modes
   * after their contents.
   *
   * @param listener is told of each file, and of what failed with it while the others go on
   * @throws SftpException if the folder itself is not there, or the connection ended
   * @throws TransferCancelledException if it was cancelled
   */
  public void downloadTree(Bytes remote, Bytes local, LocalFiles files, TransferListener listener)
      throws IOException {
    new TreeDownload(this, files, listener).run(remote, local);
  }

  /**
   * Uploads a local folder with all that is in it, into one on the server that is made if it is not
   * there. The rest is as with {@link #downloadTree}.
   */
  public void uploadTree(Bytes local, LocalFiles files, Bytes remote, TransferListener listener)
      throws IOException {
    new TreeUpload(this, files, listener).run(local, remote);
  }

  private long send(TransferSource source, SftpFile file, long start, long size)
      throws IOException {
    WriteBehind behind =
        new WriteBehind(
            requests,
            file.handle(),
            file.path(),
            start,
            client.window(client.writeBlock()),
            options.cancellation());
    long at = start;
    try {
      Progress progress = new Progress(options.progress(), start, size);
      while (true) {
        Block b = behind.take();
        int n = fill(source, b, at);
        if (n > 0) {
          behind.write(b, at, n);
          at += n;
        }
        progress.at(behind.written());
        // The size is no limit, as the source may have grown, but the end need not be looked for
        // where it is known.
        if (n < b.capacity()) {
          break;
        }
      }
      behind.finish();
      progress.end(at);
    } catch (TransferCancelledException e) {
      throw e;
    } catch (SftpException e) {
      cutBack(file, behind);
      throw e;
    } finally {
      behind.close();
    }
    if (at < size) {
      throw shorter("upload", file.path(), at, size);
    }
    return at;
  }

  static int fill(TransferSource source, Block block, long position) throws IOException {
    ByteBuffer buffer = block.buffer(block.capacity());
    while (buffer.hasRemaining()) {
      if (source.read(buffer, position + buffer.position() - block.start) < 0) {
        break;
      }
    }
    return buffer.position() - block.start;
  }

  /**
   * Behind a write that failed, others may have succeeded: without the hole between them, what is
   * left is the start of the source and can be resumed. Nothing can be done where that fails too.
   */
  private void cutBack(SftpFile file, WriteBehind behind) throws IOException {
    if (requests.isOpen()) {
      behind.drain();
      FileAttributes size = FileAttributes.NONE.withSize(behind.written());
      requests.tell("fsetstat", file.path(), i -> new SftpRequest.Fsetstat(i, file.handle(), size));
    }
  }

  static SftpException shorter(String operation, Bytes path, long end, long size) {
    return new SftpException(
        SftpStatus.FAILURE,
        operation,
        path,
        "the source became shorter: " + end + " bytes of " + size);
  }

  static void checkResume(String operation, Bytes path, long start, boolean known, long size)
      throws SftpException {
    if (known && start > size) {
      throw new SftpException(
          SftpStatus.FAILURE,
          operation,
          path,
          "cannot resume: the target has " + start + " bytes and the source " + size);
    }
  }

  static void refuseIrregular(String operation, Bytes path, FileAttributes attributes)
      throws SftpException {
    FileType type = attributes.type();
    // To open a FIFO would hang the server.
    if (type != FileType.REGULAR && type != FileType.UNKNOWN) {
      throw new SftpException(SftpStatus.FAILURE, operation, path, "not a regular file");
    }
  }

  SftpClient client() {
    return client;
  }

  Requests requests() {
    return requests;
  }

  TransferOptions options() {
    return options;
  }
}
