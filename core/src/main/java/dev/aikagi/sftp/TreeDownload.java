package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Downloads a folder with all that is in it. Small files are opened, read and closed many at a
 * time; a large one has the connection's bulk to itself.
 */
final class TreeDownload implements Jobs.Supply {
  /** Files that wait; a listing pauses while there are more. */
  private static final int ENOUGH = 4096;

  /** Below it the next folder is listed, so that there is always something to do. */
  private static final int FEW = 256;

  private final Transfer transfer;
  private final LocalFiles local;
  private final TransferListener listener;
  private final TreeRules rules;
  private final Jobs jobs;
  private final int block;
  private final ArrayDeque<Folder> folders = new ArrayDeque<>();
  private final Set<Listing> listings = new HashSet<>();
  private final ArrayDeque<Listing> paused = new ArrayDeque<>();
  private final ArrayDeque<RemoteFile> files = new ArrayDeque<>();

  /** Bytes that small files in flight may bring. */
  private long inFlight;

  TreeDownload(Transfer transfer, LocalFiles local, TransferListener listener) throws IOException {
    this.transfer = transfer;
    this.local = local;
    this.listener = listener;
    this.rules = new TreeRules(transfer, listener);
    this.block = transfer.client().readBlock();
    this.jobs =
        new Jobs(
            transfer.requests(),
            transfer.client().limits().maxOpenHandles(),
            transfer.options().cancellation());
  }

  void run(Bytes remote, Bytes target) throws IOException {
    FileAttributes attributes = transfer.client().stat(remote);
    if (attributes.type() != FileType.UNKNOWN && !attributes.isDirectory()) {
      throw new SftpException(SftpStatus.FAILURE, "download", remote, "not a directory");
    }
    folders.push(new Folder(null, remote, target, attributes, 0));
    try {
      jobs.run(this);
    } finally {
      // Of those that an exception left open.
      listings.forEach(l -> transfer.requests().close(l.handle, l.folder.remote));
    }
  }

  private record RemoteFile(Folder folder, Bytes remote, Bytes local, FileAttributes attributes) {}

  /** A folder, until all that is in it is done; only then does it get its mode and times. */
  private final class Folder {
    final @Nullable Folder parent;
    final Bytes remote;
    final Bytes target;
    final FileAttributes attributes;
    final int depth;
    private boolean made;
    private int open = 1;

    Folder(
        @Nullable Folder parent, Bytes remote, Bytes target, FileAttributes attributes, int depth) {
      this.parent = parent;
      this.remote = remote;
      this.target = target;
      this.attributes = attributes;
      this.depth = depth;
    }

    /** False if it cannot be made, so that nothing of it is copied. */
    boolean make() {
      try {
        made = local.makeFolder(target, rules.firstMode(attributes));
        return true;
      } catch (IOException e) {
        listener.failed(remote, e);
        return false;
      }
    }

    void child() {
      open++;
    }

    /** It, or something in it, is done. */
    void done() {
      if (--open > 0) {
        return;
      }
      try {
        Optional<FileAttributes> last = rules.last(attributes, made);
        if (last.isPresent()) {
          local.setAttributes(target, last.get());
        }
      } catch (IOException e) {
        listener.failed(remote, e);
      }
      if (parent != null) {
        parent.done();
      }
    }
  }

  @Override
  public boolean start() throws IOException {
    if (files.size() < FEW && startListing()) {
      return true;
    }
    RemoteFile file = files.peek();
    if (file == null) {
      return startListing();
    }
    long size = file.attributes().size().orElse(Long.MAX_VALUE);
    // One byte more than the file has, as ReadAhead does.
    if (size >= block) {
      files.remove();
      large(file);
      return true;
    }
    if (inFlight > 0 && inFlight + size > TransferWindow.USUAL_BYTES) {
      return false;
    }
    files.remove();
    new SmallFile(file, (int) size).start();
    return true;
  }

  private boolean startListing() {
    Listing listing = paused.poll();
    if (listing != null) {
      listing.read();
      return true;
    }
    Folder folder = folders.poll();
    if (folder == null) {
      return false;
    }
    if (folder.make()) {
      listener.folder(folder.remote);
      jobs.begin();
      jobs.ask(
          "opendir",
          folder.remote,
          id -> new SftpRequest.Opendir(id, folder.remote),
          call -> opened(folder, call));
    } else {
      folder.done();
    }
    return true;
  }

  private void opened(Folder folder, Call call) throws IOException {
    try {
      new Listing(folder, call.handle()).read();
    } catch (SftpException e) {
      rules.failed(folder.remote, e);
      jobs.end();
      folder.done();
    }
  }

  private final class Listing {
    private final Folder folder;
    private final Bytes handle;

    Listing(Folder folder, Bytes handle) {
      this.folder = folder;
      this.handle = handle;
      listings.add(this);
    }

    void read() {
      jobs.ask("readdir", folder.remote, id -> new SftpRequest.Readdir(id, handle), this::entries);
    }

    private void entries(Call call) throws IOException {
      try {
        List<DirectoryEntry> entries = call.isEof() ? List.of() : call.entries();
        for (DirectoryEntry e : entries) {
          entry(folder, e);
        }
        if (!entries.isEmpty()) {
          if (files.size() > ENOUGH) {
            paused.add(this);
          } else {
            read();
          }
          return;
        }
      } catch (SftpException e) {
        rules.failed(folder.remote, e);
      }
      listings.remove(this);
      jobs.ask(
          "closedir",
          folder.remote,
          id -> new SftpRequest.Close(id, handle),
          _ -> {
            jobs.end();
            folder.done();
          });
    }
  }

  private void entry(Folder folder, DirectoryEntry entry) {
    Bytes name = entry.name();
    if (Names.isDots(name)) {
      return;
    }
    Bytes remote = Names.join(folder.remote, name);
    Optional<String> unfit = Names.unfit(name);
    if (unfit.isPresent()) {
      listener.failed(
          remote,
          new SftpException(
              SftpStatus.BAD_MESSAGE, "readdir", remote, "the server listed " + unfit.get()));
      return;
    }
    Bytes target = Names.join(folder.target, name);
    switch (entry.attributes().type()) {
      case DIRECTORY -> {
        if (folder.depth == TreeRules.MAX_DEPTH) {
          rules.tooDeep("download", remote);
        } else {
          folder.child();
          folders.push(new Folder(folder, remote, target, entry.attributes(), folder.depth + 1));
        }
      }
      case REGULAR -> {
        folder.child();
        files.add(new RemoteFile(folder, remote, target, entry.attributes()));
      }
      case SYMLINK -> {
        if (transfer.options().followLinks()) {
          follow(folder, entry, remote);
        } else {
          listener.skipped(remote, TransferListener.Skipped.SYMLINK);
        }
      }
      default -> listener.skipped(remote, TransferListener.Skipped.NOT_A_REGULAR_FILE);
    }
  }

  /** Goes on with what it points to. */
  private void follow(Folder folder, DirectoryEntry link, Bytes remote) {
    folder.child();
    jobs.ask(
        "stat",
        remote,
        id -> new SftpRequest.Stat(id, remote),
        call -> {
          try {
            FileAttributes attributes = call.attributes();
            if (attributes.isSymlink()) {
              listener.skipped(remote, TransferListener.Skipped.SYMLINK);
            } else {
              entry(folder, new DirectoryEntry(link.name(), link.longName(), attributes));
            }
          } catch (SftpException e) {
            rules.failed(remote, e);
          }
          folder.done();
        });
  }

  private void large(RemoteFile file) throws IOException {
    listener.started(file.remote());
    try {
      long bytes =
          transfer.download(
              file.remote(), file.attributes(), a -> transfer.target(file.local(), local, a));
      listener.done(file.remote(), bytes);
    } catch (IOException e) {
      rules.failed(file.remote(), e);
    }
    file.folder().done();
  }

  /** Open; then read and close at once, since a server keeps the order within a file. */
  private final class SmallFile {
    private final RemoteFile file;
    private final int size;
    private byte[] data = {};
    private int waiting;
    private int count;
    private boolean again;
    private @Nullable IOException failure;

    SmallFile(RemoteFile file, int size) {
      this.file = file;
      this.size = size;
    }

    void start() {
      listener.started(file.remote());
      jobs.begin();
      inFlight += size;
      jobs.ask(
          "open",
          file.remote(),
          id -> new SftpRequest.Open(id, file.remote(), Set.of(OpenFlag.READ), FileAttributes.NONE),
          this::opened);
    }

    private void opened(Call call) throws IOException {
      Bytes handle;
      try {
        handle = call.handle();
      } catch (SftpException e) {
        failure = e;
        end();
        return;
      }
      waiting = 2;
      data = new byte[size + 1];
      Call read = jobs.call("read", file.remote(), this::read);
      read.reads(data, 0, data.length);
      jobs.sent();
      transfer.requests().sendRead(read, handle, 0, true);
      jobs.ask("close", file.remote(), id -> new SftpRequest.Close(id, handle), this::answered);
    }

    private void read(Call call) throws IOException {
      if (call.count >= 0) {
        count = call.count;
        // Less than there should be, or more: it is read again, with all that may need.
        again = count != size;
      } else if (call.isEof()) {
        again = size != 0;
      } else {
        try {
          call.answer();
        } catch (SftpException e) {
          failure = e;
        }
      }
      answered(call);
    }

    private void answered(Call call) throws IOException {
      if (--waiting == 0) {
        end();
      }
    }

    private void end() throws IOException {
      inFlight -= size;
      jobs.end();
      IOException e = failure;
      if (e == null && again) {
        large(file);
        return;
      }
      if (e == null) {
        e = store();
      }
      if (e != null) {
        rules.failed(file.remote(), e);
      } else {
        listener.done(file.remote(), count);
      }
      file.folder().done();
    }

    private @Nullable IOException store() {
      if (transfer.options().resume()) {
        return resume();
      }
      try (TransferTarget target = transfer.target(file.local(), local, file.attributes())) {
        if (count > 0) {
          target.write(ByteBuffer.wrap(data, 0, count), 0);
        }
        transfer.endAt(target, count);
        transfer.finish(target, file.attributes());
        return null;
      } catch (IOException e) {
        return e;
      }
    }

    private @Nullable IOException resume() {
      try (TransferTarget target = transfer.target(file.local(), local, file.attributes())) {
        int there = (int) Math.min(target.size(), Integer.MAX_VALUE);
        Transfer.checkResume("download", file.remote(), there, true, size);
        if (there < count) {
          target.write(ByteBuffer.wrap(data, there, count - there), there);
        }
        transfer.finish(target, file.attributes());
        return null;
      } catch (IOException e) {
        return e;
      }
    }
  }
}
