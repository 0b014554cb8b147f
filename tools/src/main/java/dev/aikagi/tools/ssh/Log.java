package dev.aikagi.tools.ssh;

import dev.aikagi.Printable;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.posix.Syslog;
import dev.aikagi.posix.Terminal;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ssh's messages, to standard error or to the file of -E. Lines end with CR LF, because the
 * terminal may be raw when they come.
 */
final class Log {
  /** The levels of LogLevel, in their order. */
  private static final List<String> LEVELS =
      List.of("QUIET", "FATAL", "ERROR", "INFO", "VERBOSE", "DEBUG", "DEBUG2", "DEBUG3");

  private static final int MAX_PERSON = 4096;
  private static final int ERROR = 2;
  private static final int INFO = 3;
  private static final int VERBOSE = 4;
  private static final int DEBUG1 = 5;

  private PrintStream out;
  private @Nullable Syslog syslog;
  private int level = INFO;

  Log(PrintStream out) {
    this.out = out;
  }

  /** The same place with a level of its own: of another connection of this process. */
  Log at(String levelName) {
    Log log = new Log(out);
    log.syslog = syslog;
    log.level(levelName);
    return log;
  }

  void writeTo(String file) throws IOException {
    out = new PrintStream(new FileOutputStream(file, true), true, StandardCharsets.UTF_8);
  }

  /** -y: to the system's log instead. */
  void writeTo(Syslog log) {
    syslog = log;
  }

  /** Whether a person reads it, and nothing else does. */
  boolean isAtTerminal() {
    return out.equals(System.err) && syslog == null && Terminal.isTerminal(2);
  }

  void level(String name) {
    level = LEVELS.indexOf(name);
  }

  /** Makes ssh say more or less; returns the level's name. */
  String change(int by) {
    level = Math.clamp(level + by, 0, LEVELS.size() - 1);
    return LEVELS.get(level);
  }

  boolean isDebug(int depth) {
    return level >= DEBUG1 + depth - 1;
  }

  boolean isInfo() {
    return level >= INFO;
  }

  boolean isVerbose() {
    return level >= VERBOSE;
  }

  void fatal(String text) {
    if (level >= 1) {
      print(text, Syslog.Priority.CRIT);
    }
  }

  void error(String text) {
    if (level >= ERROR) {
      print(text, Syslog.Priority.ERR);
    }
  }

  void info(String text) {
    if (level >= INFO) {
      print(text, Syslog.Priority.INFO);
    }
  }

  void verbose(String text) {
    if (isVerbose()) {
      print(text, Syslog.Priority.INFO);
    }
  }

  /** A debug message of level 1 to 3. */
  void debug(int depth, String text) {
    if (level >= DEBUG1 + depth - 1) {
      print("debug" + depth + ": " + text, Syslog.Priority.DEBUG);
    }
  }

  /** What a server says before its login, as it is but for control characters. */
  void banner(String text) {
    if (level >= INFO) {
      out.print(text);
      out.flush();
    }
  }

  /** A line for people in their language, which is UTF-8 whatever the runtime takes for its own. */
  void person(String text) {
    out.writeBytes((Printable.of(text, MAX_PERSON) + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  void of(Diagnostic d) {
    switch (d.severity()) {
      case ERROR -> error(d.text());
      case INFO -> info(d.text());
      case VERBOSE -> verbose(d.text());
      case DEBUG1 -> debug(1, d.text());
      case DEBUG2 -> debug(2, d.text());
      case DEBUG3 -> debug(3, d.text());
    }
  }

  private void print(String text, Syslog.Priority priority) {
    Syslog system = syslog;
    if (system != null) {
      system.log(priority, Printable.of(text, 1024));
      return;
    }
    // One write for a line, so that lines of several threads do not mix.
    out.print(text + "\r\n");
    out.flush();
  }
}
