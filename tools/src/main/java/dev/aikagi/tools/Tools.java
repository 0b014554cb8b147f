package dev.aikagi.tools;

import java.io.PrintStream;
import java.util.List;

/** The tools by name: those that are there, and those that are still to come. */
final class Tools {
  private record Tool(String name, String summary) {}

  private static final List<Tool> THERE =
      List.of(
          new Tool("quickstart", "from no key to a login, in a private folder (--keep leaves it)"),
          new Tool("ssh", "log in to another machine, or run a command there"),
          new Tool("sshd", "let users of this machine log in from others"),
          new Tool("sftp", "move files to another machine and back, and look after them there"),
          new Tool("scp", "copy files to another machine, from it, or between two"),
          new Tool("sftp-server", "serve files over its streams, as a subsystem of sshd"),
          new Tool("ssh-keygen", "make, convert and show keys; edit known_hosts"),
          new Tool("ssh-keyscan", "ask servers for their host keys, many at once"),
          new Tool("ssh-agent", "hold keys in memory, so that a passphrase is asked for once"),
          new Tool("ssh-add", "give keys to an agent, show them, take them away again"),
          new Tool("ssh-copy-id", "put a public key on a server, and check that it opens the door"),
          new Tool("ssh-doctor", "say why a login fails, and what mends it"));

  private Tools() {}

  static void print(PrintStream out) {
    out.println("usage: aikagi TOOL [argument ...]");
    out.println();
    for (Tool tool : THERE) {
      out.printf("  %-12s %s%n", tool.name(), tool.summary());
    }
  }

  /** Says why there is no such tool. */
  static int refuse(String name, PrintStream errors) {
    errors.println("aikagi: there is no tool named " + name + " (aikagi alone lists the tools)");
    return Exit.FATAL;
  }
}
