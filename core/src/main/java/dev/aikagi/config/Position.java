package dev.aikagi.config;

/**
 * Where a setting was written.
 *
 * @param file the file's name as it was opened, or "command-line"
 * @param line the line's number, from 1; 0 on the command line
 */
public record Position(String file, int line) {
  /** "FILE line N". */
  @Override
  public String toString() {
    return file + " line " + line;
  }
}
