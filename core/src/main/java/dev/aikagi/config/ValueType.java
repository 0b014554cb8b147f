package dev.aikagi.config;

import java.util.List;

/** How a kind of value is read from a line and printed. Stateless. */
abstract class ValueType<T> {
  /** Reads the value; takes the arguments that belong to it and leaves the others. */
  abstract T parse(Arguments in) throws BadValueException;

  /** What an earlier line and this one make together, for {@link Merge#ADD}. */
  T combine(T earlier, T added) {
    return earlier;
  }

  /**
   * Whether a Match block's value only fills in what it names, and leaves the rest as outside of
   * the block, rather than replacing the whole.
   */
  boolean overlaysByField() {
    return false;
  }

  /** The words that may stand for a value; none where they are too many to name. */
  List<String> choices(boolean server) {
    return List.of();
  }

  /** The value as one argument of its line. */
  String text(T value) {
    return String.valueOf(value);
  }

  /** Adds the lines that a dump prints for this value: usually one, "name value". */
  void dump(String name, T value, List<String> out) {
    out.add(name + " " + text(value));
  }
}
