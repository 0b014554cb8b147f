package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.posix.Syslog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/**
 * The server's log, to syslog, to standard error or to a file, in the form that sshd's log has. Any
 * thread. Every line is made safe to print here, whoever wrote it.
 */
final class SshdLog {
  /** How much is logged: a line is written when its level is not beyond the configured one. */
  enum Level {
    QUIET("", Syslog.Priority.CRIT),
    FATAL("fatal", Syslog.Priority.CRIT),
    ERROR("error", Syslog.Priority.ERR),
    INFO("", Syslog.Priority.INFO),
    VERBOSE("", Syslog.Priority.INFO),
    DEBUG1("debug1", Syslog.Priority.DEBUG),
    DEBUG2("debug2", Syslog.Priority.DEBUG),
    DEBUG3("debug3", Syslog.Priority.DEBUG);

    private final String prefix;
    private final Syslog.Priority priority;

    Level(String prefix, Syslog.Priority priority) {
      this.prefix = prefix;
      this.priority = priority;
    }

    /** A value of LogLevel; DEBUG is DEBUG1. */
    static Level of(String keyword) {
      String name = keyword.toUpperCase(Locale.ROOT);
      return valueOf(name.equals("DEBUG") ? "DEBUG1" : name);
    }
  }

  /** Where lines go. */
  private interface Sink {
    void write(Level level, String line);
  }

  private static final int MAX_LINE = 1024;

  /** Of a user name, so that a long one cannot push the address behind it out of the line. */
  static final int MAX_NAME = 100;

  /** Of every other text of a peer. */
  static final int MAX_PEER_TEXT = 512;

  private final Sink sink;
  private volatile Level threshold;

  private SshdLog(Sink sink, Level threshold) {
    this.sink = sink;
    this.threshold = threshold;
  }

  static SshdLog toSyslog(String facility, Level threshold) {
    String name = facility.toUpperCase(Locale.ROOT);
    Syslog syslog = Syslog.open("sshd", Syslog.Facility.valueOf(name));
    return new SshdLog(
        (level, line) ->
            syslog.log(level.priority, level.prefix.isEmpty() ? line : level.prefix + ": " + line),
        threshold);
  }

  static SshdLog toStream(OutputStream out, Level threshold) {
    return new SshdLog((level, line) -> writeLine(out, level, line), threshold);
  }

  /** Appends to this file, which is made with mode 0600 if need be. */
  static SshdLog toFile(Path file, Level threshold) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return toStream(Files.newOutputStream(file, StandardOpenOption.APPEND), threshold);
  }

  private static void writeLine(OutputStream out, Level level, String line) {
    boolean named = level.compareTo(Level.DEBUG1) >= 0;
    byte[] bytes =
        ((named ? level.prefix + ": " : "") + line + "\r\n").getBytes(StandardCharsets.UTF_8);
    try {
      synchronized (out) {
        out.write(bytes);
        out.flush();
      }
    } catch (IOException e) {
      // A log that nobody can read any more must not end the server.
      return;
    }
  }

  /** The same log with a threshold of its own, for one connection. */
  SshdLog copy() {
    return new SshdLog(sink, threshold);
  }

  /** The threshold of the configuration that is in force now. */
  void threshold(Level level) {
    threshold = level;
  }

  boolean logs(Level level) {
    return level.compareTo(threshold) <= 0;
  }

  void log(Level level, String line) {
    if (logs(level)) {
      sink.write(level, Printable.of(line, MAX_LINE));
    }
  }

  void error(String line) {
    log(Level.ERROR, line);
  }

  void info(String line) {
    log(Level.INFO, line);
  }

  void verbose(String line) {
    log(Level.VERBOSE, line);
  }

  void debug(String line) {
    log(Level.DEBUG1, line);
  }

  /** The sentence of a failure that has no better one. */
  static String why(Throwable e) {
    String message = e instanceof UncheckedIOException u ? u.getMessage() : e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
