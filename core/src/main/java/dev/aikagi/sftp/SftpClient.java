package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SshException;
import dev.aikagi.wire.WireReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of SFTP version 3, over any pair of streams. All methods may be called by any
 * thread; each blocks until the server has answered, and several at a time share the connection.
 *
 * <p>Paths are bytes, as the server's system has them; relative ones start at the server's start
 * folder. What the server refuses is an {@link SftpException} with its status. When the connection
 * ends, every call that waits throws one with {@link SftpStatus#CONNECTION_LOST} and says what it
 * waited for; a server that breaks the protocol ends the connection in the same way ({@link
 * SftpStatus#BAD_MESSAGE}). Interrupting a thread ends its wait and nothing else, unless it is just
 * writing to a stream that an interrupt closes.
 */
public final class SftpClient implements Closeable {
  /** A large copy-data is one request without a sign of life: so it is asked for in pieces. */
  private static final long COPY_PIECE = 256L << 20;

  private final Requests requests;
  private final SftpClientOptions options;
  private final List<SftpMessage.ExtensionPair> announced;
  private final Set<SftpExtension> extensions = EnumSet.noneOf(SftpExtension.class);

  /** Guards the two below. */
  private final ReentrantLock limitsLock = new ReentrantLock();

  private @Nullable Call limitsCall;
  private Limits limits = new Limits(0, 0, 0, 0);

  private SftpClient(
      Requests requests, SftpClientOptions options, List<SftpMessage.ExtensionPair> announced) {
    this.requests = requests;
    this.options = options;
    this.announced = announced;
    announced.forEach(pair -> SftpExtension.of(pair).ifPresent(extensions::add));
    if (extensions.contains(SftpExtension.LIMITS)) {
      Call call = requests.call("limits", Bytes.EMPTY);
      limitsCall = call;
      // Its answer is waited for when a size is needed: usually it is there by then.
      requests.send(
          call, id -> new SftpRequest.Extended(id, new ExtendedRequest.GetLimits()), false);
    }
  }

  /**
   * Begins to talk: INIT and VERSION. Takes over the streams, which are closed with the client;
   * that must end a read that waits.
   *
   * @throws SshException if the server does not answer, or speaks another version than 3
   */
  public static SftpClient over(InputStream in, OutputStream out, SftpClientOptions options)
      throws IOException {
    return over(
        in,
        out,
        () -> {
          try (in) {
            out.close();
          }
        },
        options);
  }

  /**
   * As {@link #over(InputStream, OutputStream, SftpClientOptions)}, for streams that are closed in
   * another way.
   *
   * @param closer ends both streams, and with them a read and a write that wait; may be called
   *     twice
   */
  public static SftpClient over(
      InputStream in, OutputStream out, Closeable closer, SftpClientOptions options)
      throws IOException {
    Requests requests = new Requests(in, out, closer, options.requestTimeout());
    SftpMessage.Version version = requests.start(options.threads());
    if (version.version() != SftpMessage.VERSION) {
      throw requests.protocolError("version " + version.version());
    }
    return new SftpClient(requests, options, version.extensions());
  }

  /** Whether the server announced it, in the version that is known here. */
  public boolean supports(SftpExtension extension) {
    return extensions.contains(extension);
  }

  /** All that the server announced, also what is not known here: "name version", for people. */
  public List<String> announced() {
    return announced.stream().map(p -> p.name() + " " + p.data().utf8()).toList();
  }

  /** What the server says of its limits; all 0 where it says nothing. */
  public Limits limits() throws IOException {
    limitsLock.lock();
    try {
      Call call = limitsCall;
      if (call != null) {
        requests.await(call);
        limitsCall = null;
        limits = decoded(call, Limits::read);
      }
      return limits;
    } finally {
      limitsLock.unlock();
    }
  }

  // Files

  /**
   * Opens a file.
   *
   * @param attributes what a file that is made has from the start; servers look at the permissions
   *     only
   */
  public SftpFile open(Bytes path, Set<OpenFlag> flags, FileAttributes attributes)
      throws IOException {
    Bytes handle =
        requests
            .ask("open", path, id -> new SftpRequest.Open(id, path, flags, attributes))
            .handle();
    return new SftpFile(this, requests, handle, path);
  }

  /** Opens a file that is there, for reading. */
  public SftpFile open(Bytes path) throws IOException {
    return open(path, EnumSet.of(OpenFlag.READ), FileAttributes.NONE);
  }

  /** What is known of it; of what it points to, if it is a symbolic link. */
  public FileAttributes stat(Bytes path) throws IOException {
    return requests.ask("stat", path, id -> new SftpRequest.Stat(id, path)).attributes();
  }

  /** What is known of it; of a symbolic link itself. */
  public FileAttributes lstat(Bytes path) throws IOException {
    return requests.ask("lstat", path, id -> new SftpRequest.Lstat(id, path)).attributes();
  }

  /** Changes what is present in the attributes; follows symbolic links. */
  public void setStat(Bytes path, FileAttributes attributes) throws IOException {
    requests.ask("setstat", path, id -> new SftpRequest.Setstat(id, path, attributes)).ok();
  }

  /** Changes it of a symbolic link itself; lsetstat@openssh.com. */
  public void lsetStat(Bytes path, FileAttributes attributes) throws IOException {
    extended(
            SftpExtension.LSETSTAT,
            "lsetstat",
            path,
            new ExtendedRequest.Lsetstat(path, attributes))
        .ok();
  }

  public void remove(Bytes path) throws IOException {
    requests.ask("remove", path, id -> new SftpRequest.Remove(id, path)).ok();
  }

  /**
   * What happens to a file that has the new name already.
   *
   * <p>Servers differ in what the plain request does; OpenSSH's never replaces.
   */
  public enum RenameMode {
    /** It is replaced at once, as rename(2) does; without posix-rename@openssh.com refused. */
    REPLACE,
    /** As REPLACE where the server can, else as PLAIN. */
    REPLACE_IF_POSSIBLE,
    /** The request of the draft: the server refuses if the name exists. */
    PLAIN
  }

  public void rename(Bytes from, Bytes to, RenameMode mode) throws IOException {
    boolean posix =
        mode == RenameMode.REPLACE
            || (mode == RenameMode.REPLACE_IF_POSSIBLE && supports(SftpExtension.POSIX_RENAME));
    if (posix) {
      extended(
              SftpExtension.POSIX_RENAME, "rename", from, new ExtendedRequest.PosixRename(from, to))
          .ok();
    } else {
      requests.ask("rename", from, id -> new SftpRequest.Rename(id, from, to)).ok();
    }
  }

  // Folders

  /**
   * Lists a folder, with the names . and .. where the server sends them. What a name says is the
   * server's choice: see {@link DirectoryEntry}.
   */
  public DirectoryListing list(Bytes path) throws IOException {
    Bytes handle = requests.ask("opendir", path, id -> new SftpRequest.Opendir(id, path)).handle();
    return new DirectoryListing(requests, handle, path);
  }

  public void mkdir(Bytes path, FileAttributes attributes) throws IOException {
    requests.ask("mkdir", path, id -> new SftpRequest.Mkdir(id, path, attributes)).ok();
  }

  public void rmdir(Bytes path) throws IOException {
    requests.ask("rmdir", path, id -> new SftpRequest.Rmdir(id, path)).ok();
  }

  // Names

  /** The absolute name; the empty path and "." are the start folder. */
  public Bytes realPath(Bytes path) throws IOException {
    return requests.ask("realpath", path, id -> new SftpRequest.Realpath(id, path)).name();
  }

  /**
   * As {@link #realPath}, where ~ and ~user at the start are home folders: expand-path@openssh.com.
   * Paths that begin with no ~ need no extension.
   */
  public Bytes expandPath(Bytes path) throws IOException {
    if (path.isEmpty() || path.at(0) != '~') {
      return realPath(path);
    }
    return extended(
            SftpExtension.EXPAND_PATH, "expand-path", path, new ExtendedRequest.ExpandPath(path))
        .name();
  }

  /** A user's home folder, by home-directory; an empty name is the user who is logged in. */
  public Bytes homeDirectory(Bytes username) throws IOException {
    return extended(
            SftpExtension.HOME_DIRECTORY,
            "home-directory",
            username,
            new ExtendedRequest.HomeDirectory(username))
        .name();
  }

  /** Names of numbers, in their order, empty where a number has none. */
  public List<Bytes> userNames(List<Long> uids) throws IOException {
    return usersGroups(uids, List.of()).usernames();
  }

  /** The same for groups. */
  public List<Bytes> groupNames(List<Long> gids) throws IOException {
    return usersGroups(List.of(), gids).groupnames();
  }

  private UsersGroups usersGroups(List<Long> uids, List<Long> gids) throws IOException {
    Call call =
        extended(
            SftpExtension.USERS_GROUPS_BY_ID,
            "users-groups-by-id",
            Bytes.EMPTY,
            new ExtendedRequest.UsersGroupsById(uids, gids));
    UsersGroups names = decoded(call, UsersGroups::read);
    if (names.usernames().size() != uids.size() || names.groupnames().size() != gids.size()) {
      throw requests.protocolError("another number of names than was asked for");
    }
    return names;
  }

  // Links

  /** What a symbolic link says. */
  public Bytes readLink(Bytes path) throws IOException {
    return requests.ask("readlink", path, id -> new SftpRequest.Readlink(id, path)).name();
  }

  /**
   * Makes a symbolic link.
   *
   * @param target what it says; need not exist
   */
  public void symlink(Bytes target, Bytes link) throws IOException {
    requests.ask("symlink", link, id -> new SftpRequest.Symlink(id, target, link)).ok();
  }

  /** Gives a file a second name: hardlink@openssh.com. */
  public void hardLink(Bytes file, Bytes link) throws IOException {
    extended(SftpExtension.HARDLINK, "hardlink", link, new ExtendedRequest.Hardlink(file, link))
        .ok();
  }

  /** The file system that a path is in: statvfs@openssh.com. */
  public FileSystemStatistics statvfs(Bytes path) throws IOException {
    return decoded(
        extended(SftpExtension.STATVFS, "statvfs", path, new ExtendedRequest.Statvfs(path)),
        FileSystemStatistics::read);
  }

  /**
   * Copies from one open file into another one on the same server: by copy-data where it has that,
   * else through this client.
   *
   * @param length bytes; to the end of the file if negative
   * @return how many were copied; with copy-data to the end of the file, what the file's size says
   */
  public long copyData(SftpFile from, long fromPosition, long length, SftpFile to, long toPosition)
      throws IOException {
    long toGo = length;
    if (toGo < 0) {
      toGo = Math.max(0, from.stat().size().orElse(Long.MAX_VALUE) - fromPosition);
    }
    // A file without a known size is copied by reading it to its end.
    if (!supports(SftpExtension.COPY_DATA) || toGo > Long.MAX_VALUE / 2) {
      return from.copyThrough(fromPosition, toGo, to, toPosition);
    }
    for (long done = 0; done < toGo; ) {
      long piece = Math.min(toGo - done, COPY_PIECE);
      extended(
              SftpExtension.COPY_DATA,
              "copy-data",
              from.path(),
              new ExtendedRequest.CopyData(
                  from.handle(), fromPosition + done, piece, to.handle(), toPosition + done))
          .ok();
      done += piece;
    }
    return toGo;
  }

  /** Whole files and whole folders, both ways. */
  public Transfer transfer(TransferOptions transferOptions) {
    return new Transfer(this, requests, transferOptions);
  }

  /** Whether the connection has not ended yet. */
  public boolean isOpen() {
    return requests.isOpen();
  }

  /**
   * Ends the connection; calls that wait throw. Files that are open are closed by the server, and
   * what went wrong with them is told to nobody: close them first.
   */
  @Override
  public void close() {
    requests.close();
  }

  // For the rest of this package

  SftpClientOptions options() {
    return options;
  }

  /** Bytes of one READ. */
  int readBlock() throws IOException {
    return block(limits().maxReadLength());
  }

  /** Bytes of one WRITE. */
  int writeBlock() throws IOException {
    return block(limits().maxWriteLength());
  }

  private int block(long announcedMost) throws IOException {
    long most = Math.min(announcedMost, Limits.MAX_DATA);
    long packet = limits().maxPacketLength();
    if (packet > 0) {
      // A packet has a header besides, and a server that forgets it is left some room.
      most = Math.min(most, packet - (Limits.MAX_PACKET - Limits.MAX_DATA));
    }
    long block = most < 1 ? Limits.SAFE_DATA : most;
    return (int) (options.maxBlock() > 0 ? Math.min(block, options.maxBlock()) : block);
  }

  TransferWindow window(int block) {
    return new TransferWindow(
        block, options.maxRequests(), requests.roundTrip(), System.nanoTime());
  }

  Call extended(SftpExtension extension, String operation, Bytes path, ExtendedRequest request)
      throws IOException {
    if (!supports(extension)) {
      throw new SftpException(
          SftpStatus.OP_UNSUPPORTED,
          operation,
          path,
          "the server does not announce " + extension.wireName());
    }
    LongFunction<SftpRequest> message = id -> new SftpRequest.Extended(id, request);
    return requests.ask(operation, path, message);
  }

  interface Decoder<T> {
    T read(WireReader r) throws MalformedException;
  }

  static <T> T decoded(Call call, Decoder<T> decoder) throws IOException {
    WireReader r = call.extended();
    try {
      return decoder.read(r);
    } catch (MalformedException e) {
      throw call.malformed(e);
    }
  }
}
