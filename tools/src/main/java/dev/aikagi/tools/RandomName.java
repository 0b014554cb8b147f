package dev.aikagi.tools;

import java.security.SecureRandom;

/** Names that nobody guesses, for files in folders that are everybody's. */
public final class RandomName {
  /** What they are made of: mkstemp(3) of the C library takes these too. */
  public static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private static final int LENGTH = 10;

  private RandomName() {}

  /** Ten letters, 59 bits. */
  public static String next() {
    SecureRandom random = new SecureRandom();
    StringBuilder name = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return name.toString();
  }
}
