package dev.aikagi.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TerminalModesTest {
  @AutoClose private Pty pty;

  @BeforeEach
  void open() throws Exception {
    pty = Pty.open();
  }

  private static Bytes hex(String text) {
    return Bytes.of(HexFormat.of().parseHex(text.replace(" ", "")));
  }

  @Test
  void aFreshTerminalEncodesAsOpenSshWould() throws Exception {
    // From a capture of ssh's pty-req on a fresh pty; the order of the opcodes is free.
    String modes =
        HexFormat.of().formatHex(TerminalModes.encode(pty.terminal().attributes()).toArray());
    assertTrue(modes.startsWith("8100009600" + "8000009600" + "0100000003" + "020000001c"), modes);
    assertTrue(modes.contains("06000000ff"), "VEOL is off: 255");
    assertTrue(modes.contains("2400000001"), "ICRNL");
    assertTrue(modes.contains("3200000001" + "3300000001"), "ISIG, ICANON");
    assertTrue(modes.contains("5b00000001"), "CS8");
    assertTrue(modes.endsWith("00"));
  }

  @Test
  void whatIsEncodedIsAppliedElsewhere() throws Exception {
    TerminalAttributes changed =
        TerminalModes.apply(
            hex("01 00000001 35 00000000 2a 00000001 81 0001c200 06 00000007 00"),
            pty.terminal().attributes());
    assertFalse(changed.echoes());
    assertEquals(1, changed.character(0));
    assertEquals(7, changed.character(11));
    assertEquals(0x4000, changed.flags(TerminalAttributes.INPUT) & 0x4000);
    assertEquals(0x1002, changed.flags(TerminalAttributes.CONTROL) & 0x100f);
    try (Pty other = Pty.open()) {
      other
          .terminal()
          .apply(TerminalModes.apply(TerminalModes.encode(changed), other.terminal().attributes()));
      assertEquals(changed, other.terminal().attributes());
    }
  }

  @Test
  void sevenBitsAreNotFive() throws Exception {
    TerminalAttributes seven =
        TerminalModes.apply(hex("5a 00000001 5b 00000000 00"), pty.terminal().attributes());
    assertEquals(0x20, seven.flags(TerminalAttributes.CONTROL) & 0x30);
  }

  @Test
  void nothingAfterAnUnknownArgumentOrTheEndCounts() throws Exception {
    TerminalAttributes before = pty.terminal().attributes();
    assertEquals(before, TerminalModes.apply(hex("a0 00000000 35 00000000"), before));
    assertEquals(before, TerminalModes.apply(hex("00 35 00000000"), before));
    assertEquals(before, TerminalModes.apply(hex("35 000000"), before));
    assertEquals(before, TerminalModes.apply(hex("0b 00000001 00"), before));
    assertEquals(before, TerminalModes.apply(Bytes.EMPTY, before));
  }

  @Test
  void noBytesOfAPeerBreakIt() throws Exception {
    TerminalAttributes to = pty.terminal().attributes();
    Random random = new Random(4254);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      to = TerminalModes.apply(Bytes.of(noise), to);
    }
    pty.terminal().apply(to);
  }

  @Test
  void rawIsWhatSshSets() throws Exception {
    TerminalAttributes raw = pty.terminal().attributes().raw();
    assertEquals(0x4, raw.flags(TerminalAttributes.INPUT) & 0x1fe4);
    assertEquals(0, raw.flags(TerminalAttributes.LOCAL) & 0x807b);
    assertEquals(0, raw.flags(TerminalAttributes.OUTPUT) & 1);
    assertEquals(1, raw.character(6));
    assertEquals(0, raw.character(5));
  }

  @Test
  void rawModeIsLeftAsItWasEntered() throws Exception {
    TerminalAttributes before = pty.terminal().attributes();
    try (RawMode mode = RawMode.enter(pty.terminal())) {
      assertFalse(pty.terminal().attributes().canonical());
      mode.suspend();
      assertEquals(before, pty.terminal().attributes());
      mode.resume();
      assertFalse(pty.terminal().attributes().canonical());
    }
    assertEquals(before, pty.terminal().attributes());
  }

  @Test
  void sizesOfAPeerAreCutToWhatTheKernelKeeps() throws Exception {
    pty.terminal().resize(new WindowSize(-1, 1 << 20, 7, 8));
    assertEquals(new WindowSize(0xffff, 0xffff, 7, 8), pty.terminal().windowSize());
  }
}
