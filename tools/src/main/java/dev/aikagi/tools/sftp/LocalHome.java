package dev.aikagi.tools.sftp;

import dev.aikagi.posix.User;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.LocalDisk;
import dev.aikagi.tools.files.Paths;
import java.io.IOException;
import java.util.Optional;

/** Home folders of this machine. */
final class LocalHome {
  private LocalHome() {}

  /** With the home folder in the place of ~ or ~user, unless there is a file of that name. */
  static String expanded(String path, LocalDisk disk) {
    if (!path.startsWith("~")) {
      return path;
    }
    int slash = path.indexOf('/');
    String name = slash < 0 ? path : path.substring(0, slash);
    if (disk.lstat(name).isPresent()) {
      return path;
    }
    Optional<String> home = home(Octets.text(name.substring(1)));
    if (home.isEmpty()) {
      return path;
    }
    return slash < 0 ? home.get() : Paths.append(home.get(), path.substring(slash + 1));
  }

  private static Optional<String> home(String user) {
    String own = System.getenv().getOrDefault("HOME", "");
    if (user.isEmpty() && !own.isEmpty()) {
      return Optional.of(Octets.ofText(own));
    }
    try {
      Optional<User> found = user.isEmpty() ? User.withId(User.realId()) : User.named(user);
      return found.map(u -> Octets.ofText(u.home().toString()));
    } catch (IOException e) {
      return Optional.empty(); // As for a user who does not exist.
    }
  }
}
