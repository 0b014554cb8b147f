package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import dev.aikagi.RecordSamples;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** What the components of the records of SFTP may hold. */
final class SftpSamples extends RecordSamples {
  private static final Set<String> POSITIONS =
      Set.of(
          "offset",
          "size",
          "readFromOffset",
          "readDataLength",
          "writeToOffset",
          "maxPacketLength",
          "maxReadLength",
          "maxWriteLength",
          "maxOpenHandles");

  SftpSamples(long seed) {
    super(seed);
  }

  @Override
  protected Object value(RecordComponent component) {
    return value(component.getGenericType(), component.getName());
  }

  private Object value(Type type, String name) {
    if (type == String.class) {
      return random.nextInt(4) == 0 ? "" : "текст " + random.nextInt();
    } else if (type == long.class || type == Long.class) {
      return number(name);
    } else if (type == Bytes.class) {
      return bytes(random.nextInt(40));
    } else if (type == OptionalLong.class) {
      return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(number(name));
    } else if (type == OptionalInt.class) {
      return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt());
    } else if (type instanceof ParameterizedType p) {
      return several(p, name);
    } else if (type instanceof Class<?> c && (c.isRecord() || c.isSealed())) {
      return oneOf(c);
    }
    throw new AssertionError("no sample for " + type + " " + name);
  }

  private Object several(ParameterizedType type, String name) {
    Type element = type.getActualTypeArguments()[0];
    if (type.getRawType() == Optional.class) {
      return random.nextBoolean() ? Optional.empty() : Optional.of(value(element, name));
    } else if (type.getRawType() == Set.class) {
      Set<OpenFlag> flags = EnumSet.noneOf(OpenFlag.class);
      for (OpenFlag f : OpenFlag.values()) {
        if (random.nextBoolean()) {
          flags.add(f);
        }
      }
      return flags;
    }
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(value(element, name));
    }
    return list;
  }

  private long number(String name) {
    return POSITIONS.contains(name) ? random.nextLong() >>> 1 : random.nextInt() & 0xffff_ffffL;
  }
}
