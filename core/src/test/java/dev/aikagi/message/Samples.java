package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.RecordSamples;
import dev.aikagi.SecretBytes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the components of the messages may hold. */
final class Samples extends RecordSamples {
  Samples(long seed) {
    super(seed);
  }

  @Override
  protected @Nullable Object value(RecordComponent component) {
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
      return oneOf(c);
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
}
