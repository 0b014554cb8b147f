package dev.aikagi.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Calls on a terminal that is open as some descriptor: this process's own, or a pty's master. */
public final class Terminal {
  private static final int TIOCGWINSZ = 0x5413;
  private static final int TIOCSWINSZ = 0x5414;
  private static final int TCGETS = 0x5401;
  private static final int TCSBRK = 0x5409;
  private static final int TCSETS = 0x5402;
  private static final int TCSETSW = 0x5403;
  private static final int TCSETSF = 0x5404;

  private final Descriptor descriptor;

  private Terminal(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  public static boolean isTerminal(int fd) {
    try (NativeFrame frame = new NativeFrame()) {
      return frame.callInt(Libc.ISATTY, fd) == 1;
    }
  }

  /** A terminal that this process was started with, as descriptor 0, 1 or 2. */
  public static Terminal of(int fd) {
    return new Terminal(Descriptor.inherited(fd));
  }

  /** Of a descriptor that is somebody else's to close: then every call fails with EBADF. */
  static Terminal of(Descriptor descriptor) {
    return new Terminal(descriptor);
  }

  public TerminalAttributes attributes() throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment termios = frame.allocate(TerminalAttributes.SIZE);
      frame.check("TCGETS", ioctl(frame, TCGETS, termios.address()));
      return TerminalAttributes.from(termios);
    }
  }

  /** At once. */
  public void apply(TerminalAttributes attributes) throws PosixException {
    apply(attributes, TCSETS);
  }

  /** After what was written so far has been sent. */
  public void applyAfterOutput(TerminalAttributes attributes) throws PosixException {
    apply(attributes, TCSETSW);
  }

  /** What was typed before is not an answer to what is asked now. */
  void applyDiscardingInput(TerminalAttributes attributes) throws PosixException {
    apply(attributes, TCSETSF);
  }

  private void apply(TerminalAttributes attributes, int when) throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment termios = frame.allocate(TerminalAttributes.SIZE);
      attributes.copyTo(termios);
      int result;
      do {
        result = ioctl(frame, when, termios.address());
      } while (result < 0 && frame.errno() == Errno.EINTR);
      frame.check("TCSETS", result);
    }
  }

  public WindowSize windowSize() throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment size = frame.allocate(8);
      frame.check("TIOCGWINSZ", ioctl(frame, TIOCGWINSZ, size.address()));
      return new WindowSize(field(size, 1), field(size, 0), field(size, 2), field(size, 3));
    }
  }

  /** Sets it; the foreground process group of the terminal gets SIGWINCH when it changed. */
  public void resize(WindowSize to) throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment size = frame.allocate(8);
      size.setAtIndex(ValueLayout.JAVA_SHORT, 0, clamp(to.rows()));
      size.setAtIndex(ValueLayout.JAVA_SHORT, 1, clamp(to.columns()));
      size.setAtIndex(ValueLayout.JAVA_SHORT, 2, clamp(to.widthPixels()));
      size.setAtIndex(ValueLayout.JAVA_SHORT, 3, clamp(to.heightPixels()));
      frame.check("TIOCSWINSZ", ioctl(frame, TIOCSWINSZ, size.address()));
    }
  }

  /** Sends a break of the usual length (RFC 4335). */
  public void sendBreak() throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      frame.check("TCSBRK", ioctl(frame, TCSBRK, 0));
    }
  }

  /** The terminal's foreground process group. */
  public int foregroundGroup() throws PosixException {
    try (NativeFrame frame = new NativeFrame()) {
      return frame.check("tcgetpgrp", call(frame, Libc.TCGETPGRP, descriptor.number()));
    }
  }

  private int ioctl(NativeFrame frame, int request, long argument) throws PosixException {
    return call(frame, Libc.IOCTL, descriptor.number(), request, argument);
  }

  /** The number stays this terminal's meanwhile, whoever closes it. */
  private int call(NativeFrame frame, Libc function, long... arguments) throws PosixException {
    if (!descriptor.hold()) {
      throw new PosixException("terminal", Errno.EBADF);
    }
    try {
      return frame.callInt(function, arguments);
    } finally {
      descriptor.letGo();
    }
  }

  private static int field(MemorySegment size, int index) {
    return size.getAtIndex(ValueLayout.JAVA_SHORT, index) & 0xffff;
  }

  /** A peer may name 32-bit sizes (RFC 4254 section 6.2); the kernel keeps 16 bits. */
  private static short clamp(int value) {
    return (short) Math.clamp(Integer.toUnsignedLong(value), 0, 0xffff);
  }
}
