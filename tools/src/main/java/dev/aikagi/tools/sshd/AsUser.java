package dev.aikagi.tools.sshd;

import dev.aikagi.posix.User;
import dev.aikagi.tools.explain.Sh;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands in the home of a user that root is shown. Whoever owns a folder may exchange what is in
 * it for a link between the sight and the command, so what writes there has no more rights than he.
 */
final class AsUser {
  private AsUser() {}

  /** The home of root, and one's own, hold nothing that whoever types could not reach anyway. */
  static boolean needed(Path place, User user) {
    return isOther(user) && isInHome(place, user);
  }

  private static boolean isOther(User user) {
    return user.uid() != 0 && user.uid() != User.effectiveId();
  }

  static boolean isInHome(Path place, User user) {
    if (place.startsWith(user.home())) {
      return true;
    }
    Path real = new UserKeys.Attributes(false).realPath(user.home());
    return real != null && place.startsWith(real);
  }

  /** One command of the user's own, which ends where one of the parts fails. */
  static String command(User user, List<String> parts) {
    return su(user, "umask 077 && " + String.join(" && ", parts));
  }

  /** Shows a file of the home with the user's own rights, whoever writes down what it holds. */
  static String reading(Path file, User user) {
    String cat = Sh.line("cat", file);
    return needed(file, user) ? su(user, cat) : cat;
  }

  static String su(User user, String script) {
    return Sh.as(user.name(), script);
  }

  /** The parts, after the home folder where it is missing: the folder above it is root's. */
  static List<String> inHome(User user, List<String> parts) {
    List<String> commands = new ArrayList<>();
    if (!Files.exists(user.home())) {
      commands.add(Sh.line("mkdir", "-p", "-m", "700", user.home()));
      commands.add(Sh.line("chown", "-h", user.name() + ":", user.home()));
    }
    commands.add(command(user, parts));
    return commands;
  }
}
