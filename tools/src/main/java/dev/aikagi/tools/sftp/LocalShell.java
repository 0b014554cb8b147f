package dev.aikagi.tools.sftp;

import dev.aikagi.posix.PosixException;
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
    String start = disk.moved() ? "cd " + word(disk.folderPath()) + " && " : "";
    List<String> words =
        line.isEmpty()
            ? List.of(word(Octets.ofText(shell)))
            : List.of(word(Octets.ofText(shell)), "-c", word(line));
    return start + "exec " + String.join(" ", words);
  }

  /** As a word of sh; in plain quotes as long as it is ASCII. */
  static String word(String octets) {
    boolean plain = octets.chars().allMatch(c -> c < 0x80);
    if (plain) {
      return "'" + octets.replace("'", "'\\''") + "'";
    }
    StringBuilder out = new StringBuilder("\"$(printf '");
    for (int i = 0; i < octets.length(); i++) {
      char c = octets.charAt(i);
      out.append('\\').append((char) ('0' + (c >> 6)));
      out.append((char) ('0' + (c >> 3 & 7))).append((char) ('0' + (c & 7)));
    }
    return out.append("')\"").toString();
  }
}
