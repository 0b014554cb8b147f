package dev.aikagi.tools.sftpserver;

import dev.aikagi.Printable;
import dev.aikagi.posix.Syslog;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/** The log of sftp-server, to standard error or to syslog, in OpenSSH's form. */
final class ServerLog {
  /**
   * How much is logged: a line is written when its level is not beyond the one that is asked for.
   */
  enum Level {
    QUIET("", Syslog.Priority.CRIT),
    FATAL("fatal: ", Syslog.Priority.CRIT),
    ERROR("error: ", Syslog.Priority.ERR),
    INFO("", Syslog.Priority.INFO),
    VERBOSE("", Syslog.Priority.INFO),
    DEBUG1("debug1: ", Syslog.Priority.DEBUG),
    DEBUG2("debug2: ", Syslog.Priority.DEBUG),
    DEBUG3("debug3: ", Syslog.Priority.DEBUG);

    private final String prefix;
    private final Syslog.Priority priority;

    Level(String prefix, Syslog.Priority priority) {
      this.prefix = prefix;
      this.priority = priority;
    }

    /** A value of -l; DEBUG is DEBUG1. */
    static Optional<Level> named(String word) {
      String upper = word.toUpperCase(Locale.ROOT);
      String name = upper.equals("DEBUG") ? "DEBUG1" : upper;
      for (Level level : values()) {
        if (level.name().equals(name)) {
          return Optional.of(level);
        }
      }
      return Optional.empty();
    }
  }

  private interface Sink {
    void write(Level level, String line);
  }

  /** As in OpenSSH. */
  private static final int MAX_LINE = 1024;

  private final Sink sink;
  private final Level threshold;

  private ServerLog(Sink sink, Level threshold) {
    this.sink = sink;
    this.threshold = threshold;
  }

  static ServerLog toSyslog(Syslog.Facility facility, Level threshold) {
    Syslog syslog = Syslog.open("sftp-server", facility);
    return new ServerLog(
        (level, line) -> syslog.log(level.priority, level.prefix + line), threshold);
  }

  static ServerLog toStream(PrintStream out, Level threshold) {
    return new ServerLog(
        (level, line) -> {
          boolean named = level.compareTo(Level.DEBUG1) >= 0;
          out.print((named ? level.prefix : "") + line + "\r\n");
          out.flush();
        },
        threshold);
  }

  boolean logs(Level level) {
    return level.compareTo(threshold) <= 0;
  }

  void log(Level level, String line) {
    if (logs(level)) {
      sink.write(level, Printable.of(line, MAX_LINE));
    }
  }

  void fatal(String line) {
    log(Level.FATAL, line);
  }

  void error(String line) {
    log(Level.ERROR, line);
  }
}
