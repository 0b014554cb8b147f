package dev.aikagi.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** A pseudo-terminal: its master, and the path under which a child opens the slave. */
public final class Pty implements AutoCloseable {
  private static final int O_RDWR = 2;
  private static final int O_NOCTTY = 0x100;
  private static final int O_CLOEXEC = 0x80000;
  private static final int WRITABLE_BY_GROUP = 0620;
  private static final int WRITABLE_BY_OWNER = 0600;

  private final Descriptor master;
  private final Path slave;
  private final Terminal terminal;

  private Pty(Descriptor master, Path slave) {
    this.master = master;
    this.slave = slave;
    this.terminal = Terminal.of(master);
  }

  public static Pty open() throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      int fd =
          frame.check(
              "posix_openpt", frame.callInt(Libc.POSIX_OPENPT, O_RDWR | O_NOCTTY | O_CLOEXEC));
      Descriptor master = Descriptor.owning(fd);
      try {
        frame.check("grantpt", frame.callInt(Libc.GRANTPT, fd));
        frame.check("unlockpt", frame.callInt(Libc.UNLOCKPT, fd));
        MemorySegment name = frame.allocate(128);
        int error = frame.callInt(Libc.PTSNAME_R, fd, name.address(), name.byteSize());
        if (error != 0) {
          throw new PosixException("ptsname", error);
        }
        return new Pty(master, Path.of(name.getString(0)));
      } catch (PosixException | RuntimeException e) {
        master.close();
        throw e;
      }
    }
  }

  /** The side that this process reads and writes. */
  public Descriptor master() {
    return master;
  }

  public Path slave() {
    return slave;
  }

  /** The terminal's attributes and size, reached through the master. */
  public Terminal terminal() {
    return terminal;
  }

  /**
   * Gives the slave to this user, as the login programs do: group "tty" and mode 0620, so that
   * write(1) and wall(1), which run with that group, reach it; mode 0600 and the user's own group
   * where the system has no such group. For root; the slave of an ordinary user is that user's
   * already.
   */
  public void giveTo(User user) throws IOException {
    int tty = Group.named("tty").map(Group::gid).orElse(-1);
    try (NativeFrame frame = new NativeFrame()) {
      long path = frame.string(slave.toString()).address();
      int group = tty < 0 ? user.gid() : tty;
      frame.check("chown " + slave, frame.callInt(Libc.CHOWN, path, user.uid(), group));
      int mode = tty < 0 ? WRITABLE_BY_OWNER : WRITABLE_BY_GROUP;
      frame.check("chmod " + slave, frame.callInt(Libc.CHMOD, path, mode));
    }
  }

  /** Closes the master: the kernel hangs up the terminal, and its session gets SIGHUP. */
  @Override
  public void close() {
    master.close();
  }
}
