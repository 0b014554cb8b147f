package dev.aikagi.tools.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.tools.Fatal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellCommandsTest {
  private static ShellCommands of(String option, String shell) throws Fatal {
    List<String> words = option.isEmpty() ? List.of() : List.of(option);
    return ShellCommands.of(AgentLine.parse(words, System.err), shell);
  }

  @Test
  void forWhichShell() throws Fatal {
    assertEquals(new ShellCommands(false), of("", "/bin/bash"));
    assertEquals(new ShellCommands(true), of("", "/bin/tcsh"));
    assertEquals(new ShellCommands(false), of("-s", "/bin/csh"));
    assertEquals(new ShellCommands(true), of("-c", "/bin/sh"));
  }

  @Test
  void whatIsEvaluated() {
    assertEquals(
        """
        SSH_AUTH_SOCK=/s; export SSH_AUTH_SOCK;
        SSH_AGENT_PID=7; export SSH_AGENT_PID;
        echo Agent pid 7;
        """,
        new ShellCommands(false).announce("/s", 7, 7));
    assertEquals(
        "setenv SSH_AUTH_SOCK '/a b';\necho Agent pid 7;\n",
        new ShellCommands(true).announce("/a b", 0, 7));
    assertEquals(
        "unset SSH_AUTH_SOCK;\nunset SSH_AGENT_PID;\necho Agent pid 7 killed;\n",
        new ShellCommands(false).forget(7));
    assertEquals(
        "unsetenv SSH_AUTH_SOCK;\nunsetenv SSH_AGENT_PID;\necho Agent pid 7 killed;\n",
        new ShellCommands(true).forget(7));
  }
}
