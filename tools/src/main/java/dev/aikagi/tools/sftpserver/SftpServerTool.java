package dev.aikagi.tools.sftpserver;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.Printable;
import dev.aikagi.posix.Errno;
import dev.aikagi.posix.FileCalls;
import dev.aikagi.posix.OpenFile;
import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.posix.User;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpOperation;
import dev.aikagi.sftp.SftpServer;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.ServerLog;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** The program: serves the files of its user to whoever is at the other end of its streams. */
public final class SftpServerTool {
  private static final String USAGE =
      """
      usage: sftp-server [-ehR] [-C root_directory] [-d start_directory] [-f log_facility]
      \t[-l log_level] [-P denied_requests] [-p allowed_requests] [-u umask]
             sftp-server -Q protocol_feature
      """;

  private static final int MOST_PATH = 4096;

  /** Where a pipe is to a process that reads and writes as much at a time. */
  private static final int PIPE = 1 << 20;

  /** OpenSSH's exit code where a request has no possible length. */
  private static final int BAD_LENGTH = 11;

  private SftpServerTool() {}

  /** Runs it with the words after its name and returns its exit code. */
  public static int run(List<String> words) {
    return switch (CommandLine.parse(words)) {
      case CommandLine.ShowUsage u -> {
        System.err.print(USAGE);
        yield Exit.FAILURE;
      }
      case CommandLine.ShowRequests r -> showRequests(System.out);
      case CommandLine.Refused r -> {
        System.err.println(r.reason());
        yield Exit.FAILURE;
      }
      case CommandLine.Serve s -> serve(s);
    };
  }

  private static int showRequests(PrintStream out) {
    for (SftpOperation operation : SftpOperation.values()) {
      out.println(operation.requestName());
    }
    out.flush();
    return Exit.OK;
  }

  private static int serve(CommandLine.Serve request) {
    ServerLog log = request.log().open();
    if (!request.fault().isEmpty()) {
      log.fatal(request.fault());
      return Exit.FATAL;
    }
    try {
      // A client may ask for any file, and /proc/self/mem is one.
      ThisProcess.hideMemory();
      Optional<User> user = User.withId(User.realId());
      if (user.isEmpty()) {
        log.fatal("No user found for uid " + Integer.toUnsignedString(User.realId()));
        return Exit.FATAL;
      }
      request.umask().ifPresent(ThisProcess::umask);
      Optional<String> connection = Optional.ofNullable(System.getenv("SSH_CONNECTION"));
      return serve(request, new Client(user.get(), connection, 0, 1), log);
    } catch (IOException e) {
      return ended(e, log);
    }
  }

  /** Who is served, and by which descriptors. */
  record Client(User user, Optional<String> connection, int input, int output) {
    /** Whoever logged in, as sshd tells its programs. */
    String peer() {
      return connection.map(c -> c.split(" ", 2)[0]).orElse("UNKNOWN");
    }
  }

  static int serve(CommandLine.Serve request, Client client, ServerLog log) throws IOException {
    User user = client.user();
    Transcript transcript = new Transcript(log, user.name(), client.peer());
    transcript.opened();
    try (FileCalls calls = new FileCalls();
        PosixServedFiles files = files(request, user, log)) {
      OpenFile in = OpenFile.inherited(calls, client.input());
      OpenFile out = OpenFile.inherited(calls, client.output());
      in.requestPipeSize(PIPE);
      out.requestPipeSize(PIPE);
      SftpServer server = new SftpServer(files, request.options().withObserver(transcript));
      try (PageOutlet pages = new PageOutlet(calls, out)) {
        server.serve(new StandardInput(in), new StandardOutput(out), pages);
      }
      return Exit.OK;
    } catch (SftpException e) {
      transcript.badMessage();
      return BAD_LENGTH;
    } catch (MalformedException e) {
      log.fatal(String.valueOf(e.getMessage()));
      return Exit.FATAL;
    } finally {
      transcript.closed();
    }
  }

  /** A client that does not wait for the last answer is gone as any other. */
  static int ended(IOException e, ServerLog log) {
    if (e instanceof PosixException p && p.errno() == Errno.EPIPE) {
      return Exit.OK;
    }
    log.error(String.valueOf(e.getMessage()));
    return Exit.FAILURE;
  }

  private static PosixServedFiles files(CommandLine.Serve request, User user, ServerLog log)
      throws IOException {
    if (request.root().isPresent()) {
      return folder(request.root().get(), request.start(), user, log);
    }
    if (request.start().isEmpty()) {
      return PosixServedFiles.ofSystem();
    }
    String start = StartFolder.expand(request.start().get(), user.home().toString(), user.name());
    try {
      return PosixServedFiles.ofSystem(Bytes.utf8(start));
    } catch (PosixException e) {
      log.error(noStart(start, e));
      return PosixServedFiles.ofSystem();
    }
  }

  /** As after chroot(2): a start folder is one inside. */
  private static PosixServedFiles folder(
      String root, Optional<String> asked, User user, ServerLog log) throws IOException {
    String start =
        asked.map(a -> StartFolder.expand(a, user.home().toString(), user.name())).orElse("/");
    Bytes top = Bytes.utf8("/");
    try {
      return PosixServedFiles.ofFolder(Bytes.utf8(root), Bytes.utf8("/" + start));
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOSYS) {
        throw new IOException("serving a folder alone needs openat2(2) of Linux 5.6", e);
      }
      PosixServedFiles fromTop = PosixServedFiles.ofFolder(Bytes.utf8(root), top);
      log.error(noStart(start, e));
      return fromTop;
    }
  }

  private static String noStart(String start, PosixException e) {
    return "chdir to \"" + Printable.of(start, MOST_PATH) + "\" failed: " + e.reason();
  }
}
