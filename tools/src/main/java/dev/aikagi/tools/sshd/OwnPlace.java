package dev.aikagi.tools.sshd;

import dev.aikagi.posix.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Whether a place in a user's home is there in truth. Whoever owns a folder may lay a symbolic link
 * there to a file of root's, and a command that root is shown and runs must not give that away.
 */
final class OwnPlace {
  private OwnPlace() {}

  /** False for a place outside of the home, which is the administrator's. */
  static boolean leadsOut(Path place, User user) {
    if (!place.startsWith(user.home())) {
      return false;
    }
    try {
      Path home = user.home().toRealPath();
      Path there = place;
      while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
        there = there.getParent();
      }
      // What is above a home that is missing is nobody's but the administrator's.
      return there != null && there.startsWith(user.home()) && !there.toRealPath().startsWith(home);
    } catch (IOException e) {
      // A link to nothing, or a home that is missing: the former would be followed.
      return Files.exists(user.home());
    }
  }
}
