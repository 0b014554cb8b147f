package dev.aikagi.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Who is and was logged in: /var/log/lastlog, utmp and /var/log/wtmp. A system that keeps one of
 * them no longer does not have the file; it is not made.
 *
 * @param lastlog one record for each user id
 * @param wtmp a record for each login and logout, appended
 */
public record LoginRecords(Path lastlog, Path wtmp) {
  private static final boolean WIDE_TIME = System.getProperty("os.arch", "").equals("aarch64");

  // struct lastlog: the time (32 bits on x86-64), line[32], host[256].
  private static final int LASTLOG_TIME = WIDE_TIME ? 8 : 4;
  private static final int LASTLOG_SIZE = LASTLOG_TIME + 32 + 256;

  // struct utmpx; session and time are 32 bits wide on x86-64.
  private static final int UTMP_SIZE = WIDE_TIME ? 400 : 384;
  private static final int UTMP_PID = 4;
  private static final int UTMP_LINE = 8;
  private static final int UTMP_ID = 40;
  private static final int UTMP_USER = 44;
  private static final int UTMP_HOST = 76;
  private static final int UTMP_TIME = WIDE_TIME ? 344 : 340;
  private static final int UTMP_ADDRESS = WIDE_TIME ? 360 : 348;
  private static final short USER_PROCESS = 7;
  private static final short DEAD_PROCESS = 8;

  private static final Object UTMP = new Object();

  /** The files of this system. */
  public static LoginRecords ofSystem() {
    return new LoginRecords(Path.of("/var/log/lastlog"), Path.of("/var/log/wtmp"));
  }

  /** A login of before. */
  public record LastLogin(Instant time, String line, String host) {}

  /** When this user logged in last; empty for never, and where it is not recorded. */
  public Optional<LastLogin> lastLogin(int uid) throws IOException {
    if (!Files.isReadable(lastlog)) {
      return Optional.empty();
    }
    ByteBuffer record = ByteBuffer.allocate(LASTLOG_SIZE).order(ByteOrder.nativeOrder());
    try (FileChannel file = FileChannel.open(lastlog, StandardOpenOption.READ)) {
      if (file.read(record, offset(uid)) < LASTLOG_SIZE) {
        return Optional.empty();
      }
    }
    long seconds = WIDE_TIME ? record.getLong(0) : Integer.toUnsignedLong(record.getInt(0));
    return seconds == 0
        ? Optional.empty()
        : Optional.of(
            new LastLogin(
                Instant.ofEpochSecond(seconds),
                text(record, LASTLOG_TIME, 32),
                text(record, LASTLOG_TIME + 32, 256)));
  }

  /** Records this login as the user's last. */
  public void recordLastLogin(int uid, LastLogin login) throws IOException {
    if (!Files.isWritable(lastlog)) {
      return;
    }
    ByteBuffer record = ByteBuffer.allocate(LASTLOG_SIZE).order(ByteOrder.nativeOrder());
    if (WIDE_TIME) {
      record.putLong(0, login.time.getEpochSecond());
    } else {
      record.putInt(0, (int) login.time.getEpochSecond());
    }
    put(record, LASTLOG_TIME, 32, login.line);
    put(record, LASTLOG_TIME + 32, 256, login.host);
    try (FileChannel file = FileChannel.open(lastlog, StandardOpenOption.WRITE)) {
      file.write(record, offset(uid));
    }
  }

  /**
   * Somebody logged in on a terminal.
   *
   * @param pid of the session's leader
   * @param line the terminal without "/dev/"
   * @param from empty where no address is known
   */
  public void login(
      int pid, String line, String user, String host, Optional<InetAddress> from, Instant time)
      throws IOException {
    ByteBuffer record = record(USER_PROCESS, pid, line, time);
    put(record, UTMP_USER, 32, user);
    put(record, UTMP_HOST, 256, host);
    from.map(InetAddress::getAddress).ifPresent(a -> record.put(UTMP_ADDRESS, a, 0, a.length));
    write(record);
  }

  /** That login is over. */
  public void logout(int pid, String line, Instant time) throws IOException {
    write(record(DEAD_PROCESS, pid, line, time));
  }

  private static ByteBuffer record(short type, int pid, String line, Instant time) {
    ByteBuffer record = ByteBuffer.allocate(UTMP_SIZE).order(ByteOrder.nativeOrder());
    record.putShort(0, type);
    record.putInt(UTMP_PID, pid);
    put(record, UTMP_LINE, 32, line);
    // The id joins login and logout: the end of the line's name, as "ts/3" of "pts/3".
    put(record, UTMP_ID, 4, line.length() <= 4 ? line : line.substring(line.length() - 4));
    if (WIDE_TIME) {
      record.putLong(UTMP_TIME, time.getEpochSecond());
      record.putLong(UTMP_TIME + 8, time.getNano() / 1000);
    } else {
      record.putInt(UTMP_TIME, (int) time.getEpochSecond());
      record.putInt(UTMP_TIME + 4, time.getNano() / 1000);
    }
    return record;
  }

  private void write(ByteBuffer record) throws IOException {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment utmp = frame.allocate(UTMP_SIZE);
      utmp.copyFrom(MemorySegment.ofBuffer(record));
      // These three share one file position in the C library. Without /run/utmp they do nothing.
      synchronized (UTMP) {
        frame.call(Libc.SETUTXENT);
        frame.call(Libc.PUTUTXLINE, utmp.address());
        frame.call(Libc.ENDUTXENT);
      }
    }
    if (Files.isWritable(wtmp)) {
      try (FileChannel file = FileChannel.open(wtmp, StandardOpenOption.APPEND)) {
        file.write(record.duplicate());
      }
    }
  }

  private static long offset(int uid) {
    return Integer.toUnsignedLong(uid) * LASTLOG_SIZE;
  }

  private static void put(ByteBuffer record, int at, int room, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    record.put(at, bytes, 0, Math.min(bytes.length, room));
  }

  private static String text(ByteBuffer record, int at, int room) {
    int end = at;
    while (end < at + room && record.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - at];
    record.get(at, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
