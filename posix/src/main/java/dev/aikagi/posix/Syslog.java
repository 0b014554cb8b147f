package dev.aikagi.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** The system's log, syslog(3). Any thread. */
public final class Syslog {
  /** LOG_PID. */
  private static final int WITH_PID = 1;

  /** How grave it is: the priorities of syslog(3). */
  public enum Priority {
    EMERG,
    ALERT,
    CRIT,
    ERR,
    WARNING,
    NOTICE,
    INFO,
    DEBUG
  }

  /** Which part of the system speaks: the facilities that sshd_config knows. */
  public enum Facility {
    DAEMON(3),
    USER(1),
    AUTH(4),
    AUTHPRIV(10),
    LOCAL0(16),
    LOCAL1(17),
    LOCAL2(18),
    LOCAL3(19),
    LOCAL4(20),
    LOCAL5(21),
    LOCAL6(22),
    LOCAL7(23);

    private final int number;

    Facility(int number) {
      this.number = number;
    }
  }

  private final int facility;
  private final MemorySegment format;

  private Syslog(int facility, MemorySegment format) {
    this.facility = facility;
    this.format = format;
  }

  /** Names this program in the log. The C library keeps the name, so it is never freed. */
  @SuppressWarnings("restricted")
  public static Syslog open(String program, Facility facility) {
    try (NativeFrame frame = new NativeFrame()) {
      byte[] name = (program + "\0%s\0").getBytes(StandardCharsets.UTF_8);
      MemorySegment kept = Arena.global().allocate(name.length);
      kept.copyFrom(MemorySegment.ofArray(name));
      frame.call(Libc.OPENLOG, kept.address(), WITH_PID, facility.number << 3);
      return new Syslog(facility.number << 3, kept.asSlice(name.length - 3L));
    }
  }

  /** Writes a line; the caller has made it safe to print. */
  public void log(Priority priority, String line) {
    try (NativeFrame frame = new NativeFrame()) {
      long text = frame.string(line.replace('\0', '?')).address();
      int level =
          switch (priority) {
            case EMERG -> 0;
            case ALERT -> 1;
            case CRIT -> 2;
            case ERR -> 3;
            case WARNING -> 4;
            case NOTICE -> 5;
            case INFO -> 6;
            case DEBUG -> 7;
          };
      frame.call(Libc.SYSLOG, facility | level, format.address(), text);
    }
  }
}
