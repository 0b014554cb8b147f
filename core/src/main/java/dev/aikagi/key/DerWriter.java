package dev.aikagi.key;

import dev.aikagi.wire.WireWriter;
import java.math.BigInteger;
import java.util.Arrays;

/** Writes the DER that key files use; once its bytes were taken it holds none any more. */
final class DerWriter {
  private final WireWriter out = new WireWriter();

  DerWriter element(int tag, byte[] content) {
    out.writeByte(tag);
    int length = content.length;
    if (length < 0x80) {
      out.writeByte(length);
    } else if (length < 0x100) {
      out.writeByte(0x81).writeByte(length);
    } else if (length < 0x10000) {
      out.writeByte(0x82).writeByte(length >> 8).writeByte(length);
    } else {
      throw new IllegalArgumentException("an element of " + length + " bytes");
    }
    out.writeRaw(content);
    return this;
  }

  DerWriter element(int tag, DerWriter content) {
    return wiping(tag, content.toArray());
  }

  private DerWriter wiping(int tag, byte[] content) {
    element(tag, content);
    Arrays.fill(content, (byte) 0);
    return this;
  }

  DerWriter integer(BigInteger value) {
    return wiping(DerReader.INTEGER, value.toByteArray());
  }

  DerWriter integer(int value) {
    return integer(BigInteger.valueOf(value));
  }

  DerWriter bits(byte[] value) {
    byte[] content = new byte[1 + value.length];
    System.arraycopy(value, 0, content, 1, value.length);
    return element(DerReader.BIT_STRING, content);
  }

  /** From dotted form. */
  DerWriter identifier(String dotted) {
    WireWriter content = new WireWriter();
    int first = -1;
    for (String part : dotted.split("\\.", -1)) {
      int arc = Integer.parseInt(part);
      if (first < 0) {
        first = arc;
        continue;
      }
      if (content.length() == 0) {
        arc += 40 * first;
      }
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arc >>> shift != 0) {
          content.writeByte(0x80 | (arc >>> shift & 0x7f));
        }
      }
      content.writeByte(arc & 0x7f);
    }
    return element(DerReader.OBJECT_IDENTIFIER, content.toArray());
  }

  DerWriter nothing() {
    return element(DerReader.NULL, new byte[0]);
  }

  /** The caller wipes it where it is secret. */
  byte[] toArray() {
    byte[] content = out.toArray();
    out.wipe();
    return content;
  }
}
