package dev.aikagi.config;

import java.nio.file.Path;

/** File names as configuration files write them. */
final class Paths {
  private Paths() {}

  /**
   * A name of sshd_config: "~" is whoever starts sshd, relative names are taken from the current
   * directory, and "none" stays what it is.
   */
  static String absolute(String name, Surroundings surroundings) throws BadValueException {
    if (name.equalsIgnoreCase("none")) {
      return name;
    }
    String expanded = tilde(name, surroundings);
    return expanded.startsWith("/") ? expanded : Path.of("").toAbsolutePath() + "/" + expanded;
  }

  /** "~/x" and "~user/x" with the home directory in place. */
  static String tilde(String name, Surroundings surroundings) throws BadValueException {
    if (!name.startsWith("~")) {
      return name;
    }
    int slash = name.indexOf('/');
    String user = slash < 0 ? name.substring(1) : name.substring(1, slash);
    String rest = slash < 0 ? "" : name.substring(slash);
    String home =
        user.isEmpty()
            ? surroundings.homeDirectory()
            : surroundings
                .homeDirectory(user)
                .orElseThrow(() -> BadValueException.of("tilde_expand: No such user " + user));
    String base = home.endsWith("/") ? home.substring(0, home.length() - 1) : home;
    return rest.isEmpty() ? home : base + rest;
  }
}
