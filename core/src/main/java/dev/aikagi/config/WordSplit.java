package dev.aikagi.config;

import java.util.List;

/** Splits a command into words where it is to be started without a shell. */
public final class WordSplit {
  private WordSplit() {}

  /**
   * Words as the configuration files split them: quotes group, a backslash escapes; a # starts no
   * comment.
   *
   * @throws ConfigException if a quote is left open
   */
  public static List<String> words(String text) throws ConfigException {
    List<String> words = Arguments.split(text, false);
    if (words == null) {
      throw new ConfigException("\"" + text + "\" contains invalid quotes");
    }
    return words;
  }
}
