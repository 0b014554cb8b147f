package dev.aikagi.sftp.nio;

import dev.aikagi.sftp.DirectoryEntry;
import dev.aikagi.sftp.DirectoryListing;
import dev.aikagi.sftp.SftpException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The entries of a folder, in the server's order, a few answers ahead of the reader. */
final class EntryStream implements DirectoryStream<Path> {
  private final SftpPath folder;
  private final DirectoryListing listing;
  private final Filter<? super Path> filter;

  /** Guards all below, and the listing. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean closed;
  private boolean begun;
  private @Nullable Path next;

  private EntryStream(SftpPath folder, DirectoryListing listing, Filter<? super Path> filter) {
    this.folder = folder;
    this.listing = listing;
    this.filter = filter;
  }

  static EntryStream open(SftpPath folder, Filter<? super Path> filter) throws IOException {
    Objects.requireNonNull(filter);
    SftpFileSystem files = folder.getFileSystem();
    try {
      return files.opened(new EntryStream(folder, files.client().list(folder.absolute()), filter));
    } catch (SftpException e) {
      // OpenSSH's server says ENOTDIR as it says ENOENT.
      if (Failures.isVague(e)
          && files.look(folder, true).filter(seen -> !seen.isDirectory()).isPresent()) {
        throw Failures.caused(new NotDirectoryException(folder.toString()), e);
      }
      throw Failures.of(e, folder);
    }
  }

  @Override
  public Iterator<Path> iterator() {
    lock.lock();
    try {
      if (closed || begun) {
        throw new IllegalStateException(closed ? "the stream is closed" : "a second iterator");
      }
      begun = true;
      return new Entries();
    } finally {
      lock.unlock();
    }
  }

  private final class Entries implements Iterator<Path> {
    @Override
    public boolean hasNext() {
      return EntryStream.this.hasNext();
    }

    @Override
    public Path next() {
      return take();
    }
  }

  private boolean hasNext() {
    lock.lock();
    try {
      while (next == null && !closed) {
        Optional<DirectoryEntry> entry = listing.next();
        if (entry.isEmpty()) {
          return false;
        }
        next = accepted(entry.get());
      }
      return next != null;
    } catch (SftpException e) {
      throw new DirectoryIteratorException(Failures.of(e, folder));
    } catch (IOException e) {
      throw new DirectoryIteratorException(e);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Path accepted(DirectoryEntry entry) throws IOException {
    if (entry.isDots()) {
      return null;
    }
    // The name is the server's choice, and would lead elsewhere.
    if (entry.unfit().isPresent()) {
      throw new FileSystemException(
          folder.toString(), null, "the server lists " + entry.unfit().get());
    }
    Path path = folder.resolve(entry.name().toArray());
    return filter.accept(path) ? path : null;
  }

  private Path take() {
    lock.lock();
    try {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Path path = Objects.requireNonNull(next);
      next = null;
      return path;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    folder.getFileSystem().forget(this);
    lock.lock();
    try {
      closed = true;
      listing.close();
    } catch (SftpException e) {
      throw Failures.of(e, folder);
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is anything in a folder. */
  static boolean isEmpty(SftpPath folder) throws IOException {
    try (EntryStream entries = open(folder, path -> true)) {
      return !entries.hasNext();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
