package dev.aikagi.tools.agent;

import dev.aikagi.Bytes;
import dev.aikagi.posix.LocalListener;
import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.Signals;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.tools.Arguments;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.ssh.Ssh;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ssh-agent program. */
public final class SshAgent {
  private static final String SOCKET = "SSH_AUTH_SOCK";
  private static final String PID = "SSH_AGENT_PID";

  /** What service managers hand sockets over as (sd_listen_fds(3)). */
  private static final int FIRST_HANDED = 3;

  private final PrintStream out;
  private final PrintStream errors;

  private SshAgent(PrintStream out, PrintStream errors) {
    this.out = out;
    this.errors = errors;
  }

  /** Runs it with the words after its name; the exit code. */
  public static int run(List<String> words) {
    SshAgent agent = new SshAgent(System.out, System.err);
    try {
      return agent.start(words);
    } catch (Fatal e) {
      if (!e.text().isEmpty()) {
        agent.errors.print(e.text() + "\r\n");
      }
      return e.status();
    }
  }

  private int start(List<String> words) throws Fatal {
    AgentLine line = AgentLine.parse(words, errors);
    if (line.has('V')) {
      errors.println(Ssh.version());
      return Exit.OK;
    }
    ShellCommands shell = ShellCommands.of(line, System.getenv("SHELL"));
    if (line.has('k')) {
      return kill(shell);
    }
    if (line.cleanings() > 0) {
      AgentFolder.ofUser().clean(line.cleanings() > 1, Instant.now());
      return Exit.OK;
    }
    return line.isForeground() ? foreground(line, shell) : background(line, shell);
  }

  private int kill(ShellCommands shell) {
    String value = System.getenv(PID);
    if (value == null) {
      errors.println(PID + " not set, cannot kill agent");
      return Exit.FAILURE;
    }
    int pid;
    try {
      pid = Integer.parseInt(value);
    } catch (NumberFormatException e) {
      pid = 0;
    }
    if (pid < 1) {
      errors.println(PID + "=\"" + value + "\", which is not a good PID: " + fault(value));
      return Exit.FAILURE;
    }
    try {
      Signals.send(pid, Signals.SIGTERM);
    } catch (PosixException e) {
      errors.println("kill: " + e.reason());
      return Exit.FAILURE;
    }
    out.print(shell.forget(pid));
    return Exit.OK;
  }

  /** strtonum(3), with its three words. */
  private static String fault(String value) {
    String digits = value.stripLeading();
    if (!digits.matches("[-+]?[0-9]+")) {
      return "invalid";
    }
    return digits.startsWith("-") || digits.matches("[+]?0+") ? "too small" : "too large";
  }

  private AgentPlace place(AgentLine line) throws Fatal {
    if (line.socket().isPresent()) {
      return AgentPlace.at(line.socket().get());
    }
    if (line.has('T')) {
      return AgentPlace.temporary();
    }
    AgentFolder folder = AgentFolder.ofUser();
    AgentPlace place = folder.listen();
    if (!line.has('U')) {
      folder.clean(false, Instant.now());
    }
    return place;
  }

  private int foreground(AgentLine line, ShellCommands shell) throws Fatal {
    boolean debug = line.has('d');
    ServerLog log =
        ServerLog.toStream(errors, debug ? ServerLog.Level.DEBUG3 : ServerLog.Level.INFO);
    Optional<AgentPlace> handed = line.socket().isPresent() ? Optional.empty() : handed();
    AgentPlace place = handed.isPresent() ? handed.get() : place(line);
    Keeper keeper = new Keeper(place.listener(), line.settings().at(place, 0), log);
    try {
      keeper.prepare(true);
    } catch (IOException e) {
      place.remove();
      throw AgentPlace.failure(ServerLog.why(e));
    }
    if (handed.isEmpty()) {
      out.print(shell.announce(place.shown(), 0, ThisProcess.pid()));
      out.flush();
    }
    int status = keeper.serve();
    // A service manager that ends it takes any other status for a failure.
    return handed.isPresent() ? Exit.OK : status;
  }

  /** A socket of a service manager's. */
  private static Optional<AgentPlace> handed() throws Fatal {
    String pid = System.getenv("LISTEN_PID");
    if (pid == null || !pid.equals(Integer.toString(ThisProcess.pid()))) {
      return Optional.empty();
    }
    if (!"1".equals(System.getenv("LISTEN_FDS"))) {
      throw AgentPlace.failure("the service manager has to hand over one socket");
    }
    try {
      LocalListener listener = LocalListener.inherited(FIRST_HANDED);
      return Optional.of(new AgentPlace(listener, "", "", Optional.empty()));
    } catch (PosixException e) {
      throw AgentPlace.failure("the service manager's socket: " + e.reason());
    }
  }

  private int background(AgentLine line, ShellCommands shell) throws Fatal {
    // Read before another process is started: a wrong word is worth none.
    List<Bytes> command = Arguments.octets(line.command()).stream().map(Octets::bytes).toList();
    AgentPlace place = place(line);
    int companion = command.isEmpty() ? 0 : ThisProcess.pid();
    int pid;
    try {
      pid = KeeperProcess.start(place, line.settings().at(place, companion));
    } catch (IOException e) {
      place.remove();
      throw AgentPlace.failure("ssh-agent: " + ServerLog.why(e));
    }
    if (command.isEmpty()) {
      out.print(shell.announce(place.shown(), pid, pid));
      return Exit.OK;
    }
    return become(command, place.shown(), pid);
  }

  private int become(List<Bytes> command, String socket, int pid) {
    out.flush();
    try {
      ThisProcess.become(command, Map.of(PID, Integer.toString(pid), SOCKET, socket));
    } catch (PosixException e) {
      // The agent ends with this process.
      errors.println(String.valueOf(e.getMessage()));
    }
    return Exit.FAILURE;
  }
}
