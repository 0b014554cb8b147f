package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/**
 * Makes records of the sealed families with random, legal field values, from what the classes say
 * about themselves: a new record is covered as soon as it is permitted.
 */
final class SftpSamples {
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

  private final Random random;

  SftpSamples(long seed) {
    random = new Random(seed);
  }

  /** All records of a sealed family, however deep. */
  static List<Class<?>> records(Class<?> family) {
    if (family.isRecord()) {
      return List.of(family);
    }
    List<Class<?>> all = new ArrayList<>();
    for (Class<?> permitted : family.getPermittedSubclasses()) {
      all.addAll(records(permitted));
    }
    return all;
  }

  Object make(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(components[i].getGenericType(), components[i].getName());
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new AssertionError(type + " refuses a sample", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
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
      List<Class<?>> choice = records(c);
      return make(choice.get(random.nextInt(choice.size())));
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

  private Bytes bytes(int length) {
    byte[] out = new byte[length];
    random.nextBytes(out);
    return Bytes.of(out);
  }
}
