package dev.aikagi.tools.ssh;

import java.util.Optional;

/**
 * A value of the configuration that is the name of a variable of the environment: {@code $NAME}. In
 * others, {@code ${NAME}} is a part of the text.
 */
record Variable(String name) {
  /** Empty where the value means itself. */
  static Optional<Variable> in(String value) {
    return value.startsWith("$") && !value.startsWith("${")
        ? Optional.of(new Variable(value.substring(1)))
        : Optional.empty();
  }

  /** Empty where it is not set. */
  Optional<String> value() {
    return Optional.ofNullable(System.getenv(name));
  }
}
