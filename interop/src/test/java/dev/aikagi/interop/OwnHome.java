package dev.aikagi.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A home of the test's own for whoever runs the tests, to the programs that are started in it: sshd
 * takes the home from the password database, and puts the sockets of forwarded agents there.
 * Another database is mounted over that of the system for these processes alone. Root may do that;
 * anybody else as well where the kernel lets him have a user namespace, in which he stays who he
 * is.
 */
final class OwnHome {
  private static final String MOUNT = "mount --bind \"$1\" /etc/passwd && shift && exec \"$@\"";

  /** Empty for no way to it. */
  private final List<String> start;

  private final Path folder;

  private OwnHome(List<String> start, Path folder) {
    this.start = start;
    this.folder = folder;
  }

  static OwnHome make(Path folder) throws Exception {
    Path home = Files.createDirectories(folder.resolve("h"));
    Path users = folder.resolve("passwd");
    String name = Pattern.quote(System.getProperty("user.name"));
    String moved =
        Files.readString(Path.of("/etc/passwd"))
            .replaceAll(
                "(?m)^(" + name + ":[^:]*:\\d+:\\d+:[^:]*):[^:]*:",
                "$1:" + Matcher.quoteReplacement(home.toString()) + ":");
    Files.writeString(users, moved);
    List<String> root = List.of("unshare", "-m", "sh", "-c", MOUNT, "sh", users.toString());
    // The rights that the mount needs end with it: the program is to be nobody in particular.
    List<String> anybody =
        List.of(
            "unshare",
            "--user",
            "--map-current-user",
            "--keep-caps",
            "--mount",
            "sh",
            "-c",
            MOUNT,
            "sh",
            users.toString(),
            "setpriv",
            "--ambient-caps=-all",
            "--inh-caps=-all");
    List<String> start = Accounts.isRoot() ? root : anybody;
    Optional<String> seen = homeWithin(start);
    return new OwnHome(seen.equals(Optional.of(home.toString())) ? start : List.of(), folder);
  }

  private static Optional<String> homeWithin(List<String> start) throws Exception {
    Command.Outcome found =
        Command.of(start).and("sh", "-c", "getent passwd \"$(id -u)\" | cut -d: -f6").run();
    return found.status() == 0 ? Optional.of(found.text().strip()) : Optional.empty();
  }

  boolean isElsewhere() {
    return !start.isEmpty();
  }

  /** A program that does what this one does, in such a home where that can be. */
  String of(String program) throws Exception {
    if (start.isEmpty()) {
      return program;
    }
    Path script = folder.resolve("at-home-" + program.hashCode());
    StringBuilder line = new StringBuilder("#!/bin/sh\nexec");
    start.forEach(word -> line.append(" '").append(word).append('\''));
    line.append(" '").append(program).append("' \"$@\"\n");
    Files.writeString(script, line);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script.toString();
  }
}
