package dev.aikagi.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalModesTest {
  @Test
  void roundTripsEveryMode() throws Exception {
    Map<TerminalMode, Long> all = new EnumMap<>(TerminalMode.class);
    for (TerminalMode mode : TerminalMode.values()) {
      all.put(mode, 0xffff_ffffL - mode.opcode());
      assertEquals(Optional.of(mode), TerminalMode.of(mode.opcode()));
    }
    TerminalModes modes = new TerminalModes(all);
    assertEquals(modes, TerminalModes.decode(modes.encode()));
  }

  @Test
  void writesTheFormOfTheRfc() {
    assertEquals(
        Bytes.of(new byte[] {53, 0, 0, 0, 1, 0}),
        new TerminalModes(Map.of(TerminalMode.ECHO, 1L)).encode());
    assertEquals(Bytes.of(new byte[] {0}), TerminalModes.NONE.encode());
  }

  @Test
  void skipsUnknownOpcodesAndStopsAtUndefinedOnes() throws Exception {
    byte[] encoded = {29, 0, 0, 0, 9, 53, 0, 0, 0, 1, (byte) 160, 1, 2};
    assertEquals(
        new TerminalModes(Map.of(TerminalMode.ECHO, 1L)), TerminalModes.decode(Bytes.of(encoded)));
    assertEquals(TerminalModes.NONE, TerminalModes.decode(Bytes.EMPTY));
  }

  @Test
  void refusesATruncatedArgument() {
    assertThrows(
        MalformedException.class, () -> TerminalModes.decode(Bytes.of(new byte[] {53, 0, 0, 1})));
  }
}
