package dev.aikagi.tools.scp;

import dev.aikagi.sftp.Cancellation;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.FileType;
import dev.aikagi.sftp.LocalFiles;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpExtension;
import dev.aikagi.sftp.Transfer;
import dev.aikagi.sftp.TransferListener;
import dev.aikagi.sftp.TransferOptions;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.Connection;
import dev.aikagi.tools.files.Faults;
import dev.aikagi.tools.files.FolderReport;
import dev.aikagi.tools.files.Glob;
import dev.aikagi.tools.files.LocalDisk;
import dev.aikagi.tools.files.OpenedClient;
import dev.aikagi.tools.files.Output;
import dev.aikagi.tools.files.Paths;
import dev.aikagi.tools.files.Pattern;
import dev.aikagi.tools.files.ProgressMeter;
import dev.aikagi.tools.files.RemoteFiles;
import dev.aikagi.tools.files.Shown;
import dev.aikagi.tools.files.Target;
import dev.aikagi.tools.files.TransferFaults;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies by SFTP. */
final class SftpCopies implements Copies {
  private static final String NOTHING = "No such file or directory";
  private static final String MANY = "Multiple files match pattern, but destination ";

  private final CommandLine line;
  private final Output out;
  private final LocalDisk disk;
  private final boolean progress;
  private final ProgressMeter meter;
  private final Hosts hosts;
  private @Nullable Server first;
  private @Nullable Server second;
  private boolean endedBadly;
  private Cancellation cancellation = new Cancellation();

  SftpCopies(CommandLine line, Output out, LocalDisk disk, boolean progress) {
    this.line = line;
    this.out = out;
    this.disk = disk;
    this.progress = progress;
    this.meter = new ProgressMeter(out);
    this.hosts = new Hosts(line, out);
  }

  /** A host with its connection, which the sources that are there share. */
  private record Server(
      Target target, Connection connection, SftpClient client, RemoteFiles files) {
    boolean isAt(Target other) {
      return target.host().equals(other.host())
          && target.user().equals(other.user())
          && target.port().equals(other.port());
    }
  }

  private Server open(Target target) throws Fatal {
    Connection connection = hosts.sftp(target);
    SftpClient client = OpenedClient.on(connection, line.tuning());
    return new Server(target, connection, client, new RemoteFiles(client, () -> false));
  }

  /** The host that all sources, or the target, are on. */
  private Server first(Target target) throws Fatal {
    Server server = first;
    if (server == null || !server.isAt(target)) {
      end(server);
      first = null;
      server = open(target);
      first = server;
    }
    return server;
  }

  /** The host of a source beside that of a target. */
  private Server second(Target target) throws Fatal {
    Server server = second;
    if (server == null || !server.isAt(target)) {
      end(server);
      second = null;
      server = open(target);
      second = server;
    }
    return server;
  }

  private void end(@Nullable Server server) {
    if (server != null) {
      server.client().close();
      endedBadly |= !hosts.end(server.connection());
    }
  }

  @Override
  public boolean end() {
    close();
    return !endedBadly;
  }

  @Override
  public void close() {
    end(first);
    end(second);
    first = null;
    second = null;
  }

  @Override
  public void put(String local, Place.Remote to) throws Refusal, Fatal {
    Server server = first(to.target());
    Optional<FileAttributes> source = disk.stat(local);
    if (source.isEmpty()) {
      throw new Fatal("stat local \"" + Shown.of(local) + "\": " + disk.whyNot(local));
    }
    String target = path(server, to.path());
    boolean folder = isFolder(server, target);
    if (line.intoFolder() && !folder) {
      makeFolder(server, target, source.get());
      folder = true;
    }
    String end = folder ? Paths.append(target, RemotePath.name(local)) : target;
    if (source.get().isDirectory() && line.recursive()) {
      String failure =
          "failed to upload directory " + Shown.of(local) + " to " + Shown.of(to.path());
      tree(
          server,
          new FolderReport(out, meter, progress, "dest", "", "upload"),
          failure,
          "dest",
          (transfer, report) ->
              transfer.uploadTree(Octets.bytes(local), disk, Octets.bytes(end), report));
      return;
    }
    String failure = "failed to upload file " + Shown.of(local) + " to " + Shown.of(to.path());
    if (!source.get().isRegularFile()) {
      out.error("local \"" + Shown.of(local) + "\" is not a regular file");
      throw new Refusal(failure);
    }
    one(
        server,
        "dest",
        Paths.lastName(local),
        failure,
        transfer -> transfer.upload(Octets.bytes(local), disk, Octets.bytes(end)));
  }

  private void makeFolder(Server server, String path, FileAttributes like) throws Fatal {
    int mode = (like.permissions().orElse(0777) & 0777) | 0700;
    try {
      server.client().mkdir(Octets.bytes(path), FileAttributes.NONE.withPermissions(mode));
    } catch (IOException e) {
      throw new Fatal("remote mkdir \"" + Shown.of(path) + "\": " + Faults.text(e));
    }
  }

  private static boolean isFolder(Server server, String path) throws Fatal {
    try {
      return server.files().isFolder(path);
    } catch (IOException e) {
      throw new Fatal("stat remote \"" + Shown.of(path) + "\": " + Faults.text(e));
    }
  }

  /** What the server makes of "~user"; empty where the path has none. */
  private static String home(Server server, RemotePath path) throws Refusal, Fatal {
    String user = path.user();
    if (user.isEmpty()) {
      return "";
    }
    if (!server.client().supports(SftpExtension.EXPAND_PATH)) {
      throw new Refusal("server expand-path extension is required for ~user paths in SFTP mode");
    }
    try {
      return Octets.of(server.client().expandPath(Octets.bytes(user)));
    } catch (IOException e) {
      throw new Refusal("expand " + Shown.of(path.typed()) + ": " + Faults.words(e));
    }
  }

  private static String path(Server server, String typed) throws Refusal, Fatal {
    RemotePath path = new RemotePath(typed);
    return path.path(home(server, path));
  }

  @Override
  public void get(Place.Remote from, String local) throws Refusal, Fatal {
    Server server = first(from.target());
    List<Glob.Match> found = found(server, from.path());
    boolean folder = disk.isFolder(local);
    if (found.size() > 1 && !folder) {
      if (disk.stat(local).isPresent()) {
        throw new Refusal(MANY + "\"" + Shown.of(local) + "\" is not a directory");
      }
      try {
        disk.makeFolder(local);
      } catch (IOException e) {
        throw new Refusal("local mkdir \"" + Shown.of(local) + "\": " + Faults.text(e));
      }
      folder = true;
    }
    if (!eachOf(new RemotePath(from.path()), found, server, local, folder, disk)) {
      throw new Refusal("");
    }
  }

  private List<Glob.Match> found(Server server, String path) throws Refusal, Fatal {
    RemotePath asked = new RemotePath(path);
    String home = home(server, asked);
    String pattern = asked.pattern(home);
    List<Glob.Match> found;
    try {
      found = Glob.find(server.files(), pattern);
      if (found.isEmpty() && Pattern.isOne(pattern)) {
        // As with the shells' patterns, one that matches nothing is the name itself.
        String literal = asked.path(home);
        Optional<FileAttributes> known = server.files().stat(literal);
        if (known.isPresent()) {
          found = List.of(new Glob.Match(literal, known.get()));
        }
      }
    } catch (Glob.TooManyException e) {
      throw new Refusal(Shown.of(path) + ": too many glob matches");
    } catch (IOException e) {
      throw new Refusal(Shown.of(path) + ": " + Faults.text(e));
    }
    if (found.isEmpty()) {
      throw new Refusal(Shown.of(path) + ": " + NOTHING);
    }
    return found;
  }

  /** Copies all that was found, and says what fails. True if nothing did. */
  private boolean eachOf(
      RemotePath asked,
      List<Glob.Match> found,
      Server server,
      String target,
      boolean folder,
      LocalFiles files)
      throws Fatal {
    boolean well = true;
    for (Glob.Match match : found) {
      String end = folder ? Paths.append(target, asked.copyName(match.path())) : target;
      try {
        if (match.folder() && line.recursive()) {
          tree(
              server,
              new FolderReport(out, meter, progress, "remote", "", "download"),
              "",
              "remote",
              (transfer, report) ->
                  transfer.downloadTree(
                      Octets.bytes(match.path()), Octets.bytes(end), files, report));
        } else {
          getFile(server, match, found.size() == 1, end, files);
        }
      } catch (Refusal e) {
        well = false;
        if (!e.text().isEmpty()) {
          out.error(e.text());
        }
      }
    }
    return well;
  }

  /**
   * One file.
   *
   * @param alone whether it is all that was found
   */
  private void getFile(Server server, Glob.Match match, boolean alone, String to, LocalFiles files)
      throws Refusal, Fatal {
    FileType type = match.attributes().type();
    // Of a link that leads to nothing the server says what is wrong.
    if (type != FileType.REGULAR && type != FileType.SYMLINK && type != FileType.UNKNOWN) {
      throw new Refusal("download " + Shown.of(match.marked()) + ": not a regular file");
    }
    one(
        server,
        "remote",
        Paths.lastName(match.path()),
        "",
        transfer -> RemoteFiles.download(transfer, match, alone, to, files));
  }

  @Override
  public void across(Place.Remote from, Place.Remote to) throws Refusal, Fatal {
    Server target = first(to.target());
    Server source = second(from.target());
    String end = path(target, to.path());
    boolean folder = isFolder(target, end);
    if (line.intoFolder() && !folder) {
      throw new Refusal(Shown.of(to.path()) + ": destination is not a directory");
    }
    List<Glob.Match> found = found(source, from.path());
    if (found.size() > 1 && !folder) {
      throw new Refusal(MANY + "\"" + Shown.of(end) + "\" is not a directory");
    }
    boolean well =
        eachOf(
            new RemotePath(from.path()),
            found,
            source,
            end,
            folder,
            new ServerFiles(target.client(), cancellation::cancel));
    if (!target.client().isOpen()) {
      throw new Fatal("Connection closed");
    }
    if (!well) {
      throw new Refusal("");
    }
  }

  private interface Job {
    void run(Transfer transfer) throws IOException;
  }

  /**
   * One file.
   *
   * @param side what OpenSSH calls the server's file in its messages
   * @param name for the progress line
   * @param failure what is said behind the reason; empty for nothing
   */
  private void one(Server server, String side, String name, String failure, Job job)
      throws Refusal, Fatal {
    TransferOptions options = options();
    if (progress) {
      options = options.withProgress(new Progress(meter, name));
    }
    try {
      job.run(server.client().transfer(options));
    } catch (IOException e) {
      meter.end();
      say(TransferFaults.text(side, e));
      throw new Refusal(failure);
    }
    meter.end();
  }

  private void say(String text) {
    if (!text.isEmpty()) {
      out.error(text);
    }
  }

  private TransferOptions options() {
    return TransferOptions.DEFAULTS
        .withInPlace(true)
        .withFollowLinks(true)
        .withPreserve(line.preserves())
        .withCancellation(cancellation);
  }

  private interface FolderJob {
    void run(Transfer transfer, TransferListener listener) throws IOException;
  }

  private void tree(Server server, FolderReport report, String failure, String side, FolderJob job)
      throws Refusal, Fatal {
    try {
      job.run(server.client().transfer(options().withProgress(report)), report);
    } catch (IOException e) {
      report.end();
      say(TransferFaults.text(side, e));
      throw new Refusal(failure);
    }
    report.end();
    if (report.failed()) {
      throw new Refusal(failure);
    }
  }
}
