package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of the sealed families with random, legal field values, from what the classes say
 * about themselves: a new record is covered as soon as it is permitted.
 */
final class Samples {
  private final Random random;

  Samples(long seed) {
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
      values[i] = value(components[i]);
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

  private @Nullable Object value(RecordComponent component) {
    if (component.getAnnotatedType().isAnnotationPresent(Nullable.class) && random.nextBoolean()) {
      return null;
    }
    return value(component.getGenericType(), component.getName());
  }

  private Object value(Type type, String name) {
    if (type == String.class) {
      return isName(name) ? name() : random.nextInt(4) == 0 ? "" : "текст " + random.nextInt();
    } else if (type == long.class) {
      return random.nextInt() & 0xffff_ffffL;
    } else if (type == int.class) {
      return random.nextInt(0x10000);
    } else if (type == boolean.class) {
      return random.nextBoolean();
    } else if (type == Bytes.class) {
      return bytes(name.equals("cookie") ? 16 : random.nextInt(40));
    } else if (type == byte[].class) {
      return bytes(name.equals("cookie") ? 16 : random.nextInt(40)).toArray();
    } else if (type == SecretBytes.class) {
      return SecretBytes.taking(bytes(random.nextInt(20)).toArray());
    } else if (type == BigInteger.class) {
      return new BigInteger(1 + random.nextInt(300), random).add(BigInteger.ONE);
    } else if (type instanceof ParameterizedType p) {
      return collection(p, name);
    } else if (type instanceof Class<?> c && (c.isRecord() || c.isSealed())) {
      List<Class<?>> choice = records(c);
      return make(choice.get(random.nextInt(choice.size())));
    }
    throw new AssertionError("no sample for " + type + " " + name);
  }

  private Object collection(ParameterizedType type, String name) {
    int count = random.nextInt(4);
    if (type.getRawType() == Map.class) {
      Map<String, Bytes> map = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        map.put(name() + i, bytes(random.nextInt(20)));
      }
      return map;
    }
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Type element = type.getActualTypeArguments()[0];
      list.add(element == String.class ? name() : value(element, name));
    }
    return list;
  }

  private static boolean isName(String component) {
    return List.of("serviceName", "algorithm", "methodName", "requestName", "requestType")
            .contains(component)
        || component.equals("channelType");
  }

  private String name() {
    return "name-" + random.nextInt(1000) + "@example.org";
  }

  private Bytes bytes(int length) {
    byte[] out = new byte[length];
    random.nextBytes(out);
    return Bytes.of(out);
  }
}
