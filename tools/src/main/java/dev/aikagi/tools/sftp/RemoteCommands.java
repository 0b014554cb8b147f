package dev.aikagi.tools.sftp;

import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.OpenFlag;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpExtension;
import dev.aikagi.sftp.SftpFile;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.Faults;
import dev.aikagi.tools.files.Glob;
import dev.aikagi.tools.files.Output;
import dev.aikagi.tools.files.RemoteFiles;
import dev.aikagi.tools.files.Shown;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** The commands that change something on the server, or look at it. */
final class RemoteCommands {
  private final SftpClient client;
  private final RemoteFiles files;
  private final Folders folders;
  private final Output out;
  private final Interrupts interrupts;
  private final boolean quiet;

  RemoteCommands(
      SftpClient client,
      RemoteFiles files,
      Folders folders,
      Output out,
      Interrupts interrupts,
      boolean quiet) {
    this.client = client;
    this.files = files;
    this.folders = folders;
    this.out = out;
    this.interrupts = interrupts;
    this.quiet = quiet;
  }

  /** Something that the server may refuse. */
  private interface Request {
    void send() throws IOException;
  }

  /** Tries it, and says what was tried if it fails. */
  private static void attempt(String what, Request request) throws Refusal, Fatal {
    try {
      request.send();
    } catch (IOException e) {
      throw new Refusal(what + ": " + Faults.text(e));
    }
  }

  private static String quoted(String path) {
    return "\"" + Shown.of(path) + "\"";
  }

  private String absolute(String path) throws Refusal, Fatal {
    try {
      return folders.absolute(path);
    } catch (IOException e) {
      throw new Refusal("remote expand " + quoted(path) + ": " + Faults.text(e));
    }
  }

  void changeFolder(String path) throws Refusal, Fatal {
    String wanted = absolute(path);
    String real;
    try {
      real = Octets.of(client.realPath(Octets.bytes(wanted)));
    } catch (IOException e) {
      throw new Refusal("realpath " + Shown.of(wanted) + ": " + Faults.words(e));
    }
    FileAttributes attributes;
    try {
      attributes = client.stat(Octets.bytes(real));
    } catch (IOException e) {
      throw new Refusal("stat remote " + quoted(real) + ": " + Faults.text(e));
    }
    if (attributes.permissions().isEmpty()) {
      throw new Refusal("Can't change directory: Can't check target");
    }
    if (!attributes.isDirectory()) {
      throw new Refusal("Can't change directory: " + quoted(real) + " is not a directory");
    }
    folders.change(real);
  }

  void makeFolder(String path) throws Refusal, Fatal {
    String folder = absolute(path);
    attempt(
        "remote mkdir " + quoted(folder),
        () -> client.mkdir(Octets.bytes(folder), FileAttributes.NONE.withPermissions(0777)));
  }

  void removeFolder(String path) throws Refusal, Fatal {
    String folder = absolute(path);
    attempt("remote rmdir " + quoted(folder), () -> client.rmdir(Octets.bytes(folder)));
  }

  void rename(Command.Rename rename) throws Refusal, Fatal {
    String from = absolute(rename.from());
    String to = absolute(rename.to());
    attempt(
        "remote rename " + quoted(from) + " to " + quoted(to),
        () ->
            client.rename(
                Octets.bytes(from),
                Octets.bytes(to),
                rename.plain()
                    ? SftpClient.RenameMode.PLAIN
                    : SftpClient.RenameMode.REPLACE_IF_POSSIBLE));
  }

  void hardLink(Command.HardLink link) throws Refusal, Fatal {
    String from = absolute(link.from());
    String to = absolute(link.to());
    attempt(
        "remote link " + quoted(from) + " to " + quoted(to),
        () -> client.hardLink(Octets.bytes(from), Octets.bytes(to)));
  }

  void symlink(Command.Symlink link) throws Refusal, Fatal {
    String at = absolute(link.link());
    attempt(
        "remote symlink file " + quoted(link.target()) + " to " + quoted(at),
        () -> client.symlink(Octets.bytes(link.target()), Octets.bytes(at)));
  }

  void copy(Command.Copy copy) throws Refusal, Fatal {
    String from = absolute(copy.from());
    String to = absolute(copy.to());
    attempt("remote copy " + quoted(from) + " to " + quoted(to), () -> copy(from, to));
  }

  private void copy(String from, String to) throws IOException {
    FileAttributes attributes = client.stat(Octets.bytes(from));
    if (!attributes.isRegularFile()) {
      throw new IOException("not a regular file");
    }
    // Opening the copy would empty the original.
    if (files.lstat(to).isPresent()
        && client.realPath(Octets.bytes(from)).equals(client.realPath(Octets.bytes(to)))) {
      throw new IOException("they are the same file");
    }
    FileAttributes initial =
        FileAttributes.NONE.withPermissions(attributes.permissions().orElse(0666) & 0777);
    try (SftpFile source = client.open(Octets.bytes(from));
        SftpFile target =
            client.open(
                Octets.bytes(to),
                EnumSet.of(OpenFlag.WRITE, OpenFlag.CREATE, OpenFlag.TRUNCATE),
                initial)) {
      client.copyData(source, 0, -1, target, 0);
    }
  }

  /** What is done to one file that a pattern means. */
  private interface Change {
    void apply(String path) throws Refusal, Fatal;
  }

  /**
   * Does it to every file that the pattern means, or to the name as it is if it means none.
   *
   * @param stop whether the first failure is the end
   */
  private void each(String pattern, boolean stop, Change change) throws Refusal, Fatal {
    Refusal last = null;
    for (String path : named(pattern)) {
      if (interrupts.happened()) {
        break;
      }
      try {
        change.apply(path);
      } catch (Refusal e) {
        if (stop) {
          throw e;
        }
        if (last != null) {
          out.error(last.text());
        }
        last = e;
      }
    }
    if (last != null) {
      throw last;
    }
  }

  private void say(String what, String path) {
    if (!quiet) {
      out.line(what + Shown.of(path));
    }
  }

  private List<String> named(String pattern) throws Refusal, Fatal {
    try {
      String absolute = folders.absolutePattern(pattern);
      List<Glob.Match> found = Glob.find(files, absolute);
      return found.isEmpty()
          ? List.of(Words.withoutEscapes(absolute))
          : found.stream().map(Glob.Match::path).toList();
    } catch (IOException e) {
      throw new Refusal(quoted(pattern) + ": " + Faults.text(e));
    }
  }

  void remove(String pattern, boolean stop) throws Refusal, Fatal {
    each(
        pattern,
        stop,
        path -> {
          say("Removing ", path);
          attempt("remote delete " + Shown.of(path), () -> client.remove(Octets.bytes(path)));
        });
  }

  void changeMode(Command.ChangeMode change, boolean stop) throws Refusal, Fatal {
    FileAttributes mode = FileAttributes.NONE.withPermissions(change.mode());
    each(
        change.pattern(),
        stop,
        path -> {
          say("Changing mode on ", path);
          setAttributes(path, mode, change.ofLink());
        });
  }

  void changeOwner(Command.ChangeOwner change, boolean stop) throws Refusal, Fatal {
    each(
        change.pattern(),
        stop,
        path -> {
          FileAttributes.Owner now = owner(path, change.ofLink());
          FileAttributes next =
              change.group()
                  ? FileAttributes.NONE.withOwner(now.uid(), change.id())
                  : FileAttributes.NONE.withOwner(change.id(), now.gid());
          say(change.group() ? "Changing group on " : "Changing owner on ", path);
          setAttributes(path, next, change.ofLink());
        });
  }

  private FileAttributes.Owner owner(String path, boolean ofLink) throws Refusal, Fatal {
    Optional<FileAttributes.Owner> owner;
    try {
      FileAttributes a =
          ofLink ? client.lstat(Octets.bytes(path)) : client.stat(Octets.bytes(path));
      owner = a.owner();
    } catch (IOException e) {
      throw new Refusal("stat remote " + quoted(path) + ": " + Faults.text(e));
    }
    return owner.orElseThrow(
        () -> new Refusal("Can't get current ownership of remote file " + quoted(path)));
  }

  private void setAttributes(String path, FileAttributes attributes, boolean ofLink)
      throws Refusal, Fatal {
    if (ofLink) {
      attempt(
          "remote lsetstat " + quoted(path), () -> client.lsetStat(Octets.bytes(path), attributes));
    } else {
      attempt(
          "remote setstat " + quoted(path), () -> client.setStat(Octets.bytes(path), attributes));
    }
  }

  void fileSystem(Command.FileSystem command) throws Refusal, Fatal {
    if (!client.supports(SftpExtension.STATVFS)) {
      throw new Refusal("Server does not support statvfs@openssh.com extension");
    }
    String path = absolute(command.path().orElse(folders.current()));
    try {
      out.print(
          FileSystemTable.of(
              client.statvfs(Octets.bytes(path)), command.scaled(), command.inodes()));
    } catch (IOException e) {
      throw new Refusal("remote statvfs " + quoted(path) + ": " + Faults.text(e));
    }
  }
}
