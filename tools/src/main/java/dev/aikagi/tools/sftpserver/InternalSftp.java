package dev.aikagi.tools.sftpserver;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.Printable;
import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.ThisThread;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpServer;
import dev.aikagi.tools.Exit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * sftp-server without a process: a thread of sshd serves the user's files over the channel itself.
 * The thread has the user's credentials and root, so the kernel judges each call as it would for
 * the user; no pipe is in between, and a root folder needs nothing in it.
 *
 * @param user whose session it is
 * @param home where it starts, unless -d says otherwise
 * @param peer for the log
 * @param log takes the lines that -l asks for
 */
public record InternalSftp(String user, String home, String peer, Consumer<String> log) {
  private static final String ROOT = "/";
  private static final int MOST_PATH = 4096;

  /**
   * Serves on the calling thread, which is for nothing else, until the client has no more.
   *
   * @param words what stands behind "internal-sftp" in the configuration: sftp-server's options
   * @return the exit status
   */
  public int serve(List<String> words, InputStream in, OutputStream out) {
    return switch (CommandLine.parse(words)) {
      case CommandLine.Serve s -> serve(s, in, out);
      case CommandLine.Refused r -> refused(r.reason());
      case CommandLine.ShowUsage u -> refused("internal-sftp: options that sftp-server has not");
      case CommandLine.ShowRequests r -> refused("internal-sftp: -Q asks for no service");
    };
  }

  private int refused(String why) {
    log.accept(why);
    return Exit.FAILURE;
  }

  private int serve(CommandLine.Serve request, InputStream in, OutputStream out) {
    ServerLog lines = ServerLog.to(log, request.log().level());
    if (!request.fault().isEmpty()) {
      lines.fatal(request.fault());
      return Exit.FATAL;
    }
    Transcript transcript = new Transcript(lines, user, peer);
    transcript.opened();
    try (PosixServedFiles files = files(request, lines)) {
      if (request.umask().isPresent()) {
        ThisThread.umask(request.umask().getAsInt());
      }
      new SftpServer(files, request.options().withObserver(transcript)).serve(in, out);
      return Exit.OK;
    } catch (SftpException e) {
      transcript.badMessage();
      return Exit.FATAL;
    } catch (MalformedException e) {
      lines.fatal(String.valueOf(e.getMessage()));
      return Exit.FATAL;
    } catch (IOException e) {
      // The client is gone, or the files cannot be had at all.
      lines.error(String.valueOf(e.getMessage()));
      return Exit.FAILURE;
    } finally {
      transcript.closed();
    }
  }

  private PosixServedFiles files(CommandLine.Serve request, ServerLog lines) throws IOException {
    Optional<String> start = request.start().map(s -> StartFolder.expand(s, home, user));
    if (start.isPresent()) {
      byte[] path = Paths.from(Bytes.utf8(home).toArray(), Bytes.utf8(start.get()).toArray());
      try {
        return PosixServedFiles.ofSystem(Bytes.of(path));
      } catch (PosixException e) {
        lines.error(
            "chdir to \"" + Printable.of(start.get(), MOST_PATH) + "\" failed: " + e.reason());
      }
    }
    try {
      return PosixServedFiles.ofSystem(Bytes.utf8(home));
    } catch (PosixException e) {
      // A root folder often has no home in it.
      return PosixServedFiles.ofSystem(Bytes.utf8(ROOT));
    }
  }
}
