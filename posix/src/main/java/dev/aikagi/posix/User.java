package dev.aikagi.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * An account of the password database, through NSS (files, LDAP, sssd). Ids are unsigned 32-bit
 * numbers in an int.
 *
 * @param gecos the full name and what else the administrator keeps there
 * @param shell may be empty, which means /bin/sh
 */
public record User(String name, int uid, int gid, String gecos, Path home, String shell) {
  private static final int PASSWD_SIZE = 48;
  private static final int EFFECTIVE_ID = effectiveIdNow();

  public static Optional<User> named(String name) throws IOException {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    try (NativeFrame frame = new NativeFrame()) {
      long key = frame.string(name).address();
      return look(frame, Libc.GETPWNAM_R, key);
    }
  }

  public static Optional<User> withId(int uid) throws IOException {
    try (NativeFrame frame = new NativeFrame()) {
      return look(frame, Libc.GETPWUID_R, uid);
    }
  }

  private static Optional<User> look(NativeFrame frame, Libc function, long key)
      throws IOException {
    return Database.look(frame, function, key, PASSWD_SIZE, User::read);
  }

  private static User read(MemorySegment passwd) {
    return new User(
        text(passwd, 0),
        passwd.get(ValueLayout.JAVA_INT, 16),
        passwd.get(ValueLayout.JAVA_INT, 20),
        text(passwd, 24),
        Path.of(text(passwd, 32)),
        text(passwd, 40));
  }

  private static String text(MemorySegment record, long offset) {
    return Objects.requireNonNullElse(
        NativeFrame.stringAt(record.get(ValueLayout.JAVA_LONG, offset)), "");
  }

  /** The shell to start: its own, or /bin/sh where the entry has none. */
  public String shellOrDefault() {
    return shell.isEmpty() ? "/bin/sh" : shell;
  }

  /** This account's ids and all its groups, as initgroups(3) would set them. */
  public Credentials credentials() throws IOException {
    return Credentials.of(this);
  }

  /**
   * Runs something with this account's ids and groups. The group database may be on the network, so
   * it is asked on a thread of its own too.
   *
   * @param name for the thread
   */
  public <T> T callAs(String name, Callable<T> work) throws IOException {
    return OwnThread.call(name, () -> credentials().callAs(name, work));
  }

  /**
   * The effective user of this process, found out when this class is first used, before any thread
   * takes other ids. Of a thread that has, or that was started by one, the kernel would say
   * something else, and a server must not take that for its own.
   */
  public static int effectiveId() {
    return EFFECTIVE_ID;
  }

  private static int effectiveIdNow() {
    try (NativeFrame frame = new NativeFrame()) {
      return frame.callInt(Libc.GETEUID);
    }
  }

  /** The real user of this process. */
  public static int realId() {
    try (NativeFrame frame = new NativeFrame()) {
      return frame.callInt(Libc.GETUID);
    }
  }
}
