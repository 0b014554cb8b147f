package dev.aikagi.posix;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * RFC 8949 as far as CTAP2 has it, in its canonical form: numbers, bytes, texts, lists, maps,
 * truth.
 */
final class Cbor {
  private Cbor() {}

  static byte[] encode(Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, value);
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, Object value) {
    switch (value) {
      case Boolean truth -> out.write(truth ? 0xf5 : 0xf4);
      case Number number when number.longValue() >= 0 -> head(out, 0, number.longValue());
      case Number number -> head(out, 1, -1 - number.longValue());
      case byte[] bytes -> {
        head(out, 2, bytes.length);
        out.writeBytes(bytes);
      }
      case String text -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(out, 3, bytes.length);
        out.writeBytes(bytes);
      }
      case List<?> list -> {
        head(out, 4, list.size());
        list.forEach(element -> write(out, element));
      }
      case Map<?, ?> map -> {
        head(out, 5, map.size());
        map.keySet().stream()
            .sorted(
                Comparator.comparing(
                    Cbor::encode,
                    Comparator.<byte[]>comparingInt(key -> key.length)
                        .thenComparing(Arrays::compareUnsigned)))
            .forEach(
                key -> {
                  write(out, key);
                  write(out, Objects.requireNonNull(map.get(key)));
                });
      }
      default -> throw new IllegalArgumentException(value.getClass().toString());
    }
  }

  private static void head(ByteArrayOutputStream out, int kind, long number) {
    int first = kind << 5;
    if (number < 24) {
      out.write(first | (int) number);
    } else if (number < 0x100) {
      out.write(first | 24);
      out.write((int) number);
    } else if (number < 0x1_0000) {
      out.write(first | 25);
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) number).array());
    } else {
      out.write(first | 26);
      out.writeBytes(ByteBuffer.allocate(4).putInt((int) number).array());
    }
  }

  static Map<?, ?> map(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    return in.hasRemaining() ? (Map<?, ?>) read(in) : Map.of();
  }

  /** A field that has to be there. */
  static <T> T field(Map<?, ?> map, Object key, Class<T> type) {
    return Objects.requireNonNull(type.cast(map.get(key)));
  }

  /** Numbers are of type Long. */
  private static Object read(ByteBuffer in) {
    int first = in.get() & 0xff;
    long number =
        switch (first & 0x1f) {
          case 24 -> in.get() & 0xff;
          case 25 -> in.getShort() & 0xffff;
          case 26 -> in.getInt() & 0xffff_ffffL;
          default -> first & 0x1f;
        };
    return switch (first >> 5) {
      case 0 -> number;
      case 1 -> -1 - number;
      case 2 -> bytes(in, (int) number);
      case 3 -> new String(bytes(in, (int) number), StandardCharsets.UTF_8);
      case 4 -> {
        List<Object> list = new ArrayList<>();
        for (long i = 0; i < number; i++) {
          list.add(read(in));
        }
        yield list;
      }
      case 5 -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (long i = 0; i < number; i++) {
          map.put(read(in), read(in));
        }
        yield map;
      }
      default -> first == 0xf5;
    };
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
