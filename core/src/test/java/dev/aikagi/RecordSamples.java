package dev.aikagi;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of sealed families with random, legal field values, from what the classes say about
 * themselves: a new record is covered as soon as it is permitted.
 */
public abstract class RecordSamples {
  protected final Random random;

  protected RecordSamples(long seed) {
    random = new Random(seed);
  }

  /** All records of a sealed family, however deep. */
  public static List<Class<?>> records(Class<?> family) {
    if (family.isRecord()) {
      return List.of(family);
    }
    List<Class<?>> all = new ArrayList<>();
    for (Class<?> permitted : family.getPermittedSubclasses()) {
      all.addAll(records(permitted));
    }
    return all;
  }

  public final Object make(Class<?> type) {
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

  /** What a component of this type and name may hold. */
  protected abstract @Nullable Object value(RecordComponent component);

  /** One of the records that a component of this type may be. */
  protected final Object oneOf(Class<?> family) {
    List<Class<?>> choice = records(family);
    return make(choice.get(random.nextInt(choice.size())));
  }

  protected final Bytes bytes(int length) {
    byte[] out = new byte[length];
    random.nextBytes(out);
    return Bytes.of(out);
  }
}
