package dev.aikagi.tools.agent;

import dev.aikagi.tools.explain.Sh;
import org.jspecify.annotations.Nullable;

/** What a shell evaluates to know the agent, or to forget it. */
record ShellCommands(boolean csh) {
  /** As OpenSSH: csh where -c says so, or where -s does not and SHELL ends like one. */
  static ShellCommands of(AgentLine line, @Nullable String shell) {
    boolean looksLikeCsh = shell != null && shell.endsWith("csh");
    return new ShellCommands(line.has('c') || (!line.has('s') && looksLikeCsh));
  }

  /**
   * The lines for an agent.
   *
   * @param pid 0 where the shell is not to be told
   */
  String announce(String socket, int pid, int shownPid) {
    String lines = set("SSH_AUTH_SOCK", socket);
    if (pid != 0) {
      lines += set("SSH_AGENT_PID", Integer.toString(pid));
    }
    return lines + "echo Agent pid " + shownPid + ";\n";
  }

  private String set(String name, String text) {
    String value = Sh.word(text);
    return csh
        ? "setenv " + name + " " + value + ";\n"
        : name + "=" + value + "; export " + name + ";\n";
  }

  String forget(int pid) {
    return unset("SSH_AUTH_SOCK") + unset("SSH_AGENT_PID") + "echo Agent pid " + pid + " killed;\n";
  }

  private String unset(String name) {
    return (csh ? "unsetenv " : "unset ") + name + ";\n";
  }
}
