package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Uploads a folder with all that is in it. Small files are opened, written and closed many at a
 * time; a large one has the connection's bulk to itself.
 */
final class TreeUpload implements Jobs.Supply {
  private static final Set<OpenFlag> NEW =
      EnumSet.of(OpenFlag.WRITE, OpenFlag.CREATE, OpenFlag.TRUNCATE);

  private static final Set<OpenFlag> KEPT = EnumSet.of(OpenFlag.WRITE, OpenFlag.CREATE);

  private final Transfer transfer;
  private final Requests requests;
  private final LocalFiles local;
  private final TransferListener listener;
  private final TreeRules rules;
  private final Jobs jobs;
  private final int block;

  /** Folders that are on the server and whose contents are not. */
  private final ArrayDeque<Folder> folders = new ArrayDeque<>();

  /** The folder whose entries are taken now. */
  private @Nullable Folder present;

  private LocalFiles.@Nullable Listing listing;

  /** A file that waits until there is memory for it. */
  private @Nullable LocalFile waiting;

  /** Bytes of small files in flight. */
  private long inFlight;

  TreeUpload(Transfer transfer, LocalFiles local, TransferListener listener) throws IOException {
    this.transfer = transfer;
    this.requests = transfer.requests();
    this.local = local;
    this.listener = listener;
    this.rules = new TreeRules(transfer, listener);
    this.block = transfer.client().writeBlock();
    this.jobs =
        new Jobs(
            requests,
            transfer.client().limits().maxOpenHandles(),
            transfer.options().cancellation());
  }

  void run(Bytes source, Bytes remote) throws IOException {
    FileAttributes attributes = local.stat(source, true);
    if (!attributes.isDirectory()) {
      throw new SftpException(SftpStatus.FAILURE, "upload", source, "not a directory");
    }
    new Folder(null, source, remote, attributes, 0).make();
    try {
      jobs.run(this);
    } finally {
      LocalFiles.Listing open = listing;
      if (open != null) {
        open.close();
      }
    }
  }

  private record LocalFile(Folder folder, Bytes source, Bytes remote, FileAttributes attributes) {}

  /** A folder, until all that is in it is done; only then does it get its mode and times. */
  private final class Folder {
    final @Nullable Folder parent;
    final Bytes source;
    final Bytes remote;
    final FileAttributes attributes;
    final int depth;
    private boolean made;
    private int open = 1;

    Folder(
        @Nullable Folder parent, Bytes source, Bytes remote, FileAttributes attributes, int depth) {
      this.parent = parent;
      this.source = source;
      this.remote = remote;
      this.attributes = attributes;
      this.depth = depth;
    }

    void make() {
      jobs.begin();
      FileAttributes first = FileAttributes.NONE.withPermissions(rules.firstMode(attributes));
      jobs.ask(
          "mkdir",
          remote,
          id -> new SftpRequest.Mkdir(id, remote, first),
          call -> {
            try {
              call.ok();
              made = true;
              ready();
            } catch (SftpException e) {
              lookAt(e);
            }
          });
    }

    /** Servers say "failure" of a folder that is there, and of much else. */
    private void lookAt(SftpException refusal) {
      jobs.ask(
          "stat",
          remote,
          id -> new SftpRequest.Stat(id, remote),
          call -> {
            boolean there = false;
            try {
              there = call.attributes().isDirectory();
            } catch (SftpException e) {
              refusal.addSuppressed(e);
            }
            if (there) {
              ready();
            } else {
              jobs.end();
              rules.failed(source, refusal);
              end();
            }
          });
    }

    private void ready() {
      jobs.end();
      folders.push(this);
    }

    void child() {
      open++;
    }

    /** It, or something in it, is done. */
    void done() {
      if (--open > 0) {
        return;
      }
      rules.last(attributes, made).ifPresentOrElse(this::setAttributes, this::end);
    }

    private void setAttributes(FileAttributes last) {
      jobs.ask(
          "setstat",
          remote,
          id -> new SftpRequest.Setstat(id, remote, last),
          call -> {
            try {
              call.ok();
            } catch (SftpException e) {
              rules.failed(source, e);
            }
            end();
          });
    }

    private void end() {
      if (parent != null) {
        parent.done();
      }
    }
  }

  @Override
  public boolean start() throws IOException {
    LocalFile file = waiting;
    if (file != null) {
      waiting = null;
      return startFile(file);
    }
    Folder folder = present;
    if (folder == null) {
      folder = folders.poll();
      if (folder == null) {
        return false;
      }
      return enter(folder);
    }
    LocalFiles.Listing entries = listing;
    Optional<DirectoryEntry> entry = Optional.empty();
    try {
      if (entries != null) {
        entry = entries.next();
      }
    } catch (IOException e) {
      listener.failed(folder.source, e);
    }
    return entry.isPresent() ? entry(folder, entry.get()) : leave(folder);
  }

  private boolean enter(Folder folder) {
    listener.folder(folder.source);
    try {
      listing = local.list(folder.source);
      present = folder;
    } catch (IOException e) {
      listener.failed(folder.source, e);
      folder.done();
    }
    return true;
  }

  private boolean leave(Folder folder) throws IOException {
    LocalFiles.Listing entries = listing;
    listing = null;
    present = null;
    if (entries != null) {
      entries.close();
    }
    folder.done();
    return true;
  }

  private boolean entry(Folder folder, DirectoryEntry entry) throws IOException {
    Bytes source = Names.join(folder.source, entry.name());
    Bytes remote = Names.join(folder.remote, entry.name());
    switch (entry.attributes().type()) {
      case DIRECTORY -> {
        if (folder.depth == TreeRules.MAX_DEPTH) {
          rules.tooDeep("upload", source);
        } else {
          folder.child();
          new Folder(folder, source, remote, entry.attributes(), folder.depth + 1).make();
        }
        return true;
      }
      case REGULAR -> {
        folder.child();
        return startFile(new LocalFile(folder, source, remote, entry.attributes()));
      }
      case SYMLINK -> {
        if (transfer.options().followLinks()) {
          return known(folder, entry, source, true);
        }
        listener.skipped(source, TransferListener.Skipped.SYMLINK);
      }
      case UNKNOWN -> {
        return entry.attributes().permissions().isPresent()
            ? skipped(source)
            : known(folder, entry, source, transfer.options().followLinks());
      }
      default -> {
        return skipped(source);
      }
    }
    return true;
  }

  private boolean skipped(Bytes source) {
    listener.skipped(source, TransferListener.Skipped.NOT_A_REGULAR_FILE);
    return true;
  }

  /** A link, or what the listing knows nothing of: it is asked for by itself. */
  private boolean known(Folder folder, DirectoryEntry entry, Bytes source, boolean followLinks)
      throws IOException {
    FileAttributes attributes;
    try {
      attributes = local.stat(source, followLinks);
    } catch (IOException e) {
      listener.failed(source, e);
      return true;
    }
    if (attributes.permissions().isEmpty()) {
      return skipped(source);
    }
    return (followLinks && attributes.isSymlink())
        || entry(folder, new DirectoryEntry(entry.name(), Bytes.EMPTY, attributes));
  }

  private boolean startFile(LocalFile file) throws IOException {
    long size = file.attributes().size().orElse(Long.MAX_VALUE);
    if (size > block || transfer.options().resume() || transfer.options().sync()) {
      large(file);
      return true;
    }
    if (inFlight > 0 && inFlight + size > TransferWindow.USUAL_BYTES) {
      waiting = file;
      return false;
    }
    new SmallFile(file, (int) size).start();
    return true;
  }

  private void large(LocalFile file) throws IOException {
    listener.started(file.source());
    try {
      listener.done(file.source(), transfer.upload(file.source(), local, file.remote()));
    } catch (IOException e) {
      rules.failed(file.source(), e);
    }
    file.folder().done();
  }

  private interface Step {
    void run() throws IOException;
  }

  /**
   * Read here; then opened, and then written, given its attributes and closed at once, since a
   * server keeps the order within a file. What may be longer than the source is only closed when it
   * was written, as only then may what is behind be cut away.
   */
  private final class SmallFile {
    private final LocalFile file;
    private final int size;
    private final Block content;
    private int unanswered;

    /** What comes when all is answered. */
    private Step then = this::end;

    /** What was in it before; bytes. */
    private long old;

    private @Nullable IOException failure;

    SmallFile(LocalFile file, int size) {
      this.file = file;
      this.size = size;
      // One byte more than there should be, so that a file that grew is seen to have.
      this.content = new Block(size + 1, BulkHeader.MAX_WRITE);
    }

    void start() throws IOException {
      // Before anything is made on the server of what cannot be read here.
      int n;
      try (TransferSource source = local.source(file.source())) {
        n = Transfer.fill(source, content, 0);
      } catch (IOException e) {
        rules.failed(file.source(), e);
        file.folder().done();
        return;
      }
      if (n > size) {
        large(file);
        return;
      }
      content.length = n;
      if (n < size) {
        failure = Transfer.shorter("upload", file.source(), n, size);
      }
      listener.started(file.source());
      jobs.begin();
      inFlight += size;
      FileAttributes first = transfer.initial(file.attributes());
      jobs.ask(
          "open",
          file.remote(),
          id -> new SftpRequest.Open(id, file.remote(), keeps() ? KEPT : NEW, first),
          this::opened);
    }

    /** In a folder that was not there before, there is nothing to keep. */
    private boolean keeps() {
      return transfer.options().inPlace() && !file.folder().made;
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
      if (content.length > 0) {
        unanswered++;
        jobs.sent();
        Call write = jobs.call("write", file.remote(), this::answered);
        requests.sendWrite(write, handle, 0, content, content.length, true);
      }
      if (!keeps()) {
        complete(handle);
        return;
      }
      unanswered++;
      then = () -> complete(handle);
      jobs.ask(
          "fstat",
          file.remote(),
          id -> new SftpRequest.Fstat(id, handle),
          asked -> answered(() -> old = asked.attributes().size().orElse(Long.MAX_VALUE)));
    }

    private void complete(Bytes handle) {
      then = this::end;
      // A device says 0: what is no longer needs no cut, and may not take one.
      if (failure == null && old > content.length) {
        FileAttributes size = FileAttributes.NONE.withSize(content.length);
        ask("fsetstat", id -> new SftpRequest.Fsetstat(id, handle, size));
      }
      transfer
          .last(file.attributes())
          .ifPresent(last -> ask("fsetstat", id -> new SftpRequest.Fsetstat(id, handle, last)));
      ask("close", id -> new SftpRequest.Close(id, handle));
    }

    private void ask(String operation, LongFunction<SftpRequest> request) {
      unanswered++;
      jobs.ask(operation, file.remote(), request, this::answered);
    }

    private void answered(Call call) throws IOException {
      answered(call::ok);
    }

    private void answered(Step result) throws IOException {
      try {
        result.run();
      } catch (SftpException e) {
        if (failure == null) {
          failure = e;
        }
      }
      if (--unanswered == 0) {
        then.run();
      }
    }

    private void end() throws IOException {
      inFlight -= size;
      jobs.end();
      IOException e = failure;
      if (e != null) {
        rules.failed(file.source(), e);
      } else {
        listener.done(file.source(), content.length);
      }
      file.folder().done();
    }
  }
}
