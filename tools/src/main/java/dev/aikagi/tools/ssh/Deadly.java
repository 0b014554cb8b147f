package dev.aikagi.tools.ssh;

import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.Prompt;
import dev.aikagi.posix.Signals;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.tools.Exit;
import java.util.List;

/**
 * The signals that end ssh. Until there is a session they kill it as they kill any program, so that
 * a shell sees which signal it was and stops its script; during a session ssh takes its leave. A
 * signal that is ignored stays so (nohup).
 */
final class Deadly {
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  private Deadly() {}

  /** Before there is a session; a terminal whose echo is off gets it back first. */
  static void kill() {
    Signals.quitByDefault();
    for (String name : NAMES) {
      Signals.handle(name, () -> die(name));
    }
  }

  private static void die(String name) {
    Prompt.abandon();
    Signals.restoreDefault(name);
    try {
      Signals.send(ThisProcess.pid(), Signals.numberOf(name));
    } catch (PosixException e) {
      // A process may always signal itself; if not, it ends in the other way.
      Runtime.getRuntime().halt(Exit.FATAL);
    }
  }

  /** During a session: the terminal is restored, the connection closed, the status 255. */
  static void leave(Log log, Runnable farewell) {
    for (String name : NAMES) {
      if (!name.equals("HUP") || !Background.isWorker()) {
        Signals.handle(name, () -> leave(name, log, farewell));
      }
    }
  }

  private static void leave(String name, Log log, Runnable farewell) {
    farewell.run();
    log.verbose("Killed by signal " + Signals.numberOf(name) + ".");
    Runtime.getRuntime().halt(Exit.FATAL);
  }

  /** With -N there is no program whose end would be the end: SIGTERM is how to stop it. */
  static void stopOnTerm(Runnable stop) {
    Signals.handle("TERM", stop);
  }
}
