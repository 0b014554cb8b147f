package dev.aikagi.config;

import java.util.List;
import java.util.Locale;

/**
 * One row of a keyword table. Rows are compared by identity.
 *
 * @param <T> the type of the keyword's value
 */
public final class Keyword<T> {
  private final String name;
  private final ValueType<T> type;
  private final T fallback;
  private final Scope scope;
  private final Merge merge;
  private final boolean inEffect;
  private final String documentation;

  private Keyword(
      String name,
      ValueType<T> type,
      T fallback,
      Scope scope,
      Merge merge,
      boolean inEffect,
      String documentation) {
    this.name = name;
    this.type = type;
    this.fallback = fallback;
    this.scope = scope;
    this.merge = merge;
    this.inEffect = inEffect;
    this.documentation = documentation;
  }

  static <T> Keyword<T> row(
      String name, ValueType<T> type, T fallback, Scope scope, Merge merge, String documentation) {
    return new Keyword<>(name, type, fallback, scope, merge, true, documentation);
  }

  /** The same row for a keyword that is read and checked, but that nothing obeys yet. */
  Keyword<T> withoutEffect() {
    return new Keyword<>(name, type, fallback, scope, merge, false, documentation);
  }

  /** The name as the manual writes it, for example "StrictHostKeyChecking". */
  public String name() {
    return name;
  }

  /** The name in lower case, as {@code ssh -G} and {@code sshd -T} print it. */
  public String lowerName() {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The value where no line sets one. */
  public T fallback() {
    return fallback;
  }

  public Scope scope() {
    return scope;
  }

  public Merge merge() {
    return merge;
  }

  /** False for a keyword that is read and checked, but that nothing obeys yet. */
  public boolean isInEffect() {
    return inEffect;
  }

  /** One line about what it does. */
  public String documentation() {
    return documentation;
  }

  ValueType<T> type() {
    return type;
  }

  void dump(T value, List<String> out) {
    type.dump(lowerName(), value, out);
  }

  @Override
  public String toString() {
    return name;
  }
}
