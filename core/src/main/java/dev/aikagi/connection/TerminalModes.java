package dev.aikagi.connection;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Encoded terminal modes (RFC 4254 section 8): the values are uint32, a character, a flag 0 or 1,
 * or bits per second.
 */
public record TerminalModes(Map<TerminalMode, Long> values) {
  public static final TerminalModes NONE = new TerminalModes(Map.of());

  private static final int TTY_OP_END = 0;

  /** Opcodes from here on have no defined argument: parsing stops there (RFC 4254 section 8). */
  private static final int FIRST_UNDEFINED = 160;

  public TerminalModes {
    EnumMap<TerminalMode, Long> copy = new EnumMap<>(TerminalMode.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
  }

  /**
   * Decodes the string of a pty-req. Opcodes without a name are skipped, a string that ends without
   * TTY_OP_END is accepted, since peers send both.
   */
  public static TerminalModes decode(Bytes encoded) throws MalformedException {
    EnumMap<TerminalMode, Long> values = new EnumMap<>(TerminalMode.class);
    WireReader r = new WireReader(encoded);
    while (r.remaining() > 0) {
      int opcode = r.readByte();
      if (opcode == TTY_OP_END || opcode >= FIRST_UNDEFINED) {
        break;
      }
      long value = r.readUint32();
      TerminalMode.of(opcode).ifPresent(mode -> values.put(mode, value));
    }
    return new TerminalModes(values);
  }

  public Bytes encode() {
    WireWriter w = new WireWriter();
    values.forEach((mode, value) -> w.writeByte(mode.opcode()).writeUint32(value));
    return w.writeByte(TTY_OP_END).toBytes();
  }
}
