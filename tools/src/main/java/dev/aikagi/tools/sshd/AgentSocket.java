package dev.aikagi.tools.sshd;

import dev.aikagi.posix.LocalListener;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.posix.User;
import dev.aikagi.tools.RandomName;
import dev.aikagi.tools.ServerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A socket in a folder of its own that nobody but its user may enter:
 * /tmp/ssh-XXXXXXXXXX/agent.PID. Both are made and removed with the user's rights, so that what he
 * may put in their place meanwhile is no way to anything that is not his.
 *
 * @param path its name
 * @param listener listens there
 */
record AgentSocket(User user, Path path, LocalListener listener) {
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  static AgentSocket make(User user, Path parent) throws IOException {
    Path folder = parent.resolve("ssh-" + RandomName.next());
    Path socket = folder.resolve("agent." + ThisProcess.pid());
    if (!LocalListener.isPossible(socket)) {
      throw new IOException(socket + ": the name is too long for a socket");
    }
    return user.callAs(
        "make " + socket,
        () -> {
          Files.createDirectory(folder, OWNERS);
          boolean done = false;
          try {
            AgentSocket made = new AgentSocket(user, socket, LocalListener.bound(socket));
            done = true;
            return made;
          } finally {
            if (!done) {
              Files.delete(folder);
            }
          }
        });
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
                Path folder = path.getParent();
                return (folder != null && Files.deleteIfExists(folder)) || there;
              });
    } catch (IOException e) {
      // He has put something of his own there.
      log.debug("agent: " + ServerLog.why(e));
    }
  }
}
