package dev.aikagi.tools.sftp;

import dev.aikagi.sftp.FileType;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.Transfer;
import dev.aikagi.sftp.TransferListener;
import dev.aikagi.sftp.TransferOptions;
import dev.aikagi.sftp.TransferProgress;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.Faults;
import dev.aikagi.tools.files.FolderReport;
import dev.aikagi.tools.files.Glob;
import dev.aikagi.tools.files.LocalDisk;
import dev.aikagi.tools.files.Output;
import dev.aikagi.tools.files.Paths;
import dev.aikagi.tools.files.ProgressMeter;
import dev.aikagi.tools.files.RemoteFiles;
import dev.aikagi.tools.files.Shown;
import dev.aikagi.tools.files.TransferFaults;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The commands get and put. */
final class Transfers {
  private final SftpClient client;
  private final RemoteFiles files;
  private final Folders folders;
  private final LocalDisk disk;
  private final Output out;
  private final Interrupts interrupts;
  private final ProgressMeter meter;
  private final TransferFlags always;
  private final boolean quiet;
  private boolean progress;

  /**
   * @param always the flags of the command line, which hold for every command
   */
  Transfers(
      SftpClient client,
      RemoteFiles files,
      Folders folders,
      LocalDisk disk,
      Output out,
      Interrupts interrupts,
      ProgressMeter meter,
      TransferFlags always,
      boolean quiet,
      boolean progress) {
    this.client = client;
    this.files = files;
    this.folders = folders;
    this.disk = disk;
    this.out = out;
    this.interrupts = interrupts;
    this.meter = meter;
    this.always = always;
    this.quiet = quiet;
    this.progress = progress;
  }

  /** Shows progress from now on, or no more; which of them. */
  boolean toggleProgress() {
    progress = !progress;
    return progress;
  }

  void get(Command.Get command) throws Refusal, Fatal {
    TransferFlags flags = command.flags().or(always);
    List<Glob.Match> found = remote(command.pattern());
    Optional<String> to = command.to().map(path -> LocalHome.expanded(path, disk));
    boolean intoFolder = to.filter(disk::isFolder).isPresent();
    if (found.size() > 1 && to.isPresent() && !intoFolder) {
      throw new Refusal(
          "Multiple source paths, but destination " + quoted(to.get()) + " is not a directory");
    }
    Failures failures = new Failures(out);
    for (Glob.Match match : found) {
      if (interrupts.happened()) {
        break;
      }
      String name = Paths.lastName(match.path());
      String target = to.map(t -> intoFolder ? Paths.append(t, name) : t).orElse(name);
      say(flags.resume() ? "Resuming " : "Fetching ", match.marked(), target);
      if (match.folder() && flags.recursive()) {
        failures.tryIt(() -> getFolder(real(match.path()), target, flags));
      } else {
        boolean alone = found.size() == 1;
        failures.tryIt(() -> getFile(match, alone, target, flags));
      }
    }
    failures.end();
  }

  private List<Glob.Match> remote(String pattern) throws Refusal, Fatal {
    String absolute;
    List<Glob.Match> found;
    try {
      absolute = folders.absolutePattern(pattern);
      found = Glob.find(files, absolute);
    } catch (Glob.TooManyException e) {
      throw new Refusal("Too many matches for " + quoted(pattern) + ".");
    } catch (IOException e) {
      throw new Refusal("File " + quoted(pattern) + ": " + Faults.text(e));
    }
    if (found.isEmpty()) {
      throw new Refusal("File " + quoted(absolute) + " not found.");
    }
    return found;
  }

  /**
   * One file.
   *
   * @param alone whether it is all that was found
   */
  private void getFile(Glob.Match match, boolean alone, String to, TransferFlags flags)
      throws Refusal, Fatal {
    FileType type = match.attributes().type();
    // Of a link that leads to nothing the server says what is wrong.
    if (type != FileType.REGULAR && type != FileType.SYMLINK && type != FileType.UNKNOWN) {
      throw new Refusal("download " + Shown.of(match.marked()) + ": not a regular file");
    }
    transfer(
        "remote",
        Paths.lastName(match.path()),
        flags,
        transfer -> RemoteFiles.download(transfer, match, alone, to, disk));
  }

  void put(Command.Put command) throws Refusal, Fatal {
    TransferFlags flags = command.flags().or(always);
    List<Glob.Match> found = local(command.pattern());
    String to = destination(command.to());
    boolean intoFolder;
    try {
      intoFolder = command.to().isEmpty() || files.isFolder(to);
    } catch (IOException e) {
      throw new Refusal("stat remote " + quoted(to) + ": " + Faults.text(e));
    }
    if (found.size() > 1 && !intoFolder) {
      throw new Refusal(
          "Multiple paths match, but destination " + quoted(to) + " is not a directory");
    }
    Failures failures = new Failures(out);
    for (Glob.Match match : found) {
      if (interrupts.happened()) {
        break;
      }
      String target = intoFolder ? Paths.append(to, Paths.lastName(match.path())) : to;
      say(flags.resume() ? "Resuming upload of " : "Uploading ", match.marked(), target);
      if (match.folder() && flags.recursive()) {
        failures.tryIt(() -> putFolder(match.marked(), target, flags));
      } else {
        failures.tryIt(() -> putFile(match, target, flags));
      }
    }
    failures.end();
  }

  private List<Glob.Match> local(String pattern) throws Refusal {
    List<Glob.Match> found;
    try {
      found = Glob.find(disk, LocalHome.expanded(pattern, disk));
    } catch (IOException e) {
      throw new Refusal("Too many matches for " + quoted(pattern) + ".");
    }
    if (found.isEmpty()) {
      String name = Words.withoutEscapes(pattern);
      throw new Refusal("stat " + Shown.of(name) + ": " + disk.whyNot(name));
    }
    return found;
  }

  private String destination(Optional<String> to) throws Refusal, Fatal {
    if (to.isEmpty()) {
      return folders.current();
    }
    try {
      return folders.absolute(to.get());
    } catch (IOException e) {
      throw new Refusal("remote expand " + quoted(to.get()) + ": " + Faults.text(e));
    }
  }

  private void putFile(Glob.Match match, String to, TransferFlags flags) throws Refusal, Fatal {
    // To open a pipe would wait for somebody at its other end.
    if (!disk.isRegular(match.path())) {
      throw new Refusal("local " + quoted(match.marked()) + " is not a regular file");
    }
    transfer(
        "dest",
        Paths.lastName(match.path()),
        flags,
        transfer -> transfer.upload(Octets.bytes(match.path()), disk, Octets.bytes(to)));
  }

  /** One transfer; what it returns is of no interest here. */
  private interface Job {
    void run(Transfer transfer) throws IOException;
  }

  /**
   * @param side what OpenSSH calls the remote file in its messages
   * @param name for the progress line
   */
  private void transfer(String side, String name, TransferFlags flags, Job job)
      throws Refusal, Fatal {
    TransferOptions options = options(flags);
    if (progress) {
      options = options.withProgress(progressOf(name));
    }
    try {
      job.run(client.transfer(options));
    } catch (IOException e) {
      meter.end();
      throw new Refusal(TransferFaults.text(side, e));
    }
    meter.end();
  }

  private TransferOptions options(TransferFlags flags) {
    return TransferOptions.DEFAULTS
        .withResume(flags.resume())
        .withSync(flags.sync())
        .withPreserve(flags.preserve())
        .withCancellation(interrupts.cancellation());
  }

  private TransferProgress progressOf(String name) {
    return new TransferProgress() {
      private boolean begun;

      @Override
      public void at(long bytes, long total) {
        if (!begun) {
          begun = true;
          meter.begin(Shown.of(name), bytes, total);
        }
        meter.at(bytes);
      }
    };
  }

  /** The folder's own name, which the names in it are shown with. */
  private String real(String path) throws Refusal, Fatal {
    try {
      return Octets.of(client.realPath(Octets.bytes(path)));
    } catch (IOException e) {
      throw new Refusal("realpath " + Shown.of(path) + ": " + Faults.words(e));
    }
  }

  private void getFolder(String from, String to, TransferFlags flags) throws Refusal, Fatal {
    folder(
        "remote",
        "Retrieving ",
        "download",
        flags,
        (transfer, listener) ->
            transfer.downloadTree(Octets.bytes(from), Octets.bytes(to), disk, listener));
  }

  private void putFolder(String from, String to, TransferFlags flags) throws Refusal, Fatal {
    folder(
        "dest",
        "Entering ",
        "upload",
        flags,
        (transfer, listener) ->
            transfer.uploadTree(Octets.bytes(from), disk, Octets.bytes(to), listener));
  }

  /** The transfer of a folder. */
  private interface FolderJob {
    void run(Transfer transfer, TransferListener listener) throws IOException;
  }

  private void folder(String side, String entering, String verb, TransferFlags flags, FolderJob job)
      throws Refusal, Fatal {
    FolderReport report = new FolderReport(out, meter, progress, side, entering, verb);
    TransferOptions options = options(flags).withProgress(report);
    try {
      job.run(client.transfer(options), report);
    } catch (IOException e) {
      report.end();
      throw new Refusal(TransferFaults.text(side, e));
    }
    report.end();
    if (report.failed()) {
      throw new Refusal("");
    }
  }

  private void say(String what, String from, String to) {
    if (!quiet) {
      out.line(what + Shown.of(from) + " to " + Shown.of(to));
      out.flush();
    }
  }

  private static String quoted(String path) {
    return "\"" + Shown.of(path) + "\"";
  }
}
