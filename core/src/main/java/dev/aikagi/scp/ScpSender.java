package dev.aikagi.scp;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.DirectoryEntry;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.LocalFiles;
import dev.aikagi.sftp.TransferSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The side that has the files: what {@code scp -f} is, and a client that uploads. For one thread.
 * What a file's content takes of memory is 256 KiB, however large it is. There are no deadlines:
 * whoever closes the streams ends it.
 */
public final class ScpSender {
  private static final int BLOCK = 256 * 1024;

  private final ScpWire wire;
  private final LocalFiles files;
  private final ScpOptions options;
  private final ScpListener listener;
  private final byte[] buffer = new byte[BLOCK];

  public ScpSender(
      InputStream in,
      OutputStream out,
      LocalFiles files,
      ScpOptions options,
      ScpListener listener) {
    this.wire = new ScpWire(in, out, listener);
    this.files = files;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Waits until the other side is ready, before the first file.
   *
   * @return false if it said that it cannot take any
   */
  public boolean awaitReady() throws ScpException {
    return wire.agreed();
  }

  /** Sends a file, or a folder with all that is in it; links are followed. */
  public void send(Bytes path) throws ScpException {
    send(path, 0);
  }

  private void send(Bytes path, int depth) throws ScpException {
    Bytes name = ScpNames.withoutSlashes(path);
    FileAttributes attributes;
    try {
      attributes = files.stat(name, true);
    } catch (IOException e) {
      failed(name, e);
      return;
    }
    if (attributes.isDirectory() && options.recursive()) {
      if (depth == ScpReceiver.MAX_DEPTH) {
        failed(name, "more than " + depth + " directories deep");
      } else {
        folder(name, attributes, depth);
      }
    } else if (attributes.isRegularFile()) {
      file(name);
    } else {
      failed(name, "not a regular file");
    }
  }

  private void failed(Bytes path, IOException e) throws ScpException {
    failed(path, listener.reason(e));
  }

  private void failed(Bytes path, String why) throws ScpException {
    String text = ScpNames.oneLine(ScpRecord.text(path)) + ": ";
    wire.complain(ScpRecord.bytes(text + ScpRecord.text(Bytes.utf8(why))));
  }

  /** As it is sent. */
  private static Bytes lastName(Bytes path) {
    return ScpRecord.bytes(ScpNames.oneLine(ScpRecord.text(ScpNames.last(path))));
  }

  private boolean offered(FileAttributes attributes, String what, ScpRecord start)
      throws ScpException {
    if (options.preserve() && attributes.times().isPresent()) {
      FileAttributes.Times times = attributes.times().get();
      ScpRecord.Times record = new ScpRecord.Times(times.mtime(), times.atime());
      listener.record("Sending file timestamps: ", record.line());
      wire.send(record);
      if (!wire.agreed()) {
        return false;
      }
    }
    listener.record(what, start.line());
    wire.send(start);
    return wire.agreed();
  }

  private void file(Bytes path) throws ScpException {
    TransferSource source;
    FileAttributes attributes;
    try {
      source = files.source(path);
    } catch (IOException e) {
      failed(path, e);
      return;
    }
    @Nullable IOException failure = null;
    try (source) {
      attributes = source.attributes();
      if (attributes.isRegularFile() || attributes.permissions().isEmpty()) {
        content(path, source, attributes);
      } else {
        // It took the place of the file that was looked at; a pipe would give nothing for ever.
        failure = new IOException("not a regular file");
      }
    } catch (ScpException e) {
      throw e;
    } catch (IOException e) {
      failure = e;
    }
    if (failure != null) {
      failed(path, failure);
    }
  }

  private void content(Bytes path, TransferSource source, FileAttributes attributes)
      throws ScpException {
    long size = attributes.size().orElse(0);
    int mode = attributes.permissions().orElse(0644);
    Bytes name = lastName(path);
    if (!offered(attributes, "Sending file modes: ", new ScpRecord.FileStart(mode, size, name))) {
      return;
    }
    listener.started(name, size);
    Optional<IOException> failure = Optional.empty();
    for (long at = 0; at < size; ) {
      int n = (int) Math.min(buffer.length, size - at);
      if (failure.isEmpty()) {
        failure = read(source, at, n);
      } else {
        Arrays.fill(buffer, 0, n, (byte) 0);
      }
      // All of it was announced: after a failure the rest is only there to be counted.
      wire.send(buffer, n);
      at += n;
      listener.at(at);
    }
    if (failure.isEmpty()) {
      wire.agree();
    } else {
      failed(path, failure.get());
    }
    boolean _ = wire.agreed();
    listener.ended();
  }

  private Optional<IOException> read(TransferSource source, long position, int length) {
    ByteBuffer block = ByteBuffer.wrap(buffer, 0, length);
    try {
      while (block.hasRemaining()) {
        if (source.read(block, position + block.position()) < 0) {
          throw new EOFException("it became shorter while it was read");
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      Arrays.fill(buffer, block.position(), length, (byte) 0);
      return Optional.of(e);
    }
  }

  private void folder(Bytes path, FileAttributes attributes, int depth) throws ScpException {
    LocalFiles.Listing entries;
    try {
      entries = files.list(path);
    } catch (IOException e) {
      failed(path, e);
      return;
    }
    @Nullable IOException failure = null;
    try (entries) {
      int mode = attributes.permissions().orElse(0755);
      if (!offered(
          attributes, "Entering directory: ", new ScpRecord.FolderStart(mode, lastName(path)))) {
        return;
      }
      for (Optional<DirectoryEntry> entry = next(path, entries);
          entry.isPresent();
          entry = next(path, entries)) {
        send(ScpNames.join(path, entry.get().name()), depth + 1);
      }
    } catch (ScpException e) {
      throw e;
    } catch (IOException e) {
      failure = e;
    }
    if (failure != null) {
      failed(path, failure);
    }
    wire.send(new ScpRecord.FolderEnd());
    boolean _ = wire.agreed();
  }

  /** What cannot be listed is the end of the folder, and is said. */
  private Optional<DirectoryEntry> next(Bytes path, LocalFiles.Listing entries)
      throws ScpException {
    try {
      return entries.next();
    } catch (IOException e) {
      failed(path, e);
      return Optional.empty();
    }
  }
}
