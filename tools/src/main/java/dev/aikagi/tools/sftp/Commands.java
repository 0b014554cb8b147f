package dev.aikagi.tools.sftp;

import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.files.Faults;
import dev.aikagi.tools.files.LocalDisk;
import dev.aikagi.tools.files.Output;
import dev.aikagi.tools.files.Shown;
import java.io.IOException;
import java.util.Optional;

/** Carries out commands, one at a time. */
final class Commands {
  private final Output out;
  private final Folders folders;
  private final RemoteCommands remote;
  private final Listing listing;
  private final Transfers transfers;
  private final LocalDisk disk;

  Commands(
      Output out,
      Folders folders,
      RemoteCommands remote,
      Listing listing,
      Transfers transfers,
      LocalDisk disk) {
    this.out = out;
    this.folders = folders;
    this.remote = remote;
    this.listing = listing;
    this.transfers = transfers;
    this.disk = disk;
  }

  /**
   * Carries one out.
   *
   * @param stop whether a command of several parts ends at the first one that fails
   * @return whether it is the end of all
   * @throws Refusal if it, or a part of it, failed
   */
  boolean run(Command command, boolean stop) throws Refusal, Fatal {
    switch (command) {
      case Command.Nothing _ -> {}
      case Command.Quit _ -> {
        return true;
      }
      case Command.Help _ -> out.print(Help.TEXT);
      case Command.Version _ -> out.line("SFTP protocol version 3");
      case Command.Progress _ ->
          out.line("Progress meter " + (transfers.toggleProgress() ? "enabled" : "disabled"));
      case Command.PrintFolder _ ->
          out.line("Remote working directory: " + Shown.of(folders.current()));
      case Command.PrintLocalFolder _ -> printLocalFolder();
      case Command.ChangeFolder c -> remote.changeFolder(c.path().orElse(folders.start()));
      case Command.ChangeLocalFolder c -> changeLocalFolder(c.path());
      case Command.MakeFolder c -> remote.makeFolder(c.path());
      case Command.MakeLocalFolder c -> makeLocalFolder(c.path());
      case Command.RemoveFolder c -> remote.removeFolder(c.path());
      case Command.Remove c -> remote.remove(c.pattern(), stop);
      case Command.Rename c -> remote.rename(c);
      case Command.Copy c -> remote.copy(c);
      case Command.HardLink c -> remote.hardLink(c);
      case Command.Symlink c -> remote.symlink(c);
      case Command.ChangeMode c -> remote.changeMode(c, stop);
      case Command.ChangeOwner c -> remote.changeOwner(c, stop);
      case Command.FileSystem c -> remote.fileSystem(c);
      case Command.ListFolder c -> list(c);
      case Command.Get c -> transfers.get(c);
      case Command.Put c -> transfers.put(c);
      case Command.LocalUmask c -> umask(c.mask());
      case Command.Shell c -> {
        out.flush();
        new LocalShell(disk).run(c.line());
      }
    }
    return false;
  }

  private void list(Command.ListFolder command) throws Refusal, Fatal {
    if (command.pattern().isEmpty()) {
      listing.folder(folders.current(), folders.current(), command.flags());
      return;
    }
    String pattern = command.pattern().get();
    String strip = pattern.startsWith("/") ? "" : folders.current();
    String absolute;
    try {
      absolute = folders.absolutePattern(pattern);
    } catch (IOException e) {
      throw new Refusal("Can't ls: \"" + Shown.of(pattern) + "\": " + Faults.text(e));
    }
    listing.matches(absolute, strip, command.flags());
  }

  private void printLocalFolder() throws Refusal {
    try {
      out.line("Local working directory: " + Shown.of(disk.folderPath()));
    } catch (PosixException e) {
      throw new Refusal("Couldn't get local cwd: " + e.reason());
    }
  }

  private void changeLocalFolder(Optional<String> path) throws Refusal {
    String folder = LocalHome.expanded(path.orElse("~"), disk);
    try {
      disk.changeFolder(folder);
    } catch (PosixException e) {
      throw new Refusal(
          "Couldn't change local directory to \"" + Shown.of(folder) + "\": " + e.reason());
    }
  }

  private void makeLocalFolder(String path) throws Refusal {
    try {
      disk.makeFolder(path);
    } catch (PosixException e) {
      throw new Refusal(
          "Couldn't create local directory \"" + Shown.of(path) + "\": " + e.reason());
    }
  }

  private void umask(int mask) {
    ThisProcess.umask(mask);
    String octal = Integer.toOctalString(mask);
    out.line("Local umask: " + "0".repeat(Math.max(0, 3 - octal.length())) + octal);
  }
}
