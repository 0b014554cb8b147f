package dev.aikagi.config;

/** Numbers with colons between them. */
final class Pairs {
  private Pairs() {}

  /** Up to max numbers of at least 0; an empty array if the text is anything else. */
  static int[] numbers(String text, int max) {
    String[] parts = text.split(":", -1);
    if (parts.length > max) {
      return new int[0];
    }
    int[] numbers = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      if (Numbers.fault(parts[i], Integer.MAX_VALUE) != null) {
        return new int[0];
      }
      numbers[i] = Numbers.value(parts[i]);
    }
    return numbers;
  }
}
