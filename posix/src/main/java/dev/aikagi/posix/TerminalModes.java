package dev.aikagi.posix;

import dev.aikagi.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Terminal modes as pty-req carries them (RFC 4254 section 8; IUTF8 of RFC 8160), both ways. */
public final class TerminalModes {
  private static final int TTY_OP_END = 0;
  private static final int TTY_OP_ISPEED = 128;
  private static final int TTY_OP_OSPEED = 129;

  /** From here on an opcode has no defined argument, so nothing after it can be read. */
  private static final int FIRST_UNDEFINED = 160;

  /** "This control character is off": 255 on the wire, 0 in Linux's termios. */
  private static final int DISABLED = 255;

  private static final int INPUT = TerminalAttributes.INPUT;
  private static final int OUTPUT = TerminalAttributes.OUTPUT;
  private static final int CONTROL = TerminalAttributes.CONTROL;
  private static final int LOCAL = TerminalAttributes.LOCAL;

  private static final int CBAUD = 0x100f;
  private static final int CSIZE = 0x30;

  /** An opcode that is a control character, and its index in c_cc. */
  private record ControlCharacter(int opcode, int index) {}

  /** An opcode that is a flag: the field of termios and the bits there. */
  private record Flag(int opcode, int field, int bits) {}

  // VDSUSP 11, VFLUSH 15 and VSTATUS 17 are unknown to Linux: not sent, and passed over.
  private static final List<ControlCharacter> CHARACTERS =
      List.of(
          new ControlCharacter(1, 0), // VINTR
          new ControlCharacter(2, 1), // VQUIT
          new ControlCharacter(3, 2), // VERASE
          new ControlCharacter(4, 3), // VKILL
          new ControlCharacter(5, 4), // VEOF
          new ControlCharacter(6, 11), // VEOL
          new ControlCharacter(7, 16), // VEOL2
          new ControlCharacter(8, 8), // VSTART
          new ControlCharacter(9, 9), // VSTOP
          new ControlCharacter(10, 10), // VSUSP
          new ControlCharacter(12, 12), // VREPRINT
          new ControlCharacter(13, 14), // VWERASE
          new ControlCharacter(14, 15), // VLNEXT
          new ControlCharacter(16, 7), // VSWTCH
          new ControlCharacter(18, 13)); // VDISCARD

  private static final List<Flag> FLAGS =
      List.of(
          new Flag(30, INPUT, 0x4), // IGNPAR
          new Flag(31, INPUT, 0x8), // PARMRK
          new Flag(32, INPUT, 0x10), // INPCK
          new Flag(33, INPUT, 0x20), // ISTRIP
          new Flag(34, INPUT, 0x40), // INLCR
          new Flag(35, INPUT, 0x80), // IGNCR
          new Flag(36, INPUT, 0x100), // ICRNL
          new Flag(37, INPUT, 0x200), // IUCLC
          new Flag(38, INPUT, 0x400), // IXON
          new Flag(39, INPUT, 0x800), // IXANY
          new Flag(40, INPUT, 0x1000), // IXOFF
          new Flag(41, INPUT, 0x2000), // IMAXBEL
          new Flag(42, INPUT, 0x4000), // IUTF8
          new Flag(50, LOCAL, 0x1), // ISIG
          new Flag(51, LOCAL, 0x2), // ICANON
          new Flag(52, LOCAL, 0x4), // XCASE
          new Flag(53, LOCAL, 0x8), // ECHO
          new Flag(54, LOCAL, 0x10), // ECHOE
          new Flag(55, LOCAL, 0x20), // ECHOK
          new Flag(56, LOCAL, 0x40), // ECHONL
          new Flag(57, LOCAL, 0x80), // NOFLSH
          new Flag(58, LOCAL, 0x100), // TOSTOP
          new Flag(59, LOCAL, 0x8000), // IEXTEN
          new Flag(60, LOCAL, 0x200), // ECHOCTL
          new Flag(61, LOCAL, 0x800), // ECHOKE
          new Flag(62, LOCAL, 0x4000), // PENDIN
          new Flag(70, OUTPUT, 0x1), // OPOST
          new Flag(71, OUTPUT, 0x2), // OLCUC
          new Flag(72, OUTPUT, 0x4), // ONLCR
          new Flag(73, OUTPUT, 0x8), // OCRNL
          new Flag(74, OUTPUT, 0x10), // ONOCR
          new Flag(75, OUTPUT, 0x20), // ONLRET
          new Flag(90, CONTROL, 0x20), // CS7: one of two bits, see apply
          new Flag(91, CONTROL, CSIZE), // CS8
          new Flag(92, CONTROL, 0x100), // PARENB
          new Flag(93, CONTROL, 0x200)); // PARODD

  /** Bits per second by their code in c_cflag: B0 to B38400, then B57600 and up. */
  private static final int[] SLOW = {
    0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400
  };

  private static final int[] FAST = {
    57600, 115200, 230400, 460800, 500000, 576000, 921600, 1000000, 1152000, 1500000, 2000000,
    2500000, 3000000, 3500000, 4000000
  };

  private static final int FIRST_FAST = 0x1001;

  private TerminalModes() {}

  /** All modes of this terminal, for a pty-req. */
  public static Bytes encode(TerminalAttributes from) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(5 * 64);
    int speed = speedOf(from.flags(CONTROL) & CBAUD);
    put(out, TTY_OP_OSPEED, speed);
    put(out, TTY_OP_ISPEED, speed);
    for (ControlCharacter c : CHARACTERS) {
      int value = from.character(c.index);
      put(out, c.opcode, value == 0 ? DISABLED : value);
    }
    for (Flag f : FLAGS) {
      put(out, f.opcode, (from.flags(f.field) & f.bits) == f.bits ? 1 : 0);
    }
    out.write(TTY_OP_END);
    return Bytes.of(out.toByteArray());
  }

  /**
   * These attributes changed as the peer asks. Modes that Linux does not have are passed over; an
   * encoding that breaks off counts up to there, because clients exist that leave out TTY_OP_END.
   */
  public static TerminalAttributes apply(Bytes modes, TerminalAttributes to) {
    byte[] termios = to.toArray();
    ByteBuffer fields = TerminalAttributes.view(termios);
    ByteBuffer in = ByteBuffer.wrap(modes.toArray());
    while (in.remaining() >= 5) {
      int opcode = in.get() & 0xff;
      if (opcode == TTY_OP_END || opcode >= FIRST_UNDEFINED) {
        break;
      }
      set(fields, opcode, in.getInt());
    }
    return TerminalAttributes.taking(termios);
  }

  private static void set(ByteBuffer fields, int opcode, int value) {
    if (opcode == TTY_OP_OSPEED || opcode == TTY_OP_ISPEED) {
      // Linux keeps one speed for both directions.
      int code = codeOf(value);
      if (code > 0) {
        fields.putInt(CONTROL, (fields.getInt(CONTROL) & ~CBAUD) | code);
      }
      return;
    }
    for (ControlCharacter c : CHARACTERS) {
      if (c.opcode == opcode) {
        byte character = (byte) (value == DISABLED ? 0 : value);
        fields.put(TerminalAttributes.CHARACTERS + c.index, character);
        return;
      }
    }
    for (Flag f : FLAGS) {
      if (f.opcode == opcode) {
        int now = fields.getInt(f.field);
        fields.putInt(
            f.field, f.bits == CSIZE || isCs7(f) ? size(now, f, value) : on(now, f, value));
        return;
      }
    }
  }

  private static int on(int now, Flag flag, int value) {
    return value != 0 ? now | flag.bits : now & ~flag.bits;
  }

  private static boolean isCs7(Flag flag) {
    return flag.field == CONTROL && flag.bits == 0x20;
  }

  /** A character size that is asked for replaces the other; one that is denied changes nothing. */
  private static int size(int now, Flag flag, int value) {
    return value != 0 ? (now & ~CSIZE) | flag.bits : now;
  }

  private static void put(ByteArrayOutputStream out, int opcode, int value) {
    out.write(opcode);
    out.write(value >>> 24);
    out.write(value >>> 16);
    out.write(value >>> 8);
    out.write(value);
  }

  private static int speedOf(int code) {
    if (code < SLOW.length) {
      return SLOW[code];
    }
    int fast = code - FIRST_FAST;
    return fast >= 0 && fast < FAST.length ? FAST[fast] : 9600;
  }

  /** The code of a speed, or -1. */
  private static int codeOf(int speed) {
    for (int i = 0; i < SLOW.length; i++) {
      if (SLOW[i] == speed) {
        return i;
      }
    }
    for (int i = 0; i < FAST.length; i++) {
      if (FAST[i] == speed) {
        return FIRST_FAST + i;
      }
    }
    return -1;
  }
}
