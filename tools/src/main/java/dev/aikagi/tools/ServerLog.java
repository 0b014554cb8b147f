package dev.aikagi.tools;

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
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A server's log, to syslog, to standard error or to a file, in the form that OpenSSH's have. Any
 * thread. Every line is made safe to print here, whoever wrote it.
 */
public final class ServerLog {
  /** How much is logged: a line is written when its level is not beyond the configured one. */
  public enum Level {
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

    /** A value of LogLevel that was checked; DEBUG is DEBUG1. */
    public static Level of(String keyword) {
      return named(keyword).orElseThrow(() -> new IllegalArgumentException(keyword));
    }

    /** A value of LogLevel, in any case; empty if there is none of that name. */
    public static Optional<Level> named(String keyword) {
      String upper = keyword.toUpperCase(Locale.ROOT);
      String name = upper.equals("DEBUG") ? "DEBUG1" : upper;
      return Arrays.stream(values()).filter(level -> level.name().equals(name)).findFirst();
    }
  }

  /** Where lines go. */
  private interface Sink {
    void write(Level level, String line);
  }

  private static final int MAX_LINE = 1024;

  /** Of a user name, so that a long one cannot push the address behind it out of the line. */
  public static final int MAX_NAME = 100;

  /** Of every other text of a peer. */
  public static final int MAX_PEER_TEXT = 512;

  private final Sink sink;
  private volatile Level threshold;

  private ServerLog(Sink sink, Level threshold) {
    this.sink = sink;
    this.threshold = threshold;
  }

  public static ServerLog toSyslog(String program, Syslog.Facility facility, Level threshold) {
    Syslog syslog = Syslog.open(program, facility);
    return new ServerLog(
        (level, line) ->
            syslog.log(level.priority, level.prefix.isEmpty() ? line : level.prefix + ": " + line),
        threshold);
  }

  public static ServerLog toStream(OutputStream out, Level threshold) {
    return new ServerLog((level, line) -> writeLine(out, level, line), threshold);
  }

  /** Appends to this file, which is made with mode 0600 if need be. */
  public static ServerLog toFile(Path file, Level threshold) throws IOException {
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
  public ServerLog copy() {
    return new ServerLog(sink, threshold);
  }

  /** The threshold of the configuration that is in force now. */
  public void threshold(Level level) {
    threshold = level;
  }

  public boolean logs(Level level) {
    return level.compareTo(threshold) <= 0;
  }

  public void log(Level level, String line) {
    if (logs(level)) {
      sink.write(level, Printable.of(line, MAX_LINE));
    }
  }

  public void fatal(String line) {
    log(Level.FATAL, line);
  }

  public void error(String line) {
    log(Level.ERROR, line);
  }

  public void info(String line) {
    log(Level.INFO, line);
  }

  public void verbose(String line) {
    log(Level.VERBOSE, line);
  }

  public void debug(String line) {
    log(Level.DEBUG1, line);
  }

  /** The sentence of a failure that has no better one. */
  public static String why(Throwable e) {
    String message = e instanceof UncheckedIOException u ? u.getMessage() : e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
