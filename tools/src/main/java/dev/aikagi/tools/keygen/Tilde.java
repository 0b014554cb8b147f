package dev.aikagi.tools.keygen;

import dev.aikagi.posix.User;
import java.io.IOException;
import java.util.Optional;

/** File names that begin with ~ where no shell has put a home folder there. */
final class Tilde {
  private Tilde() {}

  static String expanded(String name, Desk desk) throws Failure, IOException {
    if (!name.startsWith("~")) {
      return name;
    }
    int slash = name.indexOf('/');
    String user = slash < 0 ? name.substring(1) : name.substring(1, slash);
    String rest = slash < 0 ? "" : name.substring(slash);
    if (user.isEmpty()) {
      return desk.home() + rest;
    }
    Optional<User> found = User.named(user);
    return found.orElseThrow(() -> Failure.fatal("tilde_expand: No such user " + user)).home()
        + rest;
  }
}
