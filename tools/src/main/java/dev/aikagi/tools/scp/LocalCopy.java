package dev.aikagi.tools.scp;

import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.files.ShellWord;
import java.io.IOException;

/** A copy on this machine, which cp makes, as OpenSSH has it. */
record LocalCopy(CommandLine line) {
  boolean run(String from, String to) throws Fatal {
    String flags = (line.recursive() ? " -r" : "") + (line.preserves() ? " -p" : "");
    String script = "exec cp" + flags + " -- " + ShellWord.of(from) + " " + ShellWord.of(to);
    try {
      return new ProcessBuilder("/bin/sh", "-c", script).inheritIO().start().waitFor() == Exit.OK;
    } catch (IOException e) {
      throw new Fatal("exec: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
