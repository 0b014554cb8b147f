package dev.aikagi.tools.agent;

import dev.aikagi.key.FileFault;
import dev.aikagi.posix.LocalListener;
import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.posix.User;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.HostPrefix;
import dev.aikagi.tools.RandomName;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * ~/.ssh/agent, where agents have their sockets since OpenSSH 10.1. In /tmp, where they were
 * before, a program that may see temporary files and nothing else of its user's could use his keys.
 * But no system clears away here what agents leave behind that were killed, so each new one does.
 *
 * <p>Homes are shared by machines. So a name begins with a hash of that of its machine, the same as
 * OpenSSH's, and no other machine takes it for one that nobody listens at.
 */
record AgentFolder(Path home) {
  /** A younger one may belong to an agent that is about to listen. */
  private static final Duration YOUNG = Duration.ofHours(1);

  private static final int S_IFMT = 0170000;
  private static final int S_IFSOCK = 0140000;

  /** Of the user who runs this: by $HOME, else by his account. */
  static AgentFolder ofUser() throws Fatal {
    String home = System.getenv("HOME");
    if (home == null || home.isEmpty()) {
      try {
        home = User.withId(User.realId()).map(u -> u.home().toString()).orElse("");
      } catch (IOException e) {
        throw AgentPlace.failure("Couldn't determine home directory: " + e.getMessage());
      }
    }
    if (home.isEmpty()) {
      throw AgentPlace.failure("Couldn't determine home directory");
    }
    return new AgentFolder(Path.of(home));
  }

  Path folder() {
    return home.resolve(".ssh").resolve("agent");
  }

  /** Listens under a new name in it. */
  AgentPlace listen() throws Fatal {
    Path folder = folder();
    make(home.resolve(".ssh"));
    make(folder);
    checkMode(folder);
    Path socket = folder.resolve(name());
    return new AgentPlace(
        AgentPlace.bound(socket.toString()),
        socket.toString(),
        socket.toString(),
        Optional.empty());
  }

  private static void make(Path folder) throws Fatal {
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      // Looked at below.
      return;
    } catch (IOException e) {
      throw AgentPlace.failure(
          "cannot make the folder " + folder + ": " + FileFault.sentence(e) + " (-T uses /tmp)");
    }
  }

  /** Who can write here can put a socket of his own in the place of the agent's. */
  private static void checkMode(Path folder) throws Fatal {
    try {
      Map<String, Object> seen =
          Files.readAttributes(folder, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
      int mode = ((Number) seen.getOrDefault("mode", 0)).intValue();
      int owner = ((Number) seen.getOrDefault("uid", -1)).intValue();
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw AgentPlace.failure(folder + " is not a folder");
      }
      if (owner != User.effectiveId()) {
        throw AgentPlace.failure(folder + " belongs to somebody else");
      }
      if ((mode & 077) != 0) {
        throw AgentPlace.failure(
            "Permissions 0%03o for '%s' are too open: chmod 700 it"
                .formatted(mode & 07777, folder));
      }
    } catch (IOException e) {
      throw AgentPlace.failure(folder + ": " + FileFault.sentence(e));
    }
  }

  private static String name() throws Fatal {
    return prefix() + "agent." + RandomName.next();
  }

  /** How names of this machine begin. */
  private static String prefix() throws Fatal {
    try {
      return HostPrefix.of(ThisProcess.hostname());
    } catch (PosixException e) {
      throw AgentPlace.failure("gethostname: " + e.reason());
    }
  }

  /**
   * Removes the sockets that nobody listens at.
   *
   * @param everywhere those of other machines too
   */
  void clean(boolean everywhere, Instant now) throws Fatal {
    Path folder = folder();
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    String prefix = everywhere ? "s." : prefix();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(folder, e -> e.getFileName().toString().startsWith(prefix))) {
      for (Path entry : entries) {
        if (isOld(entry, now.minus(YOUNG)) && !isInUse(entry)) {
          Files.deleteIfExists(entry);
        }
      }
    } catch (IOException e) {
      throw AgentPlace.failure(folder + ": " + FileFault.sentence(e));
    }
  }

  private static boolean isOld(Path entry, Instant before) throws IOException {
    Map<String, Object> seen = Files.readAttributes(entry, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    int type = ((Number) seen.getOrDefault("mode", 0)).intValue() & S_IFMT;
    return type == S_IFSOCK
        && Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(before);
  }

  private static boolean isInUse(Path socket) {
    if (!LocalListener.isPossible(socket)) {
      // Nobody could have made it under this name.
      return true;
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Else it waits for one that is too busy to accept.
      channel.configureBlocking(false);
      boolean _ = channel.connect(UnixDomainSocketAddress.of(socket));
      return true;
    } catch (ConnectException e) {
      // Refused: whoever made it has ended.
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
