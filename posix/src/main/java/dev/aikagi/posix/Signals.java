package dev.aikagi.posix;

import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Signals to this process and from it.
 *
 * <p>Handlers are set through {@code sun.misc.Signal}, on purpose. A native handler of our own
 * (sigaction with an upcall) would run Java inside a signal, on any thread at any instruction,
 * which nothing makes safe; sigwait and signalfd need the signal blocked in all threads, and the
 * JVM's existed before us. The JVM's handler only posts a semaphore, and its dispatcher thread then
 * runs ours, where everything is allowed.
 */
public final class Signals {
  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGQUIT = 3;
  public static final int SIGKILL = 9;
  public static final int SIGUSR1 = 10;
  public static final int SIGALRM = 14;
  public static final int SIGPIPE = 13;
  public static final int SIGTERM = 15;
  public static final int SIGCHLD = 17;
  public static final int SIGCONT = 18;
  public static final int SIGSTOP = 19;
  public static final int SIGTSTP = 20;
  public static final int SIGWINCH = 28;

  /** Those of RFC 4254 section 6.10, and others that Linux has. */
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("ABRT", 6),
          Map.entry("ALRM", SIGALRM),
          Map.entry("FPE", 8),
          Map.entry("HUP", SIGHUP),
          Map.entry("ILL", 4),
          Map.entry("INT", SIGINT),
          Map.entry("KILL", SIGKILL),
          Map.entry("PIPE", SIGPIPE),
          Map.entry("QUIT", SIGQUIT),
          Map.entry("SEGV", 11),
          Map.entry("TERM", SIGTERM),
          Map.entry("USR1", SIGUSR1),
          Map.entry("USR2", 12));

  private Signals() {}

  /**
   * Calls the action on the JVM's dispatcher whenever the signal comes, instead of what would
   * happen else.
   *
   * @param name without "SIG": "WINCH", "HUP", "TERM", "INT", "CONT", "TSTP"
   * @throws IllegalArgumentException when the JVM keeps the signal for itself (QUIT, SEGV, USR2)
   */
  public static void handle(String name, Runnable action) {
    Signal.handle(new Signal(name), signal -> action.run());
  }

  /**
   * The same, also where whoever started this process had it ignore the signal, as nohup does. The
   * JVM leaves HUP, INT and TERM ignored then, and {@link #handle} has no effect.
   */
  public static void handleAlways(String name, Runnable action) {
    try (NativeFrame frame = new NativeFrame()) {
      frame.call(Libc.SIGNAL, numberOf(name), 0L);
    }
    handle(name, action);
  }

  /** Lets the signal do what it does by itself. */
  public static void restoreDefault(String name) {
    Signal.handle(new Signal(name), SignalHandler.SIG_DFL);
  }

  /**
   * Lets SIGQUIT end the process, as it ends any program. The JVM keeps it for itself, to write the
   * stacks of all threads over the terminal of a person who pressed a key.
   */
  public static void quitByDefault() {
    try (NativeFrame frame = new NativeFrame()) {
      frame.call(Libc.SIGNAL, SIGQUIT, 0L);
    }
  }

  /** SIGQUIT neither ends the process nor shows stacks: while it would leave a terminal raw. */
  public static void ignoreQuit() {
    try (NativeFrame frame = new NativeFrame()) {
      frame.call(Libc.SIGNAL, SIGQUIT, 1L);
    }
  }

  /** Lets the signal do nothing. */
  public static void ignore(String name) {
    Signal.handle(new Signal(name), SignalHandler.SIG_IGN);
  }

  /** Sends a signal to a process, or with a negative number to a process group. */
  public static void send(int pid, int signal) throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      frame.check("kill", frame.callInt(Libc.KILL, pid, signal));
    }
  }

  /**
   * Stops this process as Ctrl-Z does, and returns when it goes on. The signal is for the calling
   * thread: one for the process may reach another thread first, and what is to follow the stop
   * would happen before it.
   */
  public static void stopThisProcess() throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      frame.check("raise", frame.callInt(Libc.RAISE, SIGTSTP));
    }
  }

  /** The number of a signal name of RFC 4254 section 6.10, or -1. */
  public static int numberOf(String name) {
    return NUMBERS.getOrDefault(name, -1);
  }

  /** The name of RFC 4254 section 6.10; the number where it has none. */
  static String nameOf(int signal) {
    for (Map.Entry<String, Integer> entry : NUMBERS.entrySet()) {
      if (entry.getValue() == signal) {
        return entry.getKey();
      }
    }
    return Integer.toString(signal);
  }
}
