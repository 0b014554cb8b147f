package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * What each request does, and its reply. A failure is an exception; its status is the reply then.
 */
final class RequestHandler {
  private static final int DEFAULT_FILE_MODE = 0666;
  private static final int DEFAULT_FOLDER_MODE = 0777;
  private static final int MODE = 07777;

  /** As section 3 of the draft has every client take. */
  private static final int NAMES_LENGTH = 32 * 1024;

  /** More than a folder's listing can want at a time; each may ask a directory on the network. */
  private static final int MOST_IDS = 8192;

  private final ServedFiles files;
  private final SftpServerOptions options;
  private final HandleTable handles;

  // What the present request is about, for the observer.
  private Bytes path = Bytes.EMPTY;
  private Bytes second = Bytes.EMPTY;
  private FileAttributes attributes = FileAttributes.NONE;
  private Set<OpenFlag> flags = Set.of();
  private @Nullable OpenHandle closed;

  private @Nullable LongName longName;

  RequestHandler(ServedFiles files, SftpServerOptions options, HandleTable handles) {
    this.files = files;
    this.options = options;
    this.handles = handles;
  }

  SftpReply perform(SftpRequest request) throws IOException {
    path = Bytes.EMPTY;
    second = Bytes.EMPTY;
    attributes = FileAttributes.NONE;
    flags = Set.of();
    long id = request.id();
    return switch (request) {
      case SftpRequest.Open o -> open(o);
      case SftpRequest.Close c -> close(c);
      case SftpRequest.Lstat s -> new SftpReply.Attrs(id, files.attributes(path(s.path()), false));
      case SftpRequest.Stat s -> new SftpReply.Attrs(id, files.attributes(path(s.path()), true));
      case SftpRequest.Fstat s -> new SftpReply.Attrs(id, file(s.handle()).file().attributes());
      case SftpRequest.Setstat s -> {
        attributes = s.attrs();
        files.change(path(s.path()), s.attrs(), true);
        yield ok(id);
      }
      case SftpRequest.Fsetstat s -> {
        attributes = s.attrs();
        file(s.handle()).file().change(s.attrs());
        yield ok(id);
      }
      case SftpRequest.Opendir o -> openFolder(o);
      case SftpRequest.Readdir r -> readFolder(r);
      case SftpRequest.Remove r -> {
        files.remove(path(r.filename()));
        yield ok(id);
      }
      case SftpRequest.Mkdir m -> {
        attributes = m.attrs();
        files.makeFolder(path(m.path()), mode(m.attrs(), DEFAULT_FOLDER_MODE));
        yield ok(id);
      }
      case SftpRequest.Rmdir r -> {
        files.removeFolder(path(r.path()));
        yield ok(id);
      }
      case SftpRequest.Realpath r -> name(id, files.realPath(anyPath(r.path())));
      case SftpRequest.Rename r -> {
        files.rename(path(r.oldpath()), second(r.newpath()), false);
        yield ok(id);
      }
      case SftpRequest.Readlink r -> name(id, files.readLink(path(r.path())));
      case SftpRequest.Symlink s -> {
        files.symbolicLink(path(s.targetpath()), second(s.linkpath()));
        yield ok(id);
      }
      case SftpRequest.Extended e -> extended(id, e.request());
      case SftpRequest.Read r -> throw new IllegalStateException(r.toString());
      case SftpRequest.Write w -> throw new IllegalStateException(w.toString());
    };
  }

  private SftpReply extended(long id, ExtendedRequest request) throws IOException {
    return switch (request) {
      case ExtendedRequest.PosixRename r -> {
        files.rename(path(r.oldpath()), second(r.newpath()), true);
        yield ok(id);
      }
      case ExtendedRequest.Statvfs s -> statistics(id, files.statistics(path(s.path())));
      case ExtendedRequest.Fstatvfs s -> statistics(id, file(s.handle()).file().statistics());
      case ExtendedRequest.Hardlink l -> {
        files.hardLink(path(l.oldpath()), second(l.newpath()));
        yield ok(id);
      }
      case ExtendedRequest.Fsync f -> {
        if (!(handles.find(f.handle()) instanceof OpenHandle.OfFile file)) {
          throw noSuchHandle(SftpStatus.NO_SUCH_FILE);
        }
        path = file.path();
        file.file().sync();
        yield ok(id);
      }
      case ExtendedRequest.Lsetstat s -> {
        attributes = s.attrs();
        changeLink(path(s.path()), s.attrs());
        yield ok(id);
      }
      case ExtendedRequest.GetLimits g -> limits(id);
      case ExtendedRequest.ExpandPath e -> name(id, files.expandPath(anyPath(e.path())));
      case ExtendedRequest.CopyData c -> copy(id, c);
      case ExtendedRequest.HomeDirectory h -> name(id, files.homeFolder(anyPath(h.username())));
      case ExtendedRequest.UsersGroupsById u -> usersAndGroups(id, u);
      case ExtendedRequest.Unknown u -> throw new IllegalStateException(u.name());
    };
  }

  private SftpReply open(SftpRequest.Open o) throws IOException {
    flags = o.pflags();
    attributes = o.attrs();
    Bytes name = path(o.filename());
    // CVE-2017-15906: making, emptying and appending write as well, whatever else the flags say.
    if (options.readOnly()
        && (flags.contains(OpenFlag.WRITE)
            || flags.contains(OpenFlag.APPEND)
            || flags.contains(OpenFlag.CREATE)
            || flags.contains(OpenFlag.TRUNCATE))) {
      throw new SftpException(SftpStatus.PERMISSION_DENIED, "open", name, "read-only");
    }
    checkRoom(name);
    Set<OpenFlag> how = EnumSet.noneOf(OpenFlag.class);
    how.addAll(flags);
    if (!how.contains(OpenFlag.WRITE)) {
      how.add(OpenFlag.READ);
    }
    ServedFile file = files.open(name, how, mode(o.attrs(), DEFAULT_FILE_MODE));
    return new SftpReply.Handle(o.id(), handles.add(new OpenHandle.OfFile(name, file, how)));
  }

  private SftpReply close(SftpRequest.Close c) throws IOException {
    OpenHandle open = handles.remove(c.handle());
    if (open == null) {
      throw noSuchHandle(SftpStatus.NO_SUCH_FILE);
    }
    path = open.path();
    closed = open;
    open.close();
    return ok(c.id());
  }

  private SftpReply openFolder(SftpRequest.Opendir o) throws IOException {
    Bytes name = path(o.path());
    checkRoom(name);
    OpenHandle folder = new OpenHandle.OfFolder(name, files.openFolder(name));
    return new SftpReply.Handle(o.id(), handles.add(folder));
  }

  private void checkRoom(Bytes name) throws SftpException {
    if (handles.isFull()) {
      throw new SftpException(SftpStatus.FAILURE, "open", name, "too many open files");
    }
  }

  private SftpReply readFolder(SftpRequest.Readdir r) throws IOException {
    if (!(handles.find(r.handle()) instanceof OpenHandle.OfFolder folder)) {
      throw noSuchHandle(SftpStatus.FAILURE);
    }
    path = folder.path();
    LongName line = longName;
    if (line == null) {
      line = new LongName(TimeZone.getDefault());
      longName = line;
    }
    long now = System.currentTimeMillis() / 1000;
    List<DirectoryEntry> entries = new ArrayList<>();
    int length = 0;
    for (ServedFolder.Entry e = folder.next(); e != null; e = folder.next()) {
      DirectoryEntry entry = new DirectoryEntry(e.name(), line.of(e, now), e.attributes());
      length += entry.name().length() + entry.longName().length() + 40;
      if (length > NAMES_LENGTH && !entries.isEmpty()) {
        folder.keep(e);
        break;
      }
      entries.add(entry);
    }
    return entries.isEmpty()
        ? SftpVisit.status(r.id(), SftpStatus.EOF)
        : new SftpReply.Name(r.id(), entries);
  }

  private void changeLink(Bytes link, FileAttributes changes) throws IOException {
    SftpException failure = null;
    FileAttributes rest = changes;
    if (changes.size().isPresent()) {
      failure = new SftpException(SftpStatus.BAD_MESSAGE, "lsetstat", link, "a link has no size");
      rest =
          new FileAttributes(
              java.util.OptionalLong.empty(),
              changes.owner(),
              changes.permissions(),
              changes.times());
    }
    files.change(link, rest, false);
    if (failure != null) {
      throw failure;
    }
  }

  private SftpReply copy(long id, ExtendedRequest.CopyData c) throws IOException {
    OpenHandle.OfFile from = file(c.readFromHandle());
    OpenHandle.OfFile to = file(c.writeToHandle());
    path = from.path();
    second = to.path();
    // A file that is copied onto itself grows while it is read, until the disk is full.
    if (from == to || from.file().identity().equals(to.file().identity())) {
      throw new SftpException(SftpStatus.FAILURE, "copy-data", path, "onto the same file");
    }
    // What has no end would be copied until somebody ends this server, long after its client left.
    FileAttributes source = from.file().attributes();
    if (!source.isRegularFile()) {
      throw new SftpException(SftpStatus.FAILURE, "copy-data", path, "not a regular file");
    }
    long rest = Math.max(0, source.size().orElse(0) - c.readFromOffset());
    long length = c.readDataLength() == 0 ? rest : Math.min(rest, c.readDataLength());
    from.copyTo(c.readFromOffset(), to, c.writeToOffset(), length);
    return ok(id);
  }

  private SftpReply usersAndGroups(long id, ExtendedRequest.UsersGroupsById u) throws IOException {
    if (u.uids().size() + u.gids().size() > MOST_IDS) {
      throw new SftpException(
          SftpStatus.FAILURE, "users-groups-by-id", Bytes.EMPTY, "too many numbers");
    }
    List<Bytes> users = new ArrayList<>();
    for (long uid : u.uids()) {
      users.add(files.userName(uid));
    }
    List<Bytes> groups = new ArrayList<>();
    for (long gid : u.gids()) {
      groups.add(files.groupName(gid));
    }
    WireWriter w = new WireWriter();
    new UsersGroups(users, groups).write(w);
    return new SftpReply.ExtendedReply(id, w.toBytes());
  }

  private SftpReply limits(long id) {
    WireWriter w = new WireWriter();
    new Limits(Limits.MAX_PACKET, Limits.MAX_DATA, Limits.MAX_DATA, options.maxHandles()).write(w);
    return new SftpReply.ExtendedReply(id, w.toBytes());
  }

  private static SftpReply statistics(long id, FileSystemStatistics statistics) {
    WireWriter w = new WireWriter();
    statistics.write(w);
    return new SftpReply.ExtendedReply(id, w.toBytes());
  }

  /** Names a path in the form of a listing with one line, without attributes. */
  private static SftpReply name(long id, Bytes name) {
    return new SftpReply.Name(id, List.of(new DirectoryEntry(name, name, FileAttributes.NONE)));
  }

  private static SftpReply ok(long id) {
    return SftpVisit.status(id, SftpStatus.OK);
  }

  private int mode(FileAttributes wished, int otherwise) {
    return wished.permissions().orElse(otherwise) & MODE & ~options.umask();
  }

  private OpenHandle.OfFile file(Bytes handle) throws SftpException {
    if (handles.find(handle) instanceof OpenHandle.OfFile file) {
      path = file.path();
      return file;
    }
    throw noSuchHandle(SftpStatus.FAILURE);
  }

  private Bytes path(Bytes given) throws SftpException {
    return named(anyPath(given));
  }

  private Bytes anyPath(Bytes given) throws SftpException {
    path = text(given);
    return path;
  }

  private Bytes second(Bytes given) throws SftpException {
    second = text(given);
    return named(second);
  }

  private static Bytes named(Bytes path) throws SftpException {
    if (path.isEmpty()) {
      throw new SftpException(SftpStatus.NO_SUCH_FILE, "find", path, "an empty name");
    }
    return path;
  }

  /** A NUL would end the name for the system, which would then do something to another file. */
  private static Bytes text(Bytes given) throws SftpException {
    for (int i = 0; i < given.length(); i++) {
      if (given.at(i) == 0) {
        throw new SftpException(SftpStatus.BAD_MESSAGE, "find", given, "a NUL in a name");
      }
    }
    return given;
  }

  static SftpException noSuchHandle(SftpStatus status) {
    return new SftpException(status, "find", Bytes.EMPTY, "no such handle");
  }

  static Optional<String> extensionName(SftpRequest request) {
    return request instanceof SftpRequest.Extended e
        ? Optional.of(e.request().name())
        : Optional.empty();
  }

  /** What the last request was about, and how it ended. */
  SftpServerEvent.Performed performed(
      SftpOperation operation, SftpReply reply, @Nullable SftpException failure) {
    SftpStatus result = SftpStatus.OK;
    if (failure != null) {
      result = failure.status();
    } else if (reply instanceof SftpReply.Status s) {
      result = SftpStatus.of(s.code());
    }
    return new SftpServerEvent.Performed(
        operation,
        path,
        second,
        attributes,
        flags,
        result,
        failure == null ? "" : failure.detail());
  }

  static SftpServerEvent.Performed failed(
      SftpOperation operation, Bytes path, SftpException failure) {
    return new SftpServerEvent.Performed(
        operation,
        path,
        Bytes.EMPTY,
        FileAttributes.NONE,
        Set.of(),
        failure.status(),
        failure.detail());
  }

  /** Tells what was closed by the last request. */
  void forget(SftpServerObserver observer) {
    OpenHandle was = closed;
    if (was != null) {
      closed = null;
      observer.on(was.closed(false));
    }
  }
}
