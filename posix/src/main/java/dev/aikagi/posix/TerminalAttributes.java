package dev.aikagi.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A terminal's settings, immutable. They are kept as the kernel's struct termios, not as the C
 * library's, whose form changed with glibc 2.42.
 */
public final class TerminalAttributes {
  static final int SIZE = 36;

  static final int INPUT = 0;
  static final int OUTPUT = 4;
  static final int CONTROL = 8;
  static final int LOCAL = 12;
  static final int CHARACTERS = 17;

  static final int VQUIT = 1;

  private static final int VEOL = 11;
  private static final int VTIME = 5;
  private static final int VMIN = 6;

  private static final int ECHO_FLAGS = 0x8 | 0x10 | 0x20 | 0x40; // ECHO ECHOE ECHOK ECHONL

  private final byte[] termios;
  private final ByteBuffer fields;

  private TerminalAttributes(byte[] termios) {
    this.termios = termios;
    this.fields = view(termios);
  }

  /** Takes over the array. */
  static TerminalAttributes taking(byte[] termios) {
    return new TerminalAttributes(termios);
  }

  /** The fields of a struct termios, to read and to change. */
  static ByteBuffer view(byte[] termios) {
    return ByteBuffer.wrap(termios).order(ByteOrder.nativeOrder());
  }

  static TerminalAttributes from(MemorySegment termios) {
    return new TerminalAttributes(termios.asSlice(0, SIZE).toArray(ValueLayout.JAVA_BYTE));
  }

  void copyTo(MemorySegment target) {
    MemorySegment.copy(termios, 0, target, ValueLayout.JAVA_BYTE, 0, SIZE);
  }

  byte[] toArray() {
    return termios.clone();
  }

  int flags(int field) {
    return fields.getInt(field);
  }

  /** The control character at this index of c_cc. */
  int character(int index) {
    return fields.get(CHARACTERS + index) & 0xff;
  }

  /** What the ssh client sets: every byte goes through as it is, in both directions. */
  public TerminalAttributes raw() {
    byte[] copy = toArray();
    ByteBuffer out = view(copy);
    // IGNPAR on; ISTRIP INLCR IGNCR ICRNL IXON IXANY IXOFF IUCLC off.
    out.putInt(
        INPUT,
        (flags(INPUT) | 0x4) & ~(0x20 | 0x40 | 0x80 | 0x100 | 0x400 | 0x800 | 0x1000 | 0x200));
    // ISIG ICANON ECHO ECHOE ECHOK ECHONL IEXTEN off.
    out.putInt(LOCAL, flags(LOCAL) & ~(0x1 | 0x2 | ECHO_FLAGS | 0x8000));
    out.putInt(OUTPUT, flags(OUTPUT) & ~0x1); // OPOST
    out.put(CHARACTERS + VMIN, (byte) 1);
    out.put(CHARACTERS + VTIME, (byte) 0);
    return new TerminalAttributes(copy);
  }

  /**
   * For a program that edits lines itself: each character comes when it is typed and none is shown,
   * but the signal keys send their signals, and output is as before.
   */
  public TerminalAttributes byCharacter() {
    byte[] copy = toArray();
    ByteBuffer out = view(copy);
    out.putInt(INPUT, flags(INPUT) & ~(0x40 | 0x100 | 0x400)); // INLCR ICRNL IXON off.
    out.putInt(LOCAL, flags(LOCAL) & ~(0x2 | ECHO_FLAGS | 0x8000)); // ICANON and IEXTEN too.
    out.put(CHARACTERS + VMIN, (byte) 1);
    out.put(CHARACTERS + VTIME, (byte) 0);
    return new TerminalAttributes(copy);
  }

  /**
   * Lines with their editing and the signal keys, and nothing of it shown: for passwords. The quit
   * key ends the line instead of sending SIGQUIT, which no handler of the JVM's sees, so that the
   * reader can restore the echo first.
   */
  TerminalAttributes lineWithoutEcho() {
    byte[] copy = toArray();
    ByteBuffer out = view(copy);
    out.putInt(LOCAL, flags(LOCAL) & ~ECHO_FLAGS);
    if (character(VQUIT) != 0) {
      out.put(CHARACTERS + VEOL, (byte) character(VQUIT));
      out.put(CHARACTERS + VQUIT, (byte) 0);
    }
    return new TerminalAttributes(copy);
  }

  public boolean echoes() {
    return (flags(LOCAL) & 0x8) != 0;
  }

  /** Whether input is gathered into lines (ICANON). */
  public boolean canonical() {
    return (flags(LOCAL) & 0x2) != 0;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof TerminalAttributes a && fields.equals(a.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return "TerminalAttributes[iflag=%x oflag=%x cflag=%x lflag=%x]"
        .formatted(flags(INPUT), flags(OUTPUT), flags(CONTROL), flags(LOCAL));
  }
}
