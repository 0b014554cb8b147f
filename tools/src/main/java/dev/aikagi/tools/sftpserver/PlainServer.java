package dev.aikagi.tools.sftpserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aikagi.posix.FileCalls;
import dev.aikagi.posix.FileStatus;
import dev.aikagi.posix.OpenFile;
import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * sftp-server without words, for several clients of the process's user, each on a thread of its
 * own. Nothing that one of them asks for changes the process for the others.
 */
public final class PlainServer {
  private final CommandLine.Serve plain;
  private final ServerLog log;
  private final User user;

  private PlainServer(CommandLine.Serve plain, User user) {
    this.plain = plain;
    this.log = plain.log().open();
    this.user = user;
  }

  /** Makes this process one that serves files. */
  public static PlainServer start() throws IOException {
    // A client may ask for any file, and /proc/self/mem is one.
    ThisProcess.hideMemory();
    int id = User.realId();
    Optional<User> user = User.withId(id);
    if (user.isEmpty()) {
      throw new IOException("No user found for uid " + Integer.toUnsignedString(id));
    }
    if (CommandLine.parse(List.of()) instanceof CommandLine.Serve plain) {
      return new PlainServer(plain, user.get());
    }
    throw new IllegalStateException("sftp-server without words serves");
  }

  /**
   * Whether a folder is the one that this process works in: somebody may have moved it, and made
   * another of its name.
   */
  public boolean isAt(Path folder) {
    try (FileCalls calls = new FileCalls()) {
      OpenFile here = OpenFile.workingFolder(calls);
      FileStatus now = calls.status(here, folder.toString().getBytes(UTF_8), true);
      FileStatus working = calls.status(here, new byte[] {'.'}, true);
      return now.device() == working.device() && now.inode() == working.inode();
    } catch (PosixException e) {
      return false;
    }
  }

  /**
   * Serves one client until it ends.
   *
   * @param connection what SSH_CONNECTION has
   * @param input a descriptor's number, as output is; the caller closes both
   * @return the exit code that a process of its own would have
   */
  public int serve(Optional<String> connection, int input, int output) {
    try {
      SftpServerTool.Client client = new SftpServerTool.Client(user, connection, input, output);
      return SftpServerTool.serve(plain, client, log);
    } catch (IOException e) {
      return SftpServerTool.ended(e, log);
    }
  }
}
