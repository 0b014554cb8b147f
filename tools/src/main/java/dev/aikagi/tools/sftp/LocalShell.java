package dev.aikagi.tools.sftp;

import dev.aikagi.posix.PosixException;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.LocalDisk;
import dev.aikagi.tools.files.ShellWord;
import java.io.IOException;
import java.util.List;

/** Runs command lines with the user's shell, in the local working folder. */
final class LocalShell {
  private final LocalDisk disk;

  LocalShell(LocalDisk disk) {
    this.disk = disk;
  }

  /**
   * Runs it and waits for its end; it has this process's streams.
   *
   * @param line empty: the shell itself, to be typed into
   */
  void run(String line) throws Refusal {
    String shell = System.getenv().getOrDefault("SHELL", "");
    if (shell.isEmpty()) {
      shell = "/bin/sh";
    }
    int status;
    try {
      status =
          new ProcessBuilder("/bin/sh", "-c", script(shell, line)).inheritIO().start().waitFor();
    } catch (PosixException e) {
      throw new Refusal("Couldn't get local cwd: " + e.reason());
    } catch (IOException e) {
      throw new Refusal("Couldn't execute \"" + shell + "\": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (status > 128) {
      throw new Refusal("Shell exited abnormally");
    }
    if (status != 0) {
      throw new Refusal("Shell exited with status " + status);
    }
  }

  /**
   * The words are built by sh from octal numbers: the runtime would pass bytes beyond ASCII through
   * the encoding of the locale, which need not have them.
   */
  private String script(String shell, String line) throws PosixException {
    String start = disk.moved() ? "cd " + ShellWord.of(disk.folderPath()) + " && " : "";
    List<String> words =
        line.isEmpty()
            ? List.of(ShellWord.of(Octets.ofText(shell)))
            : List.of(ShellWord.of(Octets.ofText(shell)), "-c", ShellWord.of(line));
    return start + "exec " + String.join(" ", words);
  }
}
