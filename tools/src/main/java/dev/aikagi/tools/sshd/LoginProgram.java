package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.posix.User;
import dev.aikagi.tools.sshd.session.ProgramStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The user's shell, as a login shell or with a command, ready to be started as the user. */
final class LoginProgram {
  private static final Path SYSTEM_RC = Path.of("/etc/ssh/sshrc");
  private static final String USER_RC = ".ssh/rc";
  private static final String PASSWD = "/usr/bin/passwd";
  private static final Path ROOT = Path.of("/");

  private LoginProgram() {}

  /**
   * The start of the user's shell.
   *
   * @param userRc whether ~/.ssh/rc may run
   */
  static ProgramStart of(
      User user, Optional<Bytes> command, Map<String, Bytes> environment, boolean userRc)
      throws IOException {
    String shell = user.shellOrDefault();
    String base = shell.substring(shell.lastIndexOf('/') + 1);
    Home home = look(user, userRc);
    Path directory = home.entered ? user.home() : ROOT;
    if (home.rc.isPresent()) {
      List<Bytes> arguments = afterRc(shell, command, home.rc.get());
      return new ProgramStart("/bin/sh", arguments, environment, directory, user.credentials());
    }
    List<Bytes> arguments =
        command.isPresent()
            ? List.of(Bytes.utf8(base), Bytes.utf8("-c"), command.get())
            : List.of(Bytes.utf8("-" + base));
    return new ProgramStart(shell, arguments, environment, directory, user.credentials());
  }

  /** passwd, as the user and in the place of what he asked for. */
  static ProgramStart changePassword(User user, Map<String, Bytes> environment) throws IOException {
    return new ProgramStart(
        PASSWD, List.of(Bytes.utf8("passwd")), environment, ROOT, user.credentials());
  }

  /** What the user's credentials find in his home directory. */
  private record Home(boolean entered, Optional<String> rc) {}

  private static Home look(User user, boolean userRc) throws IOException {
    return user.credentials()
        .callAs(
            "look into " + user.home(),
            () -> {
              boolean entered = Files.isDirectory(user.home()) && Files.isExecutable(user.home());
              if (userRc && Files.isRegularFile(user.home().resolve(USER_RC))) {
                return new Home(entered, Optional.of(USER_RC));
              }
              return new Home(
                  entered,
                  Files.isRegularFile(SYSTEM_RC)
                      ? Optional.of(SYSTEM_RC.toString())
                      : Optional.empty());
            });
  }

  /**
   * The script runs first, in the same session and on the same terminal, with nothing to read: a
   * shell in between starts both. The names and the command go in as arguments, so that nothing of
   * them is read as that shell's own words.
   */
  private static List<Bytes> afterRc(String shell, Optional<Bytes> command, String rc) {
    String system = rc.startsWith("/") ? "/bin/sh \"$2\"" : "\"$1\" -c '/bin/sh .ssh/rc'";
    String script =
        system + " </dev/null; exec \"$1\" " + (command.isPresent() ? "-c \"$3\"" : "-l");
    List<Bytes> arguments =
        new ArrayList<>(Stream.of("sh", "-c", script, "sh", shell, rc).map(Bytes::utf8).toList());
    arguments.add(command.orElse(Bytes.EMPTY));
    return arguments;
  }
}
