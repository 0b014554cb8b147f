package dev.aikagi.config;

/**
 * An argument is not what its keyword takes. The text has no file and line yet: whoever reads the
 * file knows them.
 */
final class BadValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean counted;

  private BadValueException(String text, boolean counted) {
    super(text, null, false, false);
    this.counted = counted;
  }

  static BadValueException of(String text) {
    return new BadValueException(text, false);
  }

  /**
   * One of the few faults after which sshd reads on, to report all of them and the number of bad
   * lines at the end. ssh does so for every fault.
   */
  static BadValueException counted(String text) {
    return new BadValueException(text, true);
  }

  boolean isCounted() {
    return counted;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
