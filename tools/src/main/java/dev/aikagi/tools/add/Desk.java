package dev.aikagi.tools.add;

import dev.aikagi.agent.AgentAdministration;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.AgentFailure;
import dev.aikagi.agent.KeyConstraints;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What the jobs have before them: the agent, the standard streams, the person, and the home folder
 * of the password database, which is what OpenSSH takes.
 */
record Desk(
    AgentAdministration agent,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Secrets secrets,
    int verbosity,
    Path home,
    long userId) {

  /** A line of what the tool has to say. */
  void say(String text) {
    err.print(text + "\n");
    err.flush();
  }

  /** A line of the log, which begins anew whatever the terminal's mode. */
  void log(String text) {
    err.print(text + "\r\n");
    err.flush();
  }

  void debug(int level, String text) {
    if (verbosity >= level) {
      log("debug" + level + ": " + text);
    }
  }

  /** That a key was added, and how, unless -q. */
  void added(String what, AddLine line, KeyConstraints heeded) {
    if (line.has('q')) {
      return;
    }
    say(what);
    if (line.lifetime() != 0) {
      heeded.lifetime().ifPresent(l -> say("Lifetime set to " + l.toSeconds() + " seconds"));
    }
    if (heeded.confirm()) {
      say("The user must confirm each use of the key");
    }
  }

  /** OpenSSH's words for what an agent did not do. */
  static String words(AgentException e) {
    return switch (e.reason()) {
      case AgentFailure.Refused _ -> "agent refused operation";
      case AgentFailure.StreamEnded _ -> "communication with agent failed";
      case AgentFailure.BadReply _ -> "invalid format";
      default -> e.reason().summary();
    };
  }
}
