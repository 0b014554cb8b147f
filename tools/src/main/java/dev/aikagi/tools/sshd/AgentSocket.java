package dev.aikagi.tools.sshd;

import dev.aikagi.posix.LocalListener;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.posix.User;
import dev.aikagi.tools.HostPrefix;
import dev.aikagi.tools.RandomName;
import dev.aikagi.tools.ServerLog;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A socket that nobody but its user may reach, as OpenSSH has it since 10.1 in ~/.ssh/agent: a
 * program that may see temporary files and nothing else of its user's has no use of his keys. Where
 * the home takes none, /tmp/ssh-RANDOM/agent.PID. All is made and removed with the user's rights,
 * so that what he may put in its place meanwhile is no way to anything that is not his.
 *
 * @param path its name
 * @param folder made for it alone; empty in the home
 * @param listener listens there
 */
record AgentSocket(User user, Path path, Optional<Path> folder, LocalListener listener) {
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /**
   * Listens in the user's home, or else where temporary files are.
   *
   * @param temporary where a folder is made then
   */
  static AgentSocket make(User user, Path temporary, ServerLog log) throws IOException {
    try {
      return user.callAs("make a socket in " + user.home(), () -> inHome(user));
    } catch (IOException e) {
      log.debug("agent: not in the home: " + ServerLog.why(e));
    }
    Path folder = temporary.resolve("ssh-" + RandomName.next());
    Path socket = folder.resolve("agent." + ThisProcess.pid());
    check(socket);
    return user.callAs("make " + socket, () -> inFolder(user, folder, socket));
  }

  private static AgentSocket inHome(User user) throws IOException {
    Path folder = user.home().resolve(".ssh").resolve("agent");
    Path socket =
        folder.resolve(HostPrefix.of(ThisProcess.hostname()) + "sshd." + RandomName.next());
    check(socket);
    for (Path each : List.of(user.home().resolve(".ssh"), folder)) {
      makeOnce(each);
    }
    Map<String, Object> seen =
        Files.readAttributes(folder, "unix:mode,uid,isDirectory", LinkOption.NOFOLLOW_LINKS);
    // Who can write here can put a socket of his own in the place of this one.
    if (!Boolean.TRUE.equals(seen.get("isDirectory"))
        || !Integer.valueOf(user.uid()).equals(seen.get("uid"))
        || (((Number) seen.getOrDefault("mode", 077)).intValue() & 077) != 0) {
      throw new IOException(folder + " is not a folder of the user's alone");
    }
    return new AgentSocket(user, socket, Optional.empty(), LocalListener.bound(socket));
  }

  private static void makeOnce(Path each) throws IOException {
    try {
      Files.createDirectory(each, OWNERS);
    } catch (FileAlreadyExistsException e) {
      // By another session too, at the same time. It is looked at before it is used.
      return;
    }
  }

  private static AgentSocket inFolder(User user, Path folder, Path socket) throws IOException {
    Files.createDirectory(folder, OWNERS);
    boolean done = false;
    try {
      AgentSocket made =
          new AgentSocket(user, socket, Optional.of(folder), LocalListener.bound(socket));
      done = true;
      return made;
    } finally {
      if (!done) {
        Files.delete(folder);
      }
    }
  }

  private static void check(Path socket) throws IOException {
    if (!LocalListener.isPossible(socket)) {
      throw new IOException(socket + ": the name is too long for a socket");
    }
  }

  /** Nobody listens any more, and nothing is left of it. */
  void remove(ServerLog log) {
    listener.close();
    try {
      boolean _ =
          user.callAs(
              "remove " + path,
              () -> {
                boolean there = Files.deleteIfExists(path);
                return (folder.isPresent() && Files.deleteIfExists(folder.get())) || there;
              });
    } catch (IOException e) {
      // He has put something of his own there.
      log.debug("agent: " + ServerLog.why(e));
    }
  }
}
