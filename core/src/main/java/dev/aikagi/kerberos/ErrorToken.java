package dev.aikagi.kerberos;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * A token that says what was wrong with the one before: KRB-ERROR (RFC 4120 section 5.9.1) in the
 * framing of RFC 4121 section 4.1. Java neither makes nor reads one.
 */
final class ErrorToken {
  private static final byte[] MECHANISM = {
    6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x12, 1, 2, 2
  };
  private static final int FRAME = 0x60;
  private static final int KIND = 0x0300;
  private static final int KRB_ERROR = 0x7e;
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 2;
  private static final int GENERAL_STRING = 0x1b;
  private static final int TIME = 0x18;
  private static final int FIELD = 0xa0;
  private static final int NUMBER_FIELD = 6;

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private ErrorToken() {}

  /** For the client, with the server's time. Its name the client knows. */
  static byte[] of(int number, Instant now) {
    byte[] time = SECONDS.format(now).getBytes(StandardCharsets.US_ASCII);
    byte[] name =
        element(
            SEQUENCE,
            element(FIELD, integer(3)),
            element(FIELD + 1, element(SEQUENCE, string("host"), string(""))));
    byte[] error =
        element(
            SEQUENCE,
            element(FIELD, integer(5)),
            element(FIELD + 1, integer(30)),
            element(FIELD + 4, element(TIME, time)),
            element(FIELD + 5, integer(0)),
            element(FIELD + NUMBER_FIELD, integer(number)),
            element(FIELD + 9, string("")),
            element(FIELD + 10, name));
    byte[] kind = {KIND >> 8, 0};
    return element(FRAME, MECHANISM, kind, element(KRB_ERROR, error));
  }

  /** All that is written here is short. */
  private static byte[] element(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(p -> p.length).sum();
    ByteBuffer out = ByteBuffer.allocate(2 + length);
    out.put((byte) tag).put((byte) length);
    for (byte[] part : parts) {
      out.put(part);
    }
    return out.array();
  }

  private static byte[] integer(int value) {
    return element(INTEGER, new byte[] {(byte) value});
  }

  private static byte[] string(String text) {
    return element(GENERAL_STRING, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The error's number; empty where this is a token of another kind, or of no kind at all. */
  static OptionalInt number(byte[] token) {
    try {
      ByteBuffer frame = content(ByteBuffer.wrap(token), FRAME);
      byte[] mechanism = new byte[MECHANISM.length];
      frame.get(mechanism);
      if (!Arrays.equals(mechanism, MECHANISM) || frame.getShort() != KIND) {
        return OptionalInt.empty();
      }
      ByteBuffer fields = content(content(frame, KRB_ERROR), SEQUENCE);
      while (fields.hasRemaining()) {
        int tag = fields.get(fields.position()) & 0xff;
        ByteBuffer field = content(fields, tag);
        if (tag == FIELD + NUMBER_FIELD) {
          return integer(content(field, INTEGER));
        }
      }
    } catch (BufferUnderflowException e) {
      // What ends too early says nothing.
      return OptionalInt.empty();
    }
    return OptionalInt.empty();
  }

  private static OptionalInt integer(ByteBuffer digits) {
    int count = digits.remaining();
    if (count < 1 || count > Integer.BYTES) {
      return OptionalInt.empty();
    }
    int value = digits.get();
    while (digits.hasRemaining()) {
      value = value << 8 | (digits.get() & 0xff);
    }
    return OptionalInt.of(value);
  }

  /** What is in the element that begins here, which is passed over. */
  private static ByteBuffer content(ByteBuffer in, int tag) {
    int length = (in.get() & 0xff) == tag ? in.get() & 0xff : Integer.MAX_VALUE;
    if (length == 0x81) {
      length = in.get() & 0xff;
    } else if (length == 0x82) {
      length = in.getShort() & 0xffff;
    }
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer content = in.slice(in.position(), length);
    in.position(in.position() + length);
    return content;
  }
}
