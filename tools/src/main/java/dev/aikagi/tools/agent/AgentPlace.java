package dev.aikagi.tools.agent;

import dev.aikagi.posix.LocalListener;
import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where an agent listens.
 *
 * @param shown as it is told to others: what -a said, or an absolute path
 * @param socket to be removed at the end, absolute; empty where somebody else made it
 * @param folder made for the socket alone
 */
record AgentPlace(LocalListener listener, String shown, String socket, Optional<Path> folder) {
  private static final String CANNOT = "unix_listener: cannot bind to path ";

  /** In a folder of its own below that of temporary files. */
  static AgentPlace temporary() throws Fatal {
    String parent = System.getenv("TMPDIR");
    Path folder;
    try {
      folder =
          Files.createTempDirectory(
              Path.of(parent == null || parent.isEmpty() ? "/tmp" : parent),
              "ssh-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw failure("mkdtemp: private socket dir: " + dev.aikagi.key.FileFault.sentence(e));
    }
    Path socket = folder.resolve("agent." + ThisProcess.pid());
    try {
      return new AgentPlace(
          bound(socket.toString()), socket.toString(), socket.toString(), Optional.of(folder));
    } catch (Fatal e) {
      remove(folder);
      throw e;
    }
  }

  /** Where -a says. */
  static AgentPlace at(String path) throws Fatal {
    return new AgentPlace(
        bound(path), path, Path.of(path).toAbsolutePath().toString(), Optional.empty());
  }

  static LocalListener bound(String path) throws Fatal {
    if (!LocalListener.isPossible(Path.of(path))) {
      throw failure("unix_listener: path \"" + path + "\" too long for Unix domain socket");
    }
    try {
      return LocalListener.bound(Path.of(path));
    } catch (PosixException e) {
      throw failure(CANNOT + path + ": " + e.reason());
    }
  }

  static Fatal failure(String text) {
    return new Fatal(text, Exit.FAILURE);
  }

  /** Takes away what it made in the file system. */
  void remove() {
    remove(socket, folder);
  }

  static void remove(String socket, Optional<Path> folder) {
    if (!socket.isEmpty()) {
      remove(Path.of(socket));
    }
    folder.ifPresent(AgentPlace::remove);
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // Somebody put something else there: then it is his.
      return;
    }
  }
}
