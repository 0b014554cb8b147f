package dev.aikagi.tools.sftp;

import dev.aikagi.posix.Signals;
import dev.aikagi.posix.Terminal;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.Connection;
import dev.aikagi.tools.files.Faults;
import dev.aikagi.tools.files.LocalDisk;
import dev.aikagi.tools.files.OpenedClient;
import dev.aikagi.tools.files.Output;
import dev.aikagi.tools.files.ProgramConnection;
import dev.aikagi.tools.files.ProgressMeter;
import dev.aikagi.tools.files.RemoteFiles;
import dev.aikagi.tools.files.Shown;
import dev.aikagi.tools.files.SshConnection;
import dev.aikagi.tools.files.Target;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** The sftp program. */
public final class Sftp {
  private static final int INPUT = 0;
  private static final int ERRORS = 2;

  private final CommandLine line;
  private final Output out;

  private Sftp(CommandLine line, Output out) {
    this.line = line;
    this.out = out;
  }

  /** Runs it with the words after its name; the exit code. */
  public static int run(List<String> args) {
    Output out = Output.standard("");
    try {
      return new Sftp(CommandLine.parse(args, System.err), out).start();
    } catch (Fatal e) {
      if (!e.text().isEmpty()) {
        out.error(e.text());
      }
      return e.status();
    } finally {
      out.flush();
    }
  }

  private int start() throws Fatal {
    Optional<InputStream> batch = batch();
    Connection connection = connect();
    Runnable die =
        () -> {
          connection.kill();
          Runtime.getRuntime().halt(Exit.FAILURE);
        };
    Signals.handle("HUP", die);
    Signals.handle("TERM", die);
    Signals.handleAlways("INT", die);
    try (connection;
        SftpClient client = OpenedClient.on(connection, line.tuning())) {
      if (!line.quiet()) {
        out.note(
            line.direct()
                .map(program -> "Attached to " + Shown.of(Octets.ofText(program)) + ".")
                .orElseGet(
                    () -> "Connected to " + Shown.of(line.target().orElseThrow().host()) + "."));
      }
      return new Visit(client, batch).run();
    }
  }

  private Optional<InputStream> batch() throws Fatal {
    if (line.batchFile().isEmpty()) {
      return Optional.empty();
    }
    String name = line.batchFile().get();
    try {
      InputStream in =
          name.equals("-") ? new FileInputStream(FileDescriptor.in) : new FileInputStream(name);
      return Optional.of(new BufferedInputStream(in));
    } catch (IOException e) {
      throw new Fatal("No such file or directory (" + Shown.of(Octets.ofText(name)) + ").");
    }
  }

  private Connection connect() throws Fatal {
    if (line.direct().isEmpty() && line.program().isEmpty()) {
      return SshConnection.start(line.sshWords());
    }
    // The child begins with what is set here: Ctrl-C is for a command and not for the connection.
    Signals.ignore("INT");
    if (line.direct().isPresent()) {
      try {
        List<String> words =
            Words.of(Octets.ofText(line.direct().get())).words().stream()
                .map(Words::withoutEscapes)
                .toList();
        if (words.isEmpty()) {
          throw new Fatal("Failed to parse -D arguments");
        }
        return ProgramConnection.start(
            Octets.text(words.getFirst()), words.subList(1, words.size()));
      } catch (Refusal e) {
        throw new Fatal("Failed to parse -D arguments");
      }
    }
    return ProgramConnection.start(
        line.program().orElseThrow(), line.sshWords().stream().map(Octets::ofText).toList());
  }

  /** What is done on one connection. */
  private final class Visit {
    private final SftpClient client;
    private final Optional<InputStream> batch;
    private final Interrupts interrupts = new Interrupts(out);
    private final LocalDisk disk = new LocalDisk();
    private final RemoteFiles files;
    private final Folders folders;
    private final Commands commands;

    Visit(SftpClient client, Optional<InputStream> batch) throws Fatal {
      this.client = client;
      this.batch = batch;
      this.files = new RemoteFiles(client, interrupts::happened);
      this.folders = new Folders(client, files, startFolder());
      this.commands = commands();
    }

    private String startFolder() throws Fatal {
      try {
        return Octets.of(client.realPath(Octets.bytes(".")));
      } catch (IOException e) {
        throw new Fatal("realpath .: " + Faults.text(e) + "\nNeed cwd");
      }
    }

    private Commands commands() {
      boolean quiet = line.quiet();
      IntSupplier width = () -> ProgressMeter.width(Terminal.of(INPUT), Integer.MAX_VALUE);
      RemoteCommands remote = new RemoteCommands(client, files, folders, out, interrupts, quiet);
      Listing listing = new Listing(out, files, new Owners(client), interrupts, width);
      TransferFlags always =
          new TransferFlags(line.resumes(), line.syncs(), line.preserves(), line.recursive());
      boolean progress = line.showsProgress() && Terminal.isTerminal(ERRORS);
      ProgressMeter meter = new ProgressMeter(out);
      Transfers transfers =
          new Transfers(
              client, files, folders, disk, out, interrupts, meter, always, quiet, progress);
      return new Commands(out, folders, remote, listing, transfers, disk);
    }

    int run() throws Fatal {
      interrupts.install();
      Optional<String> path = line.target().flatMap(Target::path);
      if (path.isPresent()) {
        Optional<Integer> ended = begin(path.get());
        if (ended.isPresent()) {
          return ended.get();
        }
      }
      try (LineSource lines = lines()) {
        return new Shell(lines, commands, out, interrupts, batch.isPresent()).run();
      } catch (IOException e) {
        throw new Fatal("reading commands: " + e.getMessage());
      }
    }

    /** What the destination asks for; empty if commands are to follow. */
    private Optional<Integer> begin(String path) throws Fatal {
      interrupts.beginCommand();
      try {
        String there = folders.absolute(path);
        if (files.isFolder(there) && line.localPath().isEmpty()) {
          if (!line.quiet()) {
            out.line("Changing to: " + Shown.of(there));
          }
          commands.run(new Command.ChangeFolder(Optional.of(there)), true);
          return Optional.empty();
        }
        // A name that is there means itself, whatever wildcards are in it.
        String pattern = files.lstat(there).isPresent() ? Words.escaped(there) : there;
        commands.run(new Command.Get(pattern, line.localPath(), TransferFlags.NONE), true);
        return Optional.of(Exit.OK);
      } catch (Refusal e) {
        if (!e.text().isEmpty()) {
          out.error(e.text());
        }
        return Optional.of(Exit.FAILURE);
      } catch (IOException e) {
        out.error("stat remote: " + Faults.text(e));
        return Optional.of(Exit.FAILURE);
      } finally {
        interrupts.endCommand();
      }
    }

    private LineSource lines() throws Fatal {
      if (batch.isPresent()) {
        return new PlainLines(batch.get());
      }
      if (!Terminal.isTerminal(INPUT)) {
        return new PlainLines(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
      }
      return EditedLines.open(
          interrupts, new Completion(files, folders::absolutePattern, disk), out);
    }
  }
}
