package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.posix.Credentials;
import dev.aikagi.posix.OwnThread;
import dev.aikagi.posix.User;
import dev.aikagi.tools.OwnCommand;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.sshd.session.ProgramStart;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The user's shell, as a login shell or with a command, ready to be started as the user. */
final class LoginProgram {
  private static final Path SYSTEM_RC = Path.of("/etc/ssh/sshrc");
  private static final String USER_RC = ".ssh/rc";
  private static final String PASSWD = "/usr/bin/passwd";
  private static final Path NAMING_SHELL = Path.of("/bin/bash");
  private static final Path PLAIN_SHELL = Path.of("/bin/sh");
  private static final Path ROOT = Path.of("/");
  private static final String SFTP_SERVER = "sftp-server";
  private static final Set<String> SFTP_VARIABLES =
      Set.of("HOME", "LOGNAME", "SSH_CLIENT", "SSH_CONNECTION", "TZ", "USER");

  private LoginProgram() {}

  /** The start of the user's shell. */
  static ProgramStart of(
      User user,
      Credentials as,
      Optional<Bytes> command,
      Map<String, Bytes> environment,
      Home home) {
    String shell = user.shellOrDefault();
    String base = shell.substring(shell.lastIndexOf('/') + 1);
    Path directory = home.fault.isEmpty() ? user.home() : ROOT;
    if (home.rc.isPresent()) {
      Path between = between(as);
      List<Bytes> arguments = afterRc(shell, between, command, home.rc.get());
      return new ProgramStart(between.toString(), arguments, environment, directory, as);
    }
    List<Bytes> arguments =
        command.isPresent()
            ? List.of(Bytes.utf8(base), Bytes.utf8("-c"), command.get())
            : List.of(Bytes.utf8("-" + base));
    return new ProgramStart(shell, arguments, environment, directory, as);
  }

  /**
   * What internal-sftp stands for: sftp-server of this same image, as the user and without his
   * shell. In a process, since a thread of the server with his ids would pass them on to threads
   * that the runtime starts from it.
   *
   * <p>ChrootDirectory is not made its root, where there is no runtime to start it with. It gets
   * the folder open and serves nothing else; the kernel keeps every path inside (openat2(2)).
   */
  static ProgramStart sftpServer(
      List<String> options, Credentials as, Map<String, Bytes> environment, Home home)
      throws IOException {
    List<String> words = new ArrayList<>(OwnCommand.arguments(SFTP_SERVER, List.of()));
    if (as.root().isPresent()) {
      words.addAll(List.of("-C", "."));
      if (home.fault.isEmpty()) {
        words.addAll(List.of("-d", home.folder.toString().replace("%", "%%")));
      }
    }
    words.addAll(options);
    Map<String, Bytes> own = new LinkedHashMap<>(environment);
    // A variable for the runtime or the loader would be a program of the client's choice.
    own.keySet().retainAll(SFTP_VARIABLES);
    Path directory = home.fault.isEmpty() ? home.folder : ROOT;
    ProgramStart.Kind kind = ProgramStart.Kind.PROGRAM;
    if (as.root().isPresent()) {
      kind = ProgramStart.Kind.FOLDER_SERVER;
    } else if (options.isEmpty()) {
      // An option may hold for a whole process, as the umask does.
      kind = ProgramStart.Kind.FILE_SERVER;
    }
    return new ProgramStart(
        OwnCommand.program(),
        words.stream().map(Bytes::utf8).toList(),
        own,
        as.root().orElse(directory),
        kind,
        as.withRoot(Optional.empty()));
  }

  /** passwd, as the user and in the place of what he asked for. */
  static ProgramStart changePassword(Credentials as, Map<String, Bytes> environment) {
    return new ProgramStart(PASSWD, List.of(Bytes.utf8("passwd")), environment, ROOT, as);
  }

  /**
   * Whom a session's programs run as. The group database may be on the network: a wait in native
   * code.
   */
  static Credentials credentials(User user, Optional<Path> root) throws IOException {
    return OwnThread.call("groups of " + user.name(), user::credentials).withRoot(root);
  }

  /**
   * What the user's credentials find in his home directory.
   *
   * @param folder his home
   * @param fault a line for him where he cannot enter it
   * @param rc a script to run first
   */
  record Home(Path folder, Optional<String> fault, Optional<String> rc) {}

  /**
   * Looks into it, below the root folder that he gets.
   *
   * @param userRc whether ~/.ssh/rc may run
   */
  static Home home(User user, Credentials as, boolean userRc) throws IOException {
    Path home = user.home();
    Path inside = home.resolve(".");
    Path ofUser = home.resolve(USER_RC);
    Seen seen =
        as.callAs(
            "look into " + home,
            () ->
                new Seen(
                    failure(inside),
                    userRc && Files.isRegularFile(ofUser),
                    Files.isRegularFile(SYSTEM_RC)));
    Optional<String> rc = Optional.empty();
    if (seen.ofUser || seen.ofSystem) {
      rc = Optional.of(seen.ofUser ? USER_RC : SYSTEM_RC.toString());
    }
    return new Home(home, Optional.ofNullable(seen.failure).map(e -> fault(home, e)), rc);
  }

  private record Seen(@Nullable IOException failure, boolean ofUser, boolean ofSystem) {}

  /** By stat(2) of what is in it: access(2), as isExecutable() has it, goes by root's real id. */
  private static @Nullable IOException failure(Path inside) {
    try {
      var _ = Files.readAttributes(inside, "unix:ino");
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private static String fault(Path home, IOException failure) {
    String why =
        switch (failure) {
          case NoSuchFileException missing -> "No such file or directory";
          case AccessDeniedException denied -> "Permission denied";
          case FileSystemException other -> String.valueOf(other.getReason());
          default -> ServerLog.why(failure);
        };
    return "Could not chdir to home directory " + home + ": " + why + "\n";
  }

  /**
   * The script runs first, in the same session and on the same terminal, with nothing to read: a
   * shell in between starts both. The names and the command go in as arguments, so that nothing of
   * them is read as that shell's own words.
   */
  private static List<Bytes> afterRc(
      String shell, Path between, Optional<Bytes> command, String rc) {
    String system = rc.startsWith("/") ? "/bin/sh \"$2\"" : "\"$1\" -c '/bin/sh .ssh/rc'";
    boolean named = between.equals(NAMING_SHELL);
    String base = shell.substring(shell.lastIndexOf('/') + 1);
    String script = system + " </dev/null; exec ";
    if (command.isPresent()) {
      script += (named ? "-a \"$4\" \"$1\"" : "\"$1\"") + " -c \"$3\"";
    } else {
      script += named ? "-a \"-$4\" \"$1\"" : "\"$1\" -l";
    }
    List<Bytes> arguments =
        new ArrayList<>(Stream.of("sh", "-c", script, "sh", shell, rc).map(Bytes::utf8).toList());
    arguments.add(command.orElse(Bytes.EMPTY));
    arguments.add(Bytes.utf8(base));
    return arguments;
  }

  /**
   * One whose exec gives the login shell its name with the dash, where there is one. Only the usual
   * shells know -l; a shell of another kind takes it for something to do. Below another root nobody
   * has looked.
   */
  private static Path between(Credentials as) {
    boolean naming = as.root().isEmpty() && Files.isExecutable(NAMING_SHELL);
    return naming ? NAMING_SHELL : PLAIN_SHELL;
  }
}
